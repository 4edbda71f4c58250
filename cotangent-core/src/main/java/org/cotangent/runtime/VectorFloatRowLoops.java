package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [FloatRowLoops] with vectors, loaded once for each vector width like [VectorFloatKernel].
///
/// Accumulators live in registers of one flat method, so these methods are exempt from the size limit. Few rows at once
/// in [#dots]: the processor fetches ahead what is read in order.
final class VectorFloatRowLoops implements FloatRowLoops {
    private static final VectorSpecies<Float> S = VectorKernels.species(MethodHandles.lookup(), float.class);
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final int LANES = FloatKernel.LANES;
    private static final int N = S.length();
    /// Vectors that make up the virtual lanes of a row, and the rows that four accumulators then serve.
    private static final int PARTS = LANES / N;
    private static final int ROWS = 4 / PARTS;
    private static final long B = Float.BYTES;

    // size: kernel, the accumulators live in registers of one flat method
    @Override
    public void dots(MemorySegment a, long at, int rows, int k, float[] x, float[] lanes) {
        int tail = k % LANES;
        int whole = k - tail;
        VectorMask<Float> m0 = S.indexInRange(0, Math.max(0, tail - 0 % PARTS * N));
        VectorMask<Float> m1 = S.indexInRange(0, Math.max(0, tail - 1 % PARTS * N));
        VectorMask<Float> m2 = S.indexInRange(0, Math.max(0, tail - 2 % PARTS * N));
        VectorMask<Float> m3 = S.indexInRange(0, Math.max(0, tail - 3 % PARTS * N));
        for (int row = 0; row < rows; row += ROWS) {
            int last = rows - 1 - row;
            long o0 = (at + (row + Math.min(0 / PARTS, last)) * (long) k + 0 % PARTS * N) * B;
            long o1 = (at + (row + Math.min(1 / PARTS, last)) * (long) k + 1 % PARTS * N) * B;
            long o2 = (at + (row + Math.min(2 / PARTS, last)) * (long) k + 2 % PARTS * N) * B;
            long o3 = (at + (row + Math.min(3 / PARTS, last)) * (long) k + 3 % PARTS * N) * B;
            FloatVector zero = FloatVector.zero(S);
            FloatVector s0 = zero;
            FloatVector s1 = zero;
            FloatVector s2 = zero;
            FloatVector s3 = zero;
            for (int p = 0; p < whole; p += LANES) {
                long q = p * B;
                s0 = FloatVector.fromMemorySegment(S, a, o0 + q, NATIVE)
                    .fma(FloatVector.fromArray(S, x, p + 0 % PARTS * N), s0);
                s1 = FloatVector.fromMemorySegment(S, a, o1 + q, NATIVE)
                    .fma(FloatVector.fromArray(S, x, p + 1 % PARTS * N), s1);
                s2 = FloatVector.fromMemorySegment(S, a, o2 + q, NATIVE)
                    .fma(FloatVector.fromArray(S, x, p + 2 % PARTS * N), s2);
                s3 = FloatVector.fromMemorySegment(S, a, o3 + q, NATIVE)
                    .fma(FloatVector.fromArray(S, x, p + 3 % PARTS * N), s3);
            }
            if (tail > 0) {
                long q = whole * B;
                s0 = s0.blend(FloatVector.fromMemorySegment(S, a, o0 + q, NATIVE)
                    .fma(FloatVector.fromArray(S, x, whole + 0 % PARTS * N), s0), m0);
                s1 = s1.blend(FloatVector.fromMemorySegment(S, a, o1 + q, NATIVE)
                    .fma(FloatVector.fromArray(S, x, whole + 1 % PARTS * N), s1), m1);
                s2 = s2.blend(FloatVector.fromMemorySegment(S, a, o2 + q, NATIVE)
                    .fma(FloatVector.fromArray(S, x, whole + 2 % PARTS * N), s2), m2);
                s3 = s3.blend(FloatVector.fromMemorySegment(S, a, o3 + q, NATIVE)
                    .fma(FloatVector.fromArray(S, x, whole + 3 % PARTS * N), s3), m3);
            }
            int to = row * LANES;
            s0.intoArray(lanes, to);
            s1.intoArray(lanes, to + 1 * N);
            s2.intoArray(lanes, to + 2 * N);
            s3.intoArray(lanes, to + 3 * N);
        }
    }

