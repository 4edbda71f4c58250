package org.cotangent.bench;

import static org.cotangent.Transforms.valueAndGrad;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.DType;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;

/// W5: a small GPT: layer norm before causal attention and before a dense part with GELU, trained by AdamW.
final class GptWork {
    private static final int LAYERS = 4;
    private static final int WIDTH = 256;
    private static final int HEADS = 8;
    private static final int LENGTH = 128;
    private static final int BATCH = 8;
    private static final int WORDS = 512;
    private static final double RATE = 3e-4;
    private static final double DECAY = 0.1;

    record Norm(Tensor scale, Tensor shift) {
        Tensor of(Tensor x) {
            return layerNorm(x, scale, shift, 1e-5);
        }
    }

    /// `weight: [out, in]`.
    record Layer(Tensor weight, Tensor bias) {
        Tensor of(Tensor x) {
            return dense(x, transpose(weight), bias);
        }
    }

    record Block(Norm before, Layer qkv, Layer out, Norm between, Layer up, Layer down) {
    }

    record Gpt(Tensor words, Tensor places, List<Block> blocks, Norm last, Tensor head) {
    }

    record State(Gpt gpt, List<Tensor> m, List<Tensor> v, Tensor t, Tensor loss) {
    }

    private GptWork() {
    }

    static Work make(Mode mode) {
        var data = new SplitMix(5);
        var words = tensor(data.floats(WORDS * WIDTH, -0.05, 0.05)).reshape(WORDS, WIDTH);
        var places = tensor(data.floats(LENGTH * WIDTH, -0.05, 0.05)).reshape(LENGTH, WIDTH);
        var blocks = IntStream.range(0, LAYERS).mapToObj(i -> new Block(norm(), layer(data, WIDTH, 3 * WIDTH),
            layer(data, WIDTH, WIDTH), norm(), layer(data, WIDTH, 4 * WIDTH), layer(data, 4 * WIDTH, WIDTH))).toList();
        var gpt = new Gpt(words, places, blocks, norm(), layer(data, WIDTH, WORDS).weight);
        var tokens = tensor(data.integers(BATCH * LENGTH, WORDS)).reshape(BATCH, LENGTH);
        var next = tensor(data.integers(BATCH * LENGTH, WORDS)).reshape(BATCH, LENGTH);
        var leaves = new ArrayList<Tensor>();
        Structure.of(gpt, leaves);
        var zeros = leaves.stream().map(t -> zeros(t.type())).toList();
        var f = mode.training(GptWork::train);
        var state = new State[] {new State(gpt, zeros, zeros, Work.number(0, DType.FLOAT32),
                Work.number(0, DType.FLOAT32))};
        return Work.training(f, () -> (state[0] = f.apply(state[0], tokens, next)).loss, () -> state[0], tokens, next);
    }

    private static Norm norm() {
        return new Norm(ones(WIDTH), zeros(WIDTH));
    }

    private static Layer layer(SplitMix data, int in, int out) {
        return new Layer(tensor(data.weights(in * out, in)).reshape(out, in), zeros(out));
    }

    static State train(State s, Tensor tokens, Tensor next) {
        var r = valueAndGrad((Gpt p) -> loss(p, tokens, next)).apply(s.gpt);
        var t = s.t.add(1);
        var first = sub(scalar(1), pow(scalar(0.9), t));
        var second = sqrt(sub(scalar(1), pow(scalar(0.999), t)));
        var p = new ArrayList<Tensor>();
        var structure = Structure.of(s.gpt, p);
        var gradient = new ArrayList<Tensor>();
        Structure.of(r.gradient(), gradient);
        var m = new ArrayList<Tensor>();
        var v = new ArrayList<Tensor>();
        for (int i = 0; i < p.size(); i++) {
            var g = gradient.get(i);
            m.add(s.m.get(i).mul(0.9).add(g.mul(0.1)));
            v.add(s.v.get(i).mul(0.999).add(g.mul(g).mul(0.001)));
            var step = m.get(i).div(first).mul(RATE).div(sqrt(v.get(i)).div(second).add(1e-8));
            p.set(i, p.get(i).mul(1 - RATE * DECAY).sub(step));
        }
        return new State((Gpt) structure.build(p), m, v, t, r.value());
    }

    static Tensor loss(Gpt p, Tensor tokens, Tensor next) {
        var x = embedding(p.words, tokens).add(p.places);
        for (var b : p.blocks) {
            x = x.add(b.out.of(attend(b.qkv.of(b.before.of(x)))));
            x = x.add(b.down.of(geluTanh(b.up.of(b.between.of(x)))));
        }
        return crossEntropy(p.last.of(x).matmul(transpose(p.head)), next);
    }

    private static Tensor attend(Tensor qkv) {
        var parts = split(qkv, -1, WIDTH, WIDTH, WIDTH).stream()
            .map(t -> t.reshape(BATCH, LENGTH, HEADS, WIDTH / HEADS).permute(0, 2, 1, 3)).toList();
        return causalAttention(parts.get(0), parts.get(1), parts.get(2)).permute(0, 2, 1, 3)
            .reshape(BATCH, LENGTH, WIDTH);
    }
}
