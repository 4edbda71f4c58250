package org.cotangent.nn.data;

import java.util.SplittableRandom;
import org.cotangent.core.Host;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// Synthetic handwriting: digits drawn by a program from strokes in many hands, deformed at random; no real data.
///
/// Example `i` depends on the seed and `i` alone. The digits come in equal shares.
///
/// @param seed  what the hands are drawn from
/// @param count how many examples there are
public record DrawnDigits(long seed, long count) implements Indexed<DrawnDigits.Digit> {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final int DIGITS = 10;

    /// `picture`: float32[28, 28, 1] (or with a leading axis) from 0 (paper) to 1 (ink); `label`: int32, 0 to 9.
    public record Digit(Tensor picture, Tensor label) {
    }

    @Override
    public Digit get(long i) {
        var one = gather(new long[] {i});
        return new Digit(Ops.index(one.picture(), 0), Ops.index(one.label(), 0));
    }

    @Override
    public Digit gather(long[] places) {
        int pixels = Hand.SIZE * Hand.SIZE;
        var pictures = new float[Math.multiplyExact(places.length, pixels)];
        var labels = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            var random = new SplittableRandom(seed + places[i] * GOLDEN);
            labels[i] = (int) (places[i] % DIGITS);
            new Hand(random).draw(labels[i], pictures, i * pixels);
        }
        return new Digit(Host.wrap(pictures, places.length, Hand.SIZE, Hand.SIZE, 1), Host.wrap(labels));
    }
}
