package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.cotangent.storage.Cell;

/// Copies of matrices of four- and eight-byte cells between segments of any stride.
final class MatrixCopies {
    private MatrixCopies() {
    }

    /// Copies `rows` by `cols` cells; offsets and strides count cells.
    static void copy(MemorySegment from, long fo, long frs, long fcs, Cell cell, long rows, long cols, MemorySegment to,
                     long to0, long trs, long tcs) {
        long size = cell.bytes();
        boolean whole = fcs == 1 && tcs == 1;
        if (whole && frs == cols && trs == cols) {
            MemorySegment.copy(from, fo * size, to, to0 * size, rows * cols * size);
            return;
        }
        for (long i = 0; i < rows; i++) {
            if (whole) {
                MemorySegment.copy(from, (fo + i * frs) * size, to, (to0 + i * trs) * size, cols * size);
            } else if (size == Integer.BYTES) {
                ints(from, fo + i * frs, fcs, cols, to, to0 + i * trs, tcs);
            } else {
                longs(from, fo + i * frs, fcs, cols, to, to0 + i * trs, tcs);
            }
        }
    }

    private static void ints(MemorySegment from, long f, long fs, long count, MemorySegment to, long t, long ts) {
        for (long j = 0; j < count; j++) {
            int bits = from.get(ValueLayout.JAVA_INT_UNALIGNED, (f + j * fs) * Integer.BYTES);
            to.set(ValueLayout.JAVA_INT_UNALIGNED, (t + j * ts) * Integer.BYTES, bits);
        }
    }

    private static void longs(MemorySegment from, long f, long fs, long count, MemorySegment to, long t, long ts) {
        for (long j = 0; j < count; j++) {
            long bits = from.get(ValueLayout.JAVA_LONG_UNALIGNED, (f + j * fs) * Long.BYTES);
            to.set(ValueLayout.JAVA_LONG_UNALIGNED, (t + j * ts) * Long.BYTES, bits);
        }
    }
}