    @Override
    public void columns(MemorySegment a, long at, int rows, int m, float[] r, int from, float[] sums, int pitch) {
        for (int i = 0; i < rows; i += 8) {
            eight(a, at + (long) i * m, m, r, from + i, sums, i % LANES * pitch, pitch);
        }
    }

    // size: kernel, eight factors live in registers of one flat method
    private static void eight(MemorySegment a, long at, int m, float[] r, int from, float[] sums, int to, int pitch) {
        FloatVector r0 = FloatVector.broadcast(S, r[from + 0]);
        FloatVector r1 = FloatVector.broadcast(S, r[from + 1]);
        FloatVector r2 = FloatVector.broadcast(S, r[from + 2]);
        FloatVector r3 = FloatVector.broadcast(S, r[from + 3]);
        FloatVector r4 = FloatVector.broadcast(S, r[from + 4]);
        FloatVector r5 = FloatVector.broadcast(S, r[from + 5]);
        FloatVector r6 = FloatVector.broadcast(S, r[from + 6]);
        FloatVector r7 = FloatVector.broadcast(S, r[from + 7]);
        long o0 = (at + 0L * m) * B;
        long o1 = (at + 1L * m) * B;
        long o2 = (at + 2L * m) * B;
        long o3 = (at + 3L * m) * B;
        long o4 = (at + 4L * m) * B;
        long o5 = (at + 5L * m) * B;
        long o6 = (at + 6L * m) * B;
        long o7 = (at + 7L * m) * B;
        for (int j = 0; j < m; j += N) {
            long q = j * B;
            FloatVector.fromMemorySegment(S, a, o0 + q, NATIVE)
                .fma(r0, FloatVector.fromArray(S, sums, to + 0 * pitch + j))
                .intoArray(sums, to + 0 * pitch + j);
            FloatVector.fromMemorySegment(S, a, o1 + q, NATIVE)
                .fma(r1, FloatVector.fromArray(S, sums, to + 1 * pitch + j))
                .intoArray(sums, to + 1 * pitch + j);
            FloatVector.fromMemorySegment(S, a, o2 + q, NATIVE)
                .fma(r2, FloatVector.fromArray(S, sums, to + 2 * pitch + j))
                .intoArray(sums, to + 2 * pitch + j);
            FloatVector.fromMemorySegment(S, a, o3 + q, NATIVE)
                .fma(r3, FloatVector.fromArray(S, sums, to + 3 * pitch + j))
                .intoArray(sums, to + 3 * pitch + j);
            FloatVector.fromMemorySegment(S, a, o4 + q, NATIVE)
                .fma(r4, FloatVector.fromArray(S, sums, to + 4 * pitch + j))
                .intoArray(sums, to + 4 * pitch + j);
            FloatVector.fromMemorySegment(S, a, o5 + q, NATIVE)
                .fma(r5, FloatVector.fromArray(S, sums, to + 5 * pitch + j))
                .intoArray(sums, to + 5 * pitch + j);
            FloatVector.fromMemorySegment(S, a, o6 + q, NATIVE)
                .fma(r6, FloatVector.fromArray(S, sums, to + 6 * pitch + j))
                .intoArray(sums, to + 6 * pitch + j);
            FloatVector.fromMemorySegment(S, a, o7 + q, NATIVE)
                .fma(r7, FloatVector.fromArray(S, sums, to + 7 * pitch + j))
                .intoArray(sums, to + 7 * pitch + j);
        }
    }
}
