package org.cotangent.nn;

import java.util.List;
import org.cotangent.core.Params;
import org.cotangent.core.Tensor;

/// A block of a transformer that also sees another sequence: causal or full self-attention, attention to the memory,
/// and a feed-forward part. Vaswani et al. 2017.
///
/// @param attention  of the tokens to one another
/// @param first      its normalisation
/// @param crossing   attention of the tokens to the memory
/// @param second     its normalisation
/// @param forward    the feed-forward part
/// @param third      its normalisation
/// @param normBefore whether parts get normalised inputs; else their sums with the residual are normalised
/// @param dropRate   share of the parts' results that training drops
public record DecoderBlock(Attention attention, LayerNorm first, Attention crossing, LayerNorm second,
        FeedForward forward, LayerNorm third, boolean normBefore, double dropRate) implements Params {
    /// Causal, normalised before the parts, the feed-forward part four times as wide, no dropout.
    public static DecoderBlock of(Tensor key, long width, int heads) {
        var keys = Keys.split(key, 3);
        return new DecoderBlock(Attention.of(keys.get(0), width, heads).causally(), LayerNorm.of(width),
                Attention.of(keys.get(1), width, heads), LayerNorm.of(width),
                FeedForward.of(keys.get(2), width, 4 * width), LayerNorm.of(width), true, 0);
    }

    /// In use: tokens `[..., n, width]` that see `memory: [..., m, width]`.
    public Tensor apply(Tensor x, Tensor memory) {
        return run(x, memory, 0, Keys.split(null, 3));
    }

    /// In training; without dropout the key may be null.
    public Tensor train(Tensor x, Tensor memory, Tensor key) {
        return run(x, memory, dropRate, Keys.split(key, 3));
    }

    private Tensor run(Tensor x, Tensor memory, double rate, List<Tensor> keys) {
        var y = Sublayer.run(x, first, normBefore, attention::apply, t -> Dropout.dropped(t, rate, keys.get(0)));
        var z = Sublayer.run(y, second, normBefore, t -> crossing.attend(t, memory, memory, null),
                t -> Dropout.dropped(t, rate, keys.get(1)));
        return Sublayer.run(z, third, normBefore, forward::apply, t -> Dropout.dropped(t, rate, keys.get(2)));
    }
}
