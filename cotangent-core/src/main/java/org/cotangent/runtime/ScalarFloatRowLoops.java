package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The loops of [FloatRowLoops] in plain Java; these read nothing behind a row.
final class ScalarFloatRowLoops implements FloatRowLoops {
    private static final int LANES = FloatKernel.LANES;
    private static final ValueLayout.OfFloat CELL = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public void dots(MemorySegment a, long at, int rows, int k, float[] x, float[] lanes) {
        for (int i = 0; i < rows; i++) {
            long row = (at + (long) i * k) * Float.BYTES;
            for (int l = 0; l < LANES; l++) {
                float sum = 0;
                for (int p = l; p < k; p += LANES) {
                    sum = Math.fma(a.get(CELL, row + (long) p * Float.BYTES), x[p], sum);
                }
                lanes[i * LANES + l] = sum;
            }
        }
    }

    @Override
    public void columns(MemorySegment a, long at, int rows, int m, float[] r, int from, float[] sums, int pitch) {
        for (int i = 0; i < rows; i++) {
            long row = (at + (long) i * m) * Float.BYTES;
            int to = i % LANES * pitch;
            for (int j = 0; j < m; j++) {
                sums[to + j] = Math.fma(a.get(CELL, row + (long) j * Float.BYTES), r[from + i], sums[to + j]);
            }
        }
    }
}
