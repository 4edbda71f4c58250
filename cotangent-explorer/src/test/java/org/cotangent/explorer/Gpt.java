package org.cotangent.explorer;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Transforms;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.EncoderBlock;
import org.cotangent.nn.LayerNorm;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.OptimiserState;
import org.cotangent.nn.optim.Stepped;

/// A small GPT and its training step with AdamW, as large as the one that the benchmarks train.
///
/// @param tokens what each token begins as
/// @param places what each place adds
record Gpt(Embedding tokens, Tensor places, List<EncoderBlock> blocks, LayerNorm norm, Dense head) {
    private static final int LAYERS = 4;
    private static final int WIDTH = 256;
    private static final int HEADS = 8;
    private static final int LENGTH = 128;
    private static final int BATCH = 8;
    private static final int VOCABULARY = 512;

    /// What a step takes: parameters and the state of the optimiser.
    record Training(Gpt model, OptimiserState<Gpt> state) {
    }

    private static Gpt of(Tensor key) {
        var keys = Ops.unstack(Ops.split(key, LAYERS + 3), 0);
        var blocks = new ArrayList<EncoderBlock>();
        for (int i = 0; i < LAYERS; i++) {
            blocks.add(EncoderBlock.of(keys.get(i), WIDTH, HEADS).causally());
        }
        return new Gpt(Embedding.of(keys.get(LAYERS), VOCABULARY, WIDTH),
                Ops.mul(Ops.normal(keys.get(LAYERS + 1), LENGTH, WIDTH), Ops.scalar(0.02)), blocks,
                LayerNorm.of(WIDTH), Dense.of(keys.get(LAYERS + 2), WIDTH, VOCABULARY));
    }

    private static Tensor loss(Gpt m, Tensor tokens, Tensor targets) {
        var x = Ops.add(m.tokens().apply(tokens), m.places());
        for (var block : m.blocks()) {
            x = block.apply(x, null);
        }
        var logits = m.head().apply(m.norm().apply(x));
        return Ops.crossEntropy(Ops.reshape(logits, BATCH * LENGTH, VOCABULARY), Ops.reshape(targets, BATCH * LENGTH));
    }

    /// The training step written down: loss, next parameters, next state.
    static Graph step() {
        var adam = Adam.of(1e-3).withDecay(0.01);
        var model = of(Ops.key(1));
        var state = adam.start(model);
        var tokens = Ops.zeros(TensorType.of(DType.INT32, BATCH, LENGTH));
        var step = Transforms.jit((Training t, Tensor in, Tensor out) -> {
            var g = Transforms.valueAndGrad((Gpt m) -> loss(m, in, out)).apply(t.model());
            Stepped<Gpt> next = adam.update(t.model(), g.gradient(), t.state());
            return List.of(List.of(g.value()), next);
        });
        return step.graphFor(new Training(model, state), tokens, tokens);
    }
}
