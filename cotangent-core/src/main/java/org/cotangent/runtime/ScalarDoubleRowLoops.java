package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The loops of [DoubleRowLoops] in plain Java; these read nothing behind a row.
final class ScalarDoubleRowLoops implements DoubleRowLoops {
    private static final int LANES = DoubleKernel.LANES;
    private static final ValueLayout.OfDouble CELL = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    @Override
    public void dots(MemorySegment a, long at, int rows, int k, double[] x, double[] lanes) {
        for (int i = 0; i < rows; i++) {
            long row = (at + (long) i * k) * Double.BYTES;
            for (int l = 0; l < LANES; l++) {
                double sum = 0;
                for (int p = l; p < k; p += LANES) {
                    sum = Math.fma(a.get(CELL, row + (long) p * Double.BYTES), x[p], sum);
                }
                lanes[i * LANES + l] = sum;
            }
        }
    }

    @Override
    public void columns(MemorySegment a, long at, int rows, int m, double[] r, int from, double[] sums, int pitch) {
        for (int i = 0; i < rows; i++) {
            long row = (at + (long) i * m) * Double.BYTES;
            int to = i % LANES * pitch;
            for (int j = 0; j < m; j++) {
                sums[to + j] = Math.fma(a.get(CELL, row + (long) j * Double.BYTES), r[from + i], sums[to + j]);
            }
        }
    }
}
