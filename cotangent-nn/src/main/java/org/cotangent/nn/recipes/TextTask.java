package org.cotangent.nn.recipes;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.cotangent.Aux;
import org.cotangent.Fn2;
import org.cotangent.Transforms;
import org.cotangent.core.Ops;
import org.cotangent.core.Reduction;
import org.cotangent.core.Tensor;
import org.cotangent.nn.data.Windows;
import org.cotangent.nn.data.Windows.Piece;
import org.cotangent.nn.text.Generator;
import org.cotangent.nn.text.LanguageModel;
import org.cotangent.nn.text.Sampling;
import org.cotangent.nn.train.Task;

/// A language model learns the next character of a text, and writes some of its own when it is evaluated.
final class TextTask<M, P extends LanguageModel<M>> implements Task<P, Object, Piece> {
    private static final int CHUNK = 64;
    private static final long WINDOWS = 4_000;
    private static final int WRITTEN = 300;
    private static final double TEMPERATURE = 0.8;

    private final Supplier<P> begun;
    private final Corpus corpus;
    private final Windows held;
    private final long seed;
    private final Fn2<P, Piece, Tensor> sum;
    private final Generator<M> generator;
    private String sample = "";

    TextTask(Supplier<P> begun, Corpus corpus, int context, long seed) {
        this.begun = begun;
        this.corpus = corpus;
        this.seed = seed;
        held = Windows.of(corpus.validation(), context, context);
        Fn2<P, Piece, Tensor> plain = (model, piece) -> Ops.crossEntropy(model.apply(piece.inputs()), piece.targets(),
                0, Reduction.SUM);
        sum = Transforms.jit(plain);
        generator = Generator.of(begun.get(), corpus.letters(), Sampling.at(TEMPERATURE));
    }

    @Override
    public P params() {
        return begun.get();
    }

    @Override
    public Aux<Object> loss(P model, Object none, Piece batch, Tensor key) {
        return new Aux<>(Ops.crossEntropy(model.train(batch.inputs(), key), batch.targets()), null);
    }

    /// The mean over the windows that are held out; of a very long text, over so many from its beginning.
    @Override
    public Map<String, Double> evaluate(P model, Object none) {
        long n = Math.min(WINDOWS, held.count());
        double total = 0;
        for (long at = 0; at < n; at += CHUNK) {
            total += sum.apply(model, held.gather(LongStream.range(at, Math.min(at + CHUNK, n)).toArray())).item();
        }
        sample = written(model);
        return Map.of("validation_loss", total / (n * held.length()));
    }

    private String written(P model) {
        var letters = corpus.letters();
        var prompt = letters.alphabet().contains("\n") ? "\n" : letters.decode(corpus.learn()[0]);
        return generator.with(model).complete(prompt, WRITTEN, Ops.foldIn(Ops.key(seed), 3));
    }

    /// What the model wrote when it was last evaluated.
    String sample() {
        return sample;
    }
}
