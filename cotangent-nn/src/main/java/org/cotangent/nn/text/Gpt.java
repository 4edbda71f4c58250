package org.cotangent.nn.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Attention;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.EncoderBlock;
import org.cotangent.nn.FeedForward;
import org.cotangent.nn.Initialiser;
import org.cotangent.nn.KvCache;
import org.cotangent.nn.LayerNorm;
import org.cotangent.nn.Passed;

/// A transformer that continues texts, of the shape of GPT-2: learned positions, causal blocks normalised before their
/// parts, and output scores that share the table of tokens. Radford et al. 2019.
///
/// [GptFiles] reads and writes it under the names that GPT-2's published weights have.
///
/// @param tokens    a row for each token, `[vocabulary, width]`
/// @param positions a row for each place, `[most, width]`
/// @param blocks    causal blocks
/// @param last      normalisation before the scores
/// @param dropRate  share of the features of tokens that training drops
public record Gpt(Embedding tokens, Embedding positions, List<EncoderBlock> blocks, LayerNorm last, double dropRate)
        implements LanguageModel<List<KvCache>> {
    private static final double DEVIATION = 0.02;

    /// Drawn as GPT-2 is: weights with deviation 0.02, the projections that end in a sum with deviation 0.02 divided by
    /// the root of twice the number of layers, biases 0.
    public static Gpt of(Tensor key, GptShape shape) {
        var keys = Ops.unstack(Ops.split(key, shape.layers() + 2), 0);
        var plain = Initialiser.normal(DEVIATION);
        return new Gpt(Embedding.of(keys.get(0), shape.vocabulary(), shape.width(), plain),
                Embedding.of(keys.get(1), shape.most(), shape.width(), plain),
                keys.subList(2, keys.size()).stream().map(k -> block(k, shape)).toList(), norm(shape),
                shape.dropRate());
    }

    private static EncoderBlock block(Tensor key, GptShape s) {
        var keys = Ops.unstack(Ops.split(key, 6), 0);
        var plain = Initialiser.normal(DEVIATION);
        var summed = Initialiser.normal(DEVIATION / Math.sqrt(2.0 * s.layers()));
        LongFunction<Dense> seeing = i -> dense(keys.get((int) i), s.width(), s.width(), plain, s);
        var attention = new Attention(seeing.apply(0), seeing.apply(1), seeing.apply(2),
                dense(keys.get(3), s.width(), s.width(), summed, s), s.heads(), s.heads(), true, null);
        var forward = new FeedForward(dense(keys.get(4), s.width(), 4 * s.width(), plain, s),
                dense(keys.get(5), 4 * s.width(), s.width(), summed, s), s.activation());
        return new EncoderBlock(attention, norm(s), forward, norm(s), true, s.dropRate());
    }

    private static Dense dense(Tensor key, long in, long out, Initialiser initial, GptShape s) {
        var drawn = Dense.of(key, in, out, initial);
        return s.isBiased() ? drawn : drawn.unbiased();
    }

    private static LayerNorm norm(GptShape s) {
        var begun = LayerNorm.of(s.width());
        return new LayerNorm(begun.weight(), s.isBiased() ? begun.bias() : null, s.eps());
    }

    /// Scores for `tokens: [..., n]`, as described in [LanguageModel].
    ///
    /// @throws ShapeException for more tokens than there are positions
    @Override
    public Tensor apply(Tensor tokens) {
        var x = embedded(tokens);
        for (var block : blocks) {
            x = block.apply(x, null);
        }
        return scored(x);
    }

    @Override
    public Tensor train(Tensor tokens, Tensor key) {
        if (dropRate == 0 && blocks.stream().noneMatch(EncoderBlock::isRandom)) {
            return apply(tokens);
        }
        var keys = Ops.unstack(Ops.split(key, blocks.size() + 1), 0);
        var x = new Dropout(dropRate).train(embedded(tokens), null, keys.get(blocks.size())).result();
        for (int i = 0; i < blocks.size(); i++) {
            x = blocks.get(i).train(x, null, keys.get(i)).result();
        }
        return scored(x);
    }

    private Tensor embedded(Tensor ids) {
        long n = ids.size(-1);
        fits(0, n);
        return tokens.apply(ids).add(Ops.slice(positions.table(), 0, 0, n));
    }

    private Tensor scored(Tensor x) {
        return tokens.scores(last.apply(x));
    }

    private void fits(long before, long n) {
        if (before + n > most()) {
            throw new ShapeException("see " + n + " tokens" + (before == 0 ? "" : " after " + before),
                    "a model with positions for " + most(), "give fewer tokens at once");
        }
    }

    @Override
    public List<KvCache> memory() {
        return blocks.stream().map(b -> b.selfAttention().cache(most())).toList();
    }

    @Override
    public Passed<List<KvCache>> next(Tensor ids, List<KvCache> memory) {
        long n = ids.size(-1);
        var before = memory.getFirst().length();
        fits(before instanceof Concrete c ? c.getLong(0) : 0, n);
        var places = Ops.add(Ops.arange(n, DType.INT64), before);
        var x = tokens.apply(ids).add(positions.apply(places));
        var after = new ArrayList<KvCache>();
        for (int i = 0; i < blocks.size(); i++) {
            var passed = blocks.get(i).next(x, memory.get(i));
            x = passed.result();
            after.add(passed.state());
        }
        return new Passed<>(scored(x), List.copyOf(after));
    }

    @Override
    public long most() {
        return positions.table().size(0);
    }

    /// How large it is.
    public GptShape shape() {
        var first = blocks.getFirst();
        return new GptShape(tokens.table().size(0), most(), tokens.table().size(1), blocks.size(),
                first.selfAttention().heads(), last.bias() != null, first.forward().activation(), last.eps(), dropRate);
    }
}
