package org.cotangent.runtime;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [DoubleRows] over `double` with vectors, loaded once for each vector width like [VectorDoubleKernel].
final class VectorDoubleRows implements DoubleRows {
    private static final VectorSpecies<Double> S = VectorKernels.species(MethodHandles.lookup(), double.class);
    private static final int N = S.length();
    private static final int N2 = 2 * N;
    private static final boolean TALL = VectorKernels.manyRegisters(S.vectorBitSize());

    VectorDoubleRows() {
    }

    @Override
    public void multiply(int width, int kc, double[] a, int[] rows, int at, int shift, double[] b, int bo, double[] c,
                         int co, int ld, boolean add) {
        if (width == N) {
            r12x1(kc, a, rows, at, shift, b, bo, c, co, ld, add);
        } else if (TALL) {
            r12x2(kc, a, rows, at, shift, b, bo, c, co, ld, add);
        } else {
            r6x2(kc, a, rows, at, shift, b, bo, c, co, ld, add);
            r6x2(kc, a, rows, at + 6, shift, b, bo, c, co + 6 * ld, ld, add);
        }
    }

    @Override
    public void pack(double[] s, int from, int step, int count, double[] d, int to) {
        for (int p = 0; p < count; p++) {
            for (int j = 0; j < 12; j += N) {
                DoubleVector.fromArray(S, s, from + p * step + j).intoArray(d, to + 12 * p + j);
            }
        }
    }

