package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.cotangent.storage.Storage;

/// Moves `double` cells between storages of any stride, on or off the heap, and packed panels on the heap.
///
/// A panel holds `w` lanes (rows of A or columns of B) for each of `kc` steps: element (lane, step) at step * w + lane.
/// Cells off the heap are first copied in runs to a stage on the heap: panels in native memory were slower to read.
final class DoublePanels {
    private static final ValueLayout.OfDouble CELL = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    /// Lanes staged at once: few where a lane is contiguous, many where a step is, since each step then lies on a page
    /// of its own in a large matrix.
    private static final int FEW_LANES = 96;
    private static final int MANY_LANES = 480;

    /// How many lanes the next panel has when some remain; its width may be larger than that.
    @FunctionalInterface
    interface Widths {
        int next(long remaining);
    }

    private DoublePanels() {
    }

    /// Packs `lanes` lanes of `kc` steps; the panel of lane r begins at `o + r * kc` of `d`.
    /// Returns the stage, perhaps grown.
    static double[] pack(Storage s, long base, long laneStride, long stepStride, int lanes, int kc, double[] d, int o,
                        Widths widths, double[] stage) {
        if (s.array() instanceof double[] heap) {
            panels(heap, (int) base, (int) laneStride, (int) stepStride, 0, lanes, lanes, kc, d, o, widths);
            return stage;
        }
        boolean bySteps = laneStride != 1 && stepStride == 1;
        int full = widths.next(lanes);
        int chunk = full * Math.max(1, (bySteps ? FEW_LANES : MANY_LANES) / full);
        double[] staged = room(stage, Math.min(lanes, chunk) * kc);
        for (int r = 0; r < lanes; r += chunk) {
            int count = Math.min(chunk, lanes - r);
            long from = base + r * laneStride;
            if (bySteps) {
                runs(s, from, laneStride, stepStride, count, kc, staged, 0);
                panels(staged, -r * kc, kc, 1, r, r + count, lanes, kc, d, o, widths);
            } else {
                runs(s, from, stepStride, laneStride, kc, count, staged, 0);
                panels(staged, -r, 1, count, r, r + count, lanes, kc, d, o, widths);
            }
        }
        return staged;
    }

    /// Copies `rows` runs of `length` cells to `d`, one after the other.
    static void runs(Storage s, long base, long rowStride, long stride, int rows, int length, double[] d, int o) {
        for (int i = 0; i < rows; i++) {
            run(s, base + i * rowStride, stride, length, d, o + i * length);
        }
    }

    /// Copies `length` cells, `stride` apart, to `d`.
    static void run(Storage s, long from, long stride, int length, double[] d, int o) {
        MemorySegment cells = s.segment();
        if (stride == 1) {
            MemorySegment.copy(cells, CELL, from * Double.BYTES, d, o, length);
        } else if (s.array() instanceof double[] heap) {
            for (int j = 0; j < length; j++) {
                d[o + j] = heap[(int) (from + j * stride)];
            }
        } else {
            for (int j = 0; j < length; j++) {
                d[o + j] = cells.get(CELL, (from + j * stride) * Double.BYTES);
            }
        }
    }

    private static void panels(double[] s, int base, int laneStride, int stepStride, int from, int to, int all, int kc,
                               double[] d, int o, Widths widths) {
        for (int r = from; r < to; ) {
            int w = widths.next(all - r);
            int lanes = Math.min(w, all - r);
            panel(s, base + r * laneStride, laneStride, stepStride, lanes, kc, d, o + r * kc, w);
            r += w;
        }
    }

    private static void panel(double[] s, int base, int laneStride, int stepStride, int lanes, int kc, double[] d,
                              int o, int w) {
        if (lanes < w) {
            Arrays.fill(d, o, o + kc * w, 0);
        }
        if (laneStride == 1) {
            for (int p = 0; p < kc; p++) {
                System.arraycopy(s, base + p * stepStride, d, o + p * w, lanes);
            }
            return;
        }
        int r = 0;
        for (; r + 3 < lanes; r += 4) {
            four(s, base + r * laneStride, laneStride, stepStride, kc, d, o + r, w);
        }
        for (; r < lanes; r++) {
            int from = base + r * laneStride;
            for (int p = 0; p < kc; p++) {
                d[o + r + p * w] = s[from + p * stepStride];
            }
        }
    }

    /// Transposes four lanes.
    private static void four(double[] s, int a, int laneStride, int stepStride, int kc, double[] d, int o, int w) {
        int b = a + laneStride;
        int c = b + laneStride;
        int e = c + laneStride;
        for (int p = 0; p < kc; p++) {
            int from = p * stepStride;
            int to = o + p * w;
            d[to] = s[a + from];
            d[to + 1] = s[b + from];
            d[to + 2] = s[c + from];
            d[to + 3] = s[e + from];
        }
    }

    /// Writes, or adds, a tile of `rows` by `cols` (`ld` cells from row to row) to a storage; `row` has room for a row.
    static void move(double[] tile, int ld, int rows, int cols, Storage s, long base, long rowStride, long colStride,
                     boolean add, double[] row) {
        for (int i = 0; i < rows; i++) {
            long to = base + i * rowStride;
            if (add) {
                run(s, to, colStride, cols, row, 0);
                for (int j = 0; j < cols; j++) {
                    row[j] += tile[i * ld + j];
                }
                put(row, 0, cols, s, to, colStride);
            } else {
                put(tile, i * ld, cols, s, to, colStride);
            }
        }
    }

    /// Copies `length` cells to a storage, `stride` apart.
    static void put(double[] from, int o, int length, Storage s, long to, long stride) {
        MemorySegment cells = s.segment();
        if (stride == 1) {
            MemorySegment.copy(from, o, cells, CELL, to * Double.BYTES, length);
            return;
        }
        for (int j = 0; j < length; j++) {
            cells.set(CELL, (to + j * stride) * Double.BYTES, from[o + j]);
        }
    }

    /// The array itself where it has room for `length` cells, otherwise a new one.
    static double[] room(double[] array, int length) {
        return array.length >= length ? array : new double[length];
    }
}
