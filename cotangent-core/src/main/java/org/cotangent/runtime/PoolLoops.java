package org.cotangent.runtime;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.TensorType;
import org.cotangent.schedule.PoolBack;
import org.cotangent.schedule.PoolMax;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Pools over float32, plane by plane; other numbers go to the plain meaning.
final class PoolLoops {
    /// Elements of the planes that are worth a thread.
    private static final long WORTH = 1 << 14;

    private PoolLoops() {
    }

    /// Sizes of planes, windows and results.
    private record Sizes(int height, int width, int oh, int ow, int kh, int kw, int sy, int sx) {
        static Sizes of(PoolMax p, TensorType whole, TensorType pooled) {
            return new Sizes((int) whole.shape().size(-2), (int) whole.shape().size(-1), (int) pooled.shape().size(-2),
                    (int) pooled.shape().size(-1), (int) (long) p.window().get(0), (int) (long) p.window().get(1),
                    (int) (long) p.stride().get(0), (int) (long) p.stride().get(1));
        }

        int plane() {
            return Math.multiplyExact(height, width);
        }

        int each() {
            return oh * ow;
        }

        /// Where the elements of a window lie, from its first.
        int[] offsets() {
            int[] out = new int[kh * kw];
            Arrays.setAll(out, e -> e / kw * width + e % kw);
            return out;
        }
    }

    static List<Concrete> max(PoolMax op, Concrete x, List<TensorType> types) {
        if (x.dtype().cell() != Cell.F32 || types.get(0).shape().count() == 0) {
            return op.evaluate(List.of(x), types);
        }
        var s = Sizes.of(op, x.type(), types.get(0));
        var out = Storage.allocate(Cell.F32, types.get(0).shape().count());
        var places = Storage.allocate(Cell.I32, out.count());
        Workers.run(0, out.count() / s.each(), grain(s), (from, to) -> {
            float[] plane = new float[s.plane()];
            float[] best = new float[s.each()];
            int[] at = new int[s.each()];
            for (long p = from; p < to; p++) {
                FloatPanels.run(x.storage(), p * plane.length, 1, plane.length, plane, 0);
                max(s, plane, best, at);
                FloatPanels.put(best, 0, best.length, out, p * best.length, 1);
                places.copyFrom(p * at.length, Storage.ofArray(at), 0, at.length);
            }
        });
        return List.of(Concrete.of(types.get(0), out), Concrete.of(types.get(1), places));
    }

    private static long grain(Sizes s) {
        return Math.max(1, WORTH / s.plane());
    }

    private static void max(Sizes s, float[] plane, float[] best, int[] at) {
        int[] offsets = s.offsets();
        int o = 0;
        for (int y = 0; y < s.oh; y++) {
            for (int x = 0; x < s.ow; x++) {
                int from = y * s.sy * s.width + x * s.sx;
                long most = Long.MIN_VALUE;
                for (int e = 0; e < offsets.length; e++) {
                    most = Math.max(most, order(plane[from + offsets[e]], offsets.length - e));
                }
                int place = offsets.length - (int) most;
                best[o] = plane[from + offsets[place]];
                at[o++] = place;
            }
        }
    }

    /// A number that is larger for a larger value, for NaN above all, and among equal ones for a larger `tie`; without
    /// a branch, since which element of a window is the largest cannot be foreseen.
    private static long order(float v, int tie) {
        int bits = Float.floatToIntBits(v + 0f);
        return (long) (bits ^ bits >> 31 & Integer.MAX_VALUE) << 32 | tie;
    }

    static List<Concrete> back(PoolBack op, Concrete places, Concrete ct, List<TensorType> types) {
        if (ct.dtype().cell() != Cell.F32 || ct.shape().count() == 0) {
            return op.evaluate(List.of(places, ct), types);
        }
        var s = Sizes.of(op.pool(), types.getFirst(), ct.type());
        var out = Storage.allocate(Cell.F32, types.getFirst().shape().count());
        Workers.run(0, out.count() / s.plane(), grain(s), (from, to) -> {
            float[] plane = new float[s.plane()];
            float[] given = new float[s.each()];
            int[] at = new int[s.each()];
            var winners = Storage.ofArray(at);
            for (long p = from; p < to; p++) {
                FloatPanels.run(ct.storage(), p * given.length, 1, given.length, given, 0);
                winners.copyFrom(0, places.storage(), p * at.length, at.length);
                Arrays.fill(plane, 0);
                back(s, plane, given, at);
                FloatPanels.put(plane, 0, plane.length, out, p * plane.length, 1);
            }
        });
        return List.of(Concrete.of(types.getFirst(), out));
    }

    private static void back(Sizes s, float[] plane, float[] given, int[] at) {
        int[] offsets = s.offsets();
        int o = 0;
        for (int y = 0; y < s.oh; y++) {
            for (int x = 0; x < s.ow; x++) {
                plane[y * s.sy * s.width + x * s.sx + offsets[at[o]]] = 0 + given[o];
                o++;
            }
        }
    }
}