    // size: kernel, the whole tile lives in registers of one flat method
    private static void r12x2(int kc, double[] a, int[] rows, int at, int shift, double[] b, int bo, double[] c,
                             int co, int ld, boolean add) {
        int a0 = rows[at] + shift;
        int a1 = rows[at + 1] + shift;
        int a2 = rows[at + 2] + shift;
        int a3 = rows[at + 3] + shift;
        int a4 = rows[at + 4] + shift;
        int a5 = rows[at + 5] + shift;
        int a6 = rows[at + 6] + shift;
        int a7 = rows[at + 7] + shift;
        int a8 = rows[at + 8] + shift;
        int a9 = rows[at + 9] + shift;
        int a10 = rows[at + 10] + shift;
        int a11 = rows[at + 11] + shift;
        DoubleVector zero = DoubleVector.zero(S);
        DoubleVector c0u = zero, c0v = zero;
        DoubleVector c1u = zero, c1v = zero;
        DoubleVector c2u = zero, c2v = zero;
        DoubleVector c3u = zero, c3v = zero;
        DoubleVector c4u = zero, c4v = zero;
        DoubleVector c5u = zero, c5v = zero;
        DoubleVector c6u = zero, c6v = zero;
        DoubleVector c7u = zero, c7v = zero;
        DoubleVector c8u = zero, c8v = zero;
        DoubleVector c9u = zero, c9v = zero;
        DoubleVector c10u = zero, c10v = zero;
        DoubleVector c11u = zero, c11v = zero;
        for (int p = 0; p < kc; p++) {
            DoubleVector u = DoubleVector.fromArray(S, b, bo + N2 * p);
            DoubleVector v = DoubleVector.fromArray(S, b, bo + N2 * p + N);
            DoubleVector x = DoubleVector.broadcast(S, a[a0 + p]);
            c0u = x.fma(u, c0u); c0v = x.fma(v, c0v);
            x = DoubleVector.broadcast(S, a[a1 + p]);
            c1u = x.fma(u, c1u); c1v = x.fma(v, c1v);
            x = DoubleVector.broadcast(S, a[a2 + p]);
            c2u = x.fma(u, c2u); c2v = x.fma(v, c2v);
            x = DoubleVector.broadcast(S, a[a3 + p]);
            c3u = x.fma(u, c3u); c3v = x.fma(v, c3v);
            x = DoubleVector.broadcast(S, a[a4 + p]);
            c4u = x.fma(u, c4u); c4v = x.fma(v, c4v);
            x = DoubleVector.broadcast(S, a[a5 + p]);
            c5u = x.fma(u, c5u); c5v = x.fma(v, c5v);
            x = DoubleVector.broadcast(S, a[a6 + p]);
            c6u = x.fma(u, c6u); c6v = x.fma(v, c6v);
            x = DoubleVector.broadcast(S, a[a7 + p]);
            c7u = x.fma(u, c7u); c7v = x.fma(v, c7v);
            x = DoubleVector.broadcast(S, a[a8 + p]);
            c8u = x.fma(u, c8u); c8v = x.fma(v, c8v);
            x = DoubleVector.broadcast(S, a[a9 + p]);
            c9u = x.fma(u, c9u); c9v = x.fma(v, c9v);
            x = DoubleVector.broadcast(S, a[a10 + p]);
            c10u = x.fma(u, c10u); c10v = x.fma(v, c10v);
            x = DoubleVector.broadcast(S, a[a11 + p]);
            c11u = x.fma(u, c11u); c11v = x.fma(v, c11v);
        }
        if (add) {
            c0u = DoubleVector.fromArray(S, c, co).add(c0u);
            c0v = DoubleVector.fromArray(S, c, co + N).add(c0v);
            c1u = DoubleVector.fromArray(S, c, co + ld).add(c1u);
            c1v = DoubleVector.fromArray(S, c, co + ld + N).add(c1v);
            c2u = DoubleVector.fromArray(S, c, co + 2 * ld).add(c2u);
            c2v = DoubleVector.fromArray(S, c, co + 2 * ld + N).add(c2v);
            c3u = DoubleVector.fromArray(S, c, co + 3 * ld).add(c3u);
            c3v = DoubleVector.fromArray(S, c, co + 3 * ld + N).add(c3v);
            c4u = DoubleVector.fromArray(S, c, co + 4 * ld).add(c4u);
            c4v = DoubleVector.fromArray(S, c, co + 4 * ld + N).add(c4v);
            c5u = DoubleVector.fromArray(S, c, co + 5 * ld).add(c5u);
            c5v = DoubleVector.fromArray(S, c, co + 5 * ld + N).add(c5v);
            c6u = DoubleVector.fromArray(S, c, co + 6 * ld).add(c6u);
            c6v = DoubleVector.fromArray(S, c, co + 6 * ld + N).add(c6v);
            c7u = DoubleVector.fromArray(S, c, co + 7 * ld).add(c7u);
            c7v = DoubleVector.fromArray(S, c, co + 7 * ld + N).add(c7v);
            c8u = DoubleVector.fromArray(S, c, co + 8 * ld).add(c8u);
            c8v = DoubleVector.fromArray(S, c, co + 8 * ld + N).add(c8v);
            c9u = DoubleVector.fromArray(S, c, co + 9 * ld).add(c9u);
            c9v = DoubleVector.fromArray(S, c, co + 9 * ld + N).add(c9v);
            c10u = DoubleVector.fromArray(S, c, co + 10 * ld).add(c10u);
            c10v = DoubleVector.fromArray(S, c, co + 10 * ld + N).add(c10v);
            c11u = DoubleVector.fromArray(S, c, co + 11 * ld).add(c11u);
            c11v = DoubleVector.fromArray(S, c, co + 11 * ld + N).add(c11v);
        }
        c0u.intoArray(c, co); c0v.intoArray(c, co + N);
        c1u.intoArray(c, co + ld); c1v.intoArray(c, co + ld + N);
        c2u.intoArray(c, co + 2 * ld); c2v.intoArray(c, co + 2 * ld + N);
        c3u.intoArray(c, co + 3 * ld); c3v.intoArray(c, co + 3 * ld + N);
        c4u.intoArray(c, co + 4 * ld); c4v.intoArray(c, co + 4 * ld + N);
        c5u.intoArray(c, co + 5 * ld); c5v.intoArray(c, co + 5 * ld + N);
        c6u.intoArray(c, co + 6 * ld); c6v.intoArray(c, co + 6 * ld + N);
        c7u.intoArray(c, co + 7 * ld); c7v.intoArray(c, co + 7 * ld + N);
        c8u.intoArray(c, co + 8 * ld); c8v.intoArray(c, co + 8 * ld + N);
        c9u.intoArray(c, co + 9 * ld); c9v.intoArray(c, co + 9 * ld + N);
        c10u.intoArray(c, co + 10 * ld); c10v.intoArray(c, co + 10 * ld + N);
        c11u.intoArray(c, co + 11 * ld); c11v.intoArray(c, co + 11 * ld + N);
    }

