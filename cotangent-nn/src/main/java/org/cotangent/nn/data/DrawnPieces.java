package org.cotangent.nn.data;

import java.util.SplittableRandom;
import org.cotangent.nn.data.Windows.Piece;

/// Pieces of a text, drawn so that all of it comes equally often; the order of the last pass asked for is kept.
final class DrawnPieces implements Indexed<Piece> {
    private record Pass(long number, int[] places, long offset) {
    }

    private final Windows all;
    private final long seed;
    private final long count;
    private final long pieces;
    private final long offsets;
    private volatile Pass pass;

    DrawnPieces(Windows source, long seed, long count) {
        all = new Windows(source.tokens(), source.length(), 1);
        this.seed = seed;
        this.count = count;
        pieces = Math.max(1, (all.tokens().size(0) - all.length()) / all.length());
        offsets = Math.min(all.length(), all.count());
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Piece get(long i) {
        return all.get(i);
    }

    @Override
    public Piece gather(long[] places) {
        return all.gather(places);
    }

    @Override
    public long place(long epoch, long i) {
        long at = Math.addExact(Math.multiplyExact(epoch, count), i);
        var p = pass;
        if (p == null || p.number != at / pieces) {
            p = pass(at / pieces);
            pass = p;
        }
        return p.offset + p.places[(int) (at % pieces)] * (long) all.length();
    }

    private Pass pass(long number) {
        var random = new SplittableRandom(seed + (number + 1) * Permutation.GOLDEN);
        return new Pass(number, Permutation.of(pieces, random.nextLong(), number), random.nextLong(offsets));
    }
}
