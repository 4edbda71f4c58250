package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [FloatRowLoops] with vectors, loaded once for each vector width like [VectorFloatKernel].
///
/// Eight accumulators live in registers of one flat method, so these methods are exempt from the size limit.
final class VectorFloatRowLoops implements FloatRowLoops {
    private static final VectorSpecies<Float> S = VectorKernels.species(MethodHandles.lookup(), float.class);
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final int LANES = FloatKernel.LANES;
    private static final int N = S.length();
    /// Vectors that make up the virtual lanes of a row, and the rows that eight accumulators then serve.
    private static final int PARTS = LANES / N;
    private static final int ROWS = 8 / PARTS;
    private static final long B = Float.BYTES;

    @Override
    public int served(int m) {
        return m - m % N;
    }

    @Override
    public void dots(MemorySegment a, long at, int ld, int rows, int k, float[] x, float[] lanes) {
        for (int i = 0; i < rows; i += ROWS) {
            some(a, at + (long) i * ld, ld, Math.min(ROWS, rows - i), k, x, lanes, i * LANES);
        }
    }

    // size: kernel, eight accumulators live in registers of one flat method
    private static void some(MemorySegment a, long at, int ld, int rows, int k, float[] x, float[] lanes, int to) {
        long o0 = (at + Math.min(0 / PARTS, rows - 1) * (long) ld + 0 % PARTS * N) * B;
        long o1 = (at + Math.min(1 / PARTS, rows - 1) * (long) ld + 1 % PARTS * N) * B;
        long o2 = (at + Math.min(2 / PARTS, rows - 1) * (long) ld + 2 % PARTS * N) * B;
        long o3 = (at + Math.min(3 / PARTS, rows - 1) * (long) ld + 3 % PARTS * N) * B;
        long o4 = (at + Math.min(4 / PARTS, rows - 1) * (long) ld + 4 % PARTS * N) * B;
        long o5 = (at + Math.min(5 / PARTS, rows - 1) * (long) ld + 5 % PARTS * N) * B;
        long o6 = (at + Math.min(6 / PARTS, rows - 1) * (long) ld + 6 % PARTS * N) * B;
        long o7 = (at + Math.min(7 / PARTS, rows - 1) * (long) ld + 7 % PARTS * N) * B;
        FloatVector zero = FloatVector.zero(S);
        FloatVector s0 = zero;
        FloatVector s1 = zero;
        FloatVector s2 = zero;
        FloatVector s3 = zero;
        FloatVector s4 = zero;
        FloatVector s5 = zero;
        FloatVector s6 = zero;
        FloatVector s7 = zero;
        for (int p = 0; p < k; p += LANES) {
            long q = p * B;
            s0 = FloatVector.fromMemorySegment(S, a, o0 + q, NATIVE)
                .fma(FloatVector.fromArray(S, x, p + 0 % PARTS * N), s0);
            s1 = FloatVector.fromMemorySegment(S, a, o1 + q, NATIVE)
                .fma(FloatVector.fromArray(S, x, p + 1 % PARTS * N), s1);
            s2 = FloatVector.fromMemorySegment(S, a, o2 + q, NATIVE)
                .fma(FloatVector.fromArray(S, x, p + 2 % PARTS * N), s2);
            s3 = FloatVector.fromMemorySegment(S, a, o3 + q, NATIVE)
                .fma(FloatVector.fromArray(S, x, p + 3 % PARTS * N), s3);
            s4 = FloatVector.fromMemorySegment(S, a, o4 + q, NATIVE)
                .fma(FloatVector.fromArray(S, x, p + 4 % PARTS * N), s4);
            s5 = FloatVector.fromMemorySegment(S, a, o5 + q, NATIVE)
                .fma(FloatVector.fromArray(S, x, p + 5 % PARTS * N), s5);
            s6 = FloatVector.fromMemorySegment(S, a, o6 + q, NATIVE)
                .fma(FloatVector.fromArray(S, x, p + 6 % PARTS * N), s6);
            s7 = FloatVector.fromMemorySegment(S, a, o7 + q, NATIVE)
                .fma(FloatVector.fromArray(S, x, p + 7 % PARTS * N), s7);
        }
        s0.intoArray(lanes, to);
        s1.intoArray(lanes, to + 1 * N);
        s2.intoArray(lanes, to + 2 * N);
        s3.intoArray(lanes, to + 3 * N);
        s4.intoArray(lanes, to + 4 * N);
        s5.intoArray(lanes, to + 5 * N);
        s6.intoArray(lanes, to + 6 * N);
        s7.intoArray(lanes, to + 7 * N);
    }