    // size: kernel, the whole tile lives in registers of one flat method
    private static void r6x2(int kc, double[] a, int[] rows, int at, int shift, double[] b, int bo, double[] c,
                             int co, int ld, boolean add) {
        int a0 = rows[at] + shift;
        int a1 = rows[at + 1] + shift;
        int a2 = rows[at + 2] + shift;
        int a3 = rows[at + 3] + shift;
        int a4 = rows[at + 4] + shift;
        int a5 = rows[at + 5] + shift;
        DoubleVector zero = DoubleVector.zero(S);
        DoubleVector c0u = zero, c0v = zero;
        DoubleVector c1u = zero, c1v = zero;
        DoubleVector c2u = zero, c2v = zero;
        DoubleVector c3u = zero, c3v = zero;
        DoubleVector c4u = zero, c4v = zero;
        DoubleVector c5u = zero, c5v = zero;
        for (int p = 0; p < kc; p++) {
            DoubleVector u = DoubleVector.fromArray(S, b, bo + N2 * p);
            DoubleVector v = DoubleVector.fromArray(S, b, bo + N2 * p + N);
            DoubleVector x = DoubleVector.broadcast(S, a[a0 + p]);
            c0u = x.fma(u, c0u); c0v = x.fma(v, c0v);
            x = DoubleVector.broadcast(S, a[a1 + p]);
            c1u = x.fma(u, c1u); c1v = x.fma(v, c1v);
            x = DoubleVector.broadcast(S, a[a2 + p]);
            c2u = x.fma(u, c2u); c2v = x.fma(v, c2v);
            x = DoubleVector.broadcast(S, a[a3 + p]);
            c3u = x.fma(u, c3u); c3v = x.fma(v, c3v);
            x = DoubleVector.broadcast(S, a[a4 + p]);
            c4u = x.fma(u, c4u); c4v = x.fma(v, c4v);
            x = DoubleVector.broadcast(S, a[a5 + p]);
            c5u = x.fma(u, c5u); c5v = x.fma(v, c5v);
        }
        if (add) {
            c0u = DoubleVector.fromArray(S, c, co).add(c0u);
            c0v = DoubleVector.fromArray(S, c, co + N).add(c0v);
            c1u = DoubleVector.fromArray(S, c, co + ld).add(c1u);
            c1v = DoubleVector.fromArray(S, c, co + ld + N).add(c1v);
            c2u = DoubleVector.fromArray(S, c, co + 2 * ld).add(c2u);
            c2v = DoubleVector.fromArray(S, c, co + 2 * ld + N).add(c2v);
            c3u = DoubleVector.fromArray(S, c, co + 3 * ld).add(c3u);
            c3v = DoubleVector.fromArray(S, c, co + 3 * ld + N).add(c3v);
            c4u = DoubleVector.fromArray(S, c, co + 4 * ld).add(c4u);
            c4v = DoubleVector.fromArray(S, c, co + 4 * ld + N).add(c4v);
            c5u = DoubleVector.fromArray(S, c, co + 5 * ld).add(c5u);
            c5v = DoubleVector.fromArray(S, c, co + 5 * ld + N).add(c5v);
        }
        c0u.intoArray(c, co); c0v.intoArray(c, co + N);
        c1u.intoArray(c, co + ld); c1v.intoArray(c, co + ld + N);
        c2u.intoArray(c, co + 2 * ld); c2v.intoArray(c, co + 2 * ld + N);
        c3u.intoArray(c, co + 3 * ld); c3v.intoArray(c, co + 3 * ld + N);
        c4u.intoArray(c, co + 4 * ld); c4v.intoArray(c, co + 4 * ld + N);
        c5u.intoArray(c, co + 5 * ld); c5v.intoArray(c, co + 5 * ld + N);
    }

