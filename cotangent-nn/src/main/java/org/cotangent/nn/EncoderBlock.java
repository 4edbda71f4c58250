package org.cotangent.nn;

import java.util.function.UnaryOperator;
import org.cotangent.core.Tensor;

/// A block of a transformer over `[..., tokens, width]`: self-attention and a feed-forward part, each with a
/// normalisation, a residual connection and dropout. With causal attention it is the block of GPT. Vaswani et al. 2017.
///
/// @param attention  of the tokens to one another
/// @param first      normalisation of the attention
/// @param forward    the feed-forward part
/// @param second     its normalisation
/// @param normBefore whether parts get normalised inputs; else their sums with the residual are normalised
/// @param dropRate   share of the parts' results that training drops
public record EncoderBlock(Attention attention, LayerNorm first, FeedForward forward, LayerNorm second,
        boolean normBefore, double dropRate) implements Layer<Void> {
    /// Normalised before the parts, the feed-forward part four times as wide, no dropout.
    public static EncoderBlock of(Tensor key, long width, int heads) {
        var keys = Keys.split(key, 2);
        return new EncoderBlock(Attention.of(keys.get(0), width, heads), LayerNorm.of(width),
                FeedForward.of(keys.get(1), width, 4 * width), LayerNorm.of(width), true, 0);
    }

    /// Where a token sees only itself and those before it.
    public EncoderBlock causally() {
        return new EncoderBlock(attention.causally(), first, forward, second, normBefore, dropRate);
    }

    /// With dropout.
    public EncoderBlock dropping(double share) {
        return new EncoderBlock(attention, first, forward, second, normBefore, share);
    }

    @Override
    public Void start() {
        return null;
    }

    @Override
    public Tensor apply(Tensor x, Void state) {
        return run(x, attention::apply, t -> t, t -> t);
    }

    /// The block for the next tokens of sequences whose earlier tokens are in the cache.
    public Passed<KvCache> next(Tensor x, KvCache cache) {
        var out = new KvCache[1];
        var y = run(x, t -> {
            var passed = attention.next(t, cache);
            out[0] = passed.state();
            return passed.result();
        }, t -> t, t -> t);
        return new Passed<>(y, out[0]);
    }

    @Override
    public boolean isRandom() {
        return dropRate > 0;
    }

    @Override
    public Passed<Void> train(Tensor x, Void state, Tensor key) {
        var keys = Keys.split(key, 2);
        return new Passed<>(run(x, attention::apply, t -> Dropout.dropped(t, dropRate, keys.get(0)),
                t -> Dropout.dropped(t, dropRate, keys.get(1))), null);
    }

    private Tensor run(Tensor x, UnaryOperator<Tensor> attend, UnaryOperator<Tensor> one, UnaryOperator<Tensor> two) {
        var y = Sublayer.run(x, first, normBefore, attend, one);
        return Sublayer.run(y, second, normBefore, forward::apply, two);
    }
}