    @Override
    public void columns(MemorySegment a, long at, int ld, int rows, int m, float[] r, int from, float[] sums,
                        int pitch) {
        for (int j = 0; j < m; j += N) {
            for (int l = 0; l < LANES; l += 8) {
                strip(a, at + (long) l * ld + j, ld, rows, r, from + l, sums, l * pitch + j, pitch);
            }
        }
    }

    // size: kernel, eight accumulators live in registers of one flat method
    private static void strip(MemorySegment a, long at, int ld, int rows, float[] r, int from, float[] sums, int to,
                              int pitch) {
        FloatVector s0 = FloatVector.fromArray(S, sums, to + 0 * pitch);
        FloatVector s1 = FloatVector.fromArray(S, sums, to + 1 * pitch);
        FloatVector s2 = FloatVector.fromArray(S, sums, to + 2 * pitch);
        FloatVector s3 = FloatVector.fromArray(S, sums, to + 3 * pitch);
        FloatVector s4 = FloatVector.fromArray(S, sums, to + 4 * pitch);
        FloatVector s5 = FloatVector.fromArray(S, sums, to + 5 * pitch);
        FloatVector s6 = FloatVector.fromArray(S, sums, to + 6 * pitch);
        FloatVector s7 = FloatVector.fromArray(S, sums, to + 7 * pitch);
        long step = ld * B;
        long o = at * B;
        for (int i = 0; i < rows; i += LANES) {
            s0 = FloatVector.fromMemorySegment(S, a, o + 0 * step, NATIVE)
                .fma(FloatVector.broadcast(S, r[from + i + 0]), s0);
            s1 = FloatVector.fromMemorySegment(S, a, o + 1 * step, NATIVE)
                .fma(FloatVector.broadcast(S, r[from + i + 1]), s1);
            s2 = FloatVector.fromMemorySegment(S, a, o + 2 * step, NATIVE)
                .fma(FloatVector.broadcast(S, r[from + i + 2]), s2);
            s3 = FloatVector.fromMemorySegment(S, a, o + 3 * step, NATIVE)
                .fma(FloatVector.broadcast(S, r[from + i + 3]), s3);
            s4 = FloatVector.fromMemorySegment(S, a, o + 4 * step, NATIVE)
                .fma(FloatVector.broadcast(S, r[from + i + 4]), s4);
            s5 = FloatVector.fromMemorySegment(S, a, o + 5 * step, NATIVE)
                .fma(FloatVector.broadcast(S, r[from + i + 5]), s5);
            s6 = FloatVector.fromMemorySegment(S, a, o + 6 * step, NATIVE)
                .fma(FloatVector.broadcast(S, r[from + i + 6]), s6);
            s7 = FloatVector.fromMemorySegment(S, a, o + 7 * step, NATIVE)
                .fma(FloatVector.broadcast(S, r[from + i + 7]), s7);
            o += LANES * step;
        }
        s0.intoArray(sums, to + 0 * pitch);
        s1.intoArray(sums, to + 1 * pitch);
        s2.intoArray(sums, to + 2 * pitch);
        s3.intoArray(sums, to + 3 * pitch);
        s4.intoArray(sums, to + 4 * pitch);
        s5.intoArray(sums, to + 5 * pitch);
        s6.intoArray(sums, to + 6 * pitch);
        s7.intoArray(sums, to + 7 * pitch);
    }
}