    // size: kernel, the whole tile lives in registers of one flat method
    private static void r12x1(int kc, double[] a, int[] rows, int at, int shift, double[] b, int bo, double[] c,
                             int co, int ld, boolean add) {
        int a0 = rows[at] + shift;
        int a1 = rows[at + 1] + shift;
        int a2 = rows[at + 2] + shift;
        int a3 = rows[at + 3] + shift;
        int a4 = rows[at + 4] + shift;
        int a5 = rows[at + 5] + shift;
        int a6 = rows[at + 6] + shift;
        int a7 = rows[at + 7] + shift;
        int a8 = rows[at + 8] + shift;
        int a9 = rows[at + 9] + shift;
        int a10 = rows[at + 10] + shift;
        int a11 = rows[at + 11] + shift;
        DoubleVector zero = DoubleVector.zero(S);
        DoubleVector c0u = zero;
        DoubleVector c1u = zero;
        DoubleVector c2u = zero;
        DoubleVector c3u = zero;
        DoubleVector c4u = zero;
        DoubleVector c5u = zero;
        DoubleVector c6u = zero;
        DoubleVector c7u = zero;
        DoubleVector c8u = zero;
        DoubleVector c9u = zero;
        DoubleVector c10u = zero;
        DoubleVector c11u = zero;
        for (int p = 0; p < kc; p++) {
            DoubleVector u = DoubleVector.fromArray(S, b, bo + N * p);
            DoubleVector x = DoubleVector.broadcast(S, a[a0 + p]);
            c0u = x.fma(u, c0u);
            x = DoubleVector.broadcast(S, a[a1 + p]);
            c1u = x.fma(u, c1u);
            x = DoubleVector.broadcast(S, a[a2 + p]);
            c2u = x.fma(u, c2u);
            x = DoubleVector.broadcast(S, a[a3 + p]);
            c3u = x.fma(u, c3u);
            x = DoubleVector.broadcast(S, a[a4 + p]);
            c4u = x.fma(u, c4u);
            x = DoubleVector.broadcast(S, a[a5 + p]);
            c5u = x.fma(u, c5u);
            x = DoubleVector.broadcast(S, a[a6 + p]);
            c6u = x.fma(u, c6u);
            x = DoubleVector.broadcast(S, a[a7 + p]);
            c7u = x.fma(u, c7u);
            x = DoubleVector.broadcast(S, a[a8 + p]);
            c8u = x.fma(u, c8u);
            x = DoubleVector.broadcast(S, a[a9 + p]);
            c9u = x.fma(u, c9u);
            x = DoubleVector.broadcast(S, a[a10 + p]);
            c10u = x.fma(u, c10u);
            x = DoubleVector.broadcast(S, a[a11 + p]);
            c11u = x.fma(u, c11u);
        }
        if (add) {
            c0u = DoubleVector.fromArray(S, c, co).add(c0u);
            c1u = DoubleVector.fromArray(S, c, co + ld).add(c1u);
            c2u = DoubleVector.fromArray(S, c, co + 2 * ld).add(c2u);
            c3u = DoubleVector.fromArray(S, c, co + 3 * ld).add(c3u);
            c4u = DoubleVector.fromArray(S, c, co + 4 * ld).add(c4u);
            c5u = DoubleVector.fromArray(S, c, co + 5 * ld).add(c5u);
            c6u = DoubleVector.fromArray(S, c, co + 6 * ld).add(c6u);
            c7u = DoubleVector.fromArray(S, c, co + 7 * ld).add(c7u);
            c8u = DoubleVector.fromArray(S, c, co + 8 * ld).add(c8u);
            c9u = DoubleVector.fromArray(S, c, co + 9 * ld).add(c9u);
            c10u = DoubleVector.fromArray(S, c, co + 10 * ld).add(c10u);
            c11u = DoubleVector.fromArray(S, c, co + 11 * ld).add(c11u);
        }
        c0u.intoArray(c, co);
        c1u.intoArray(c, co + ld);
        c2u.intoArray(c, co + 2 * ld);
        c3u.intoArray(c, co + 3 * ld);
        c4u.intoArray(c, co + 4 * ld);
        c5u.intoArray(c, co + 5 * ld);
        c6u.intoArray(c, co + 6 * ld);
        c7u.intoArray(c, co + 7 * ld);
        c8u.intoArray(c, co + 8 * ld);
        c9u.intoArray(c, co + 9 * ld);
        c10u.intoArray(c, co + 10 * ld);
        c11u.intoArray(c, co + 11 * ld);
    }
}
