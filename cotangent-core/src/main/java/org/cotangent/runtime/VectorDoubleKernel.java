package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// The vector micro-kernels over `double`, loaded once for each vector width as a hidden class by [VectorKernels].
///
/// Every kernel is one flat method that keeps its whole tile in registers: 12 rows by 2 vectors where there are 32 of
/// 512 bits, 6 by 2 elsewhere. A helper with vectors in its signature that was not inlined would box them, so these
/// methods are exempt from the size limit. The files of the other width mirror these; a test compares them.
final class VectorDoubleKernel implements DoubleKernel {
    private static final VectorSpecies<Double> S = VectorKernels.species(MethodHandles.lookup(), double.class);
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final int N = S.length();
    private static final int N2 = 2 * N;
    /// Vectors that make up the 64 bytes of virtual lanes, and the rows that eight accumulators then serve.
    private static final int PARTS = LANES / N;
    private static final int DOT_ROWS = 8 / PARTS;
    private static final boolean TALL = VectorKernels.manyRegisters(S.vectorBitSize());

    private final DoubleRows rows = VectorKernels.doubleRows(S.vectorBitSize());

    @Override
    public DoubleRows rows() {
        return rows;
    }

    @Override
    public int panelWidth(long remaining) {
        return remaining <= N ? N : N2;
    }

    @Override
    public boolean direct() {
        return true;
    }

    /// Adds to the tile first and stores afterwards: a load waits for an earlier store at a multiple of 4096 bytes from it,
    /// and rows are often that far apart.
    @Override
    public void store(double[] tile, int rows, int width, MemorySegment c, long at, long rowBytes, boolean add) {
        for (int i = 0; add && i < rows; i++) {
            long from = at + i * rowBytes;
            for (int j = 0; j < width; j += N) {
                DoubleVector.fromMemorySegment(S, c, from + (long) j * Double.BYTES, NATIVE)
                        .add(DoubleVector.fromArray(S, tile, i * width + j)).intoArray(tile, i * width + j);
            }
        }
        for (int i = 0; i < rows; i++) {
            long to = at + i * rowBytes;
            for (int j = 0; j < width; j += N) {
                DoubleVector.fromArray(S, tile, i * width + j)
                        .intoMemorySegment(c, to + (long) j * Double.BYTES, NATIVE);
            }
        }
    }

    @Override
    public int dotRows() {
        return DOT_ROWS;
    }

    @Override
    public void tile(int rows, int width, int kc, double[] a, int ao, double[] b, int bo, double[] c, int co, int ld,
                     boolean add) {
        if (rows == 4) {
            if (width == N) {
                k4x1(kc, a, ao, b, bo, c, co, ld, add);
            } else {
                k4x2(kc, a, ao, b, bo, c, co, ld, add);
            }
        } else if (width == N) {
            k12x1(kc, a, ao, b, bo, c, co, ld, add);
        } else if (TALL) {
            k12x2(kc, a, ao, b, bo, c, co, ld, add);
        } else {
            k6x2(kc, a, ao, b, bo, c, co, ld, add);
            k6x2(kc, a, ao + 6, b, bo, c, co + 6 * ld, ld, add);
        }
    }

    // size: kernel, eight accumulators live in registers of one flat method
    @Override
    public void dots(int rows, int k, double[] a, int ao, int lda, double[] x, int xo, double[] lanes, int lo) {
        int o0 = ao + Math.min(0 / PARTS, rows - 1) * lda + 0 % PARTS * N;
        int o1 = ao + Math.min(1 / PARTS, rows - 1) * lda + 1 % PARTS * N;
        int o2 = ao + Math.min(2 / PARTS, rows - 1) * lda + 2 % PARTS * N;
        int o3 = ao + Math.min(3 / PARTS, rows - 1) * lda + 3 % PARTS * N;
        int o4 = ao + Math.min(4 / PARTS, rows - 1) * lda + 4 % PARTS * N;
        int o5 = ao + Math.min(5 / PARTS, rows - 1) * lda + 5 % PARTS * N;
        int o6 = ao + Math.min(6 / PARTS, rows - 1) * lda + 6 % PARTS * N;
        int o7 = ao + Math.min(7 / PARTS, rows - 1) * lda + 7 % PARTS * N;
        int l0 = lo + 0 * N;
        int l1 = lo + 1 * N;
        int l2 = lo + 2 * N;
        int l3 = lo + 3 * N;
        int l4 = lo + 4 * N;
        int l5 = lo + 5 * N;
        int l6 = lo + 6 * N;
        int l7 = lo + 7 * N;
        DoubleVector s0 = DoubleVector.fromArray(S, lanes, l0);
        DoubleVector s1 = DoubleVector.fromArray(S, lanes, l1);
        DoubleVector s2 = DoubleVector.fromArray(S, lanes, l2);
        DoubleVector s3 = DoubleVector.fromArray(S, lanes, l3);
        DoubleVector s4 = DoubleVector.fromArray(S, lanes, l4);
        DoubleVector s5 = DoubleVector.fromArray(S, lanes, l5);
        DoubleVector s6 = DoubleVector.fromArray(S, lanes, l6);
        DoubleVector s7 = DoubleVector.fromArray(S, lanes, l7);
        for (int p = 0; p < k; p += LANES) {
            s0 = at(a, o0 + p).fma(at(x, xo + 0 % PARTS * N + p), s0);
            s1 = at(a, o1 + p).fma(at(x, xo + 1 % PARTS * N + p), s1);
            s2 = at(a, o2 + p).fma(at(x, xo + 2 % PARTS * N + p), s2);
            s3 = at(a, o3 + p).fma(at(x, xo + 3 % PARTS * N + p), s3);
            s4 = at(a, o4 + p).fma(at(x, xo + 4 % PARTS * N + p), s4);
            s5 = at(a, o5 + p).fma(at(x, xo + 5 % PARTS * N + p), s5);
            s6 = at(a, o6 + p).fma(at(x, xo + 6 % PARTS * N + p), s6);
            s7 = at(a, o7 + p).fma(at(x, xo + 7 % PARTS * N + p), s7);
        }
        s0.intoArray(lanes, l0);
        s1.intoArray(lanes, l1);
        s2.intoArray(lanes, l2);
        s3.intoArray(lanes, l3);
        s4.intoArray(lanes, l4);
        s5.intoArray(lanes, l5);
        s6.intoArray(lanes, l6);
        s7.intoArray(lanes, l7);
    }

    private static DoubleVector at(double[] from, int index) {
        return DoubleVector.fromArray(S, from, index);
    }

    // size: kernel, the whole tile lives in registers of one flat method
    private static void k12x2(int kc, double[] a, int ao, double[] b, int bo, double[] c, int co, int ld,
                               boolean add) {
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
            DoubleVector x = DoubleVector.broadcast(S, a[ao + 12 * p]);
            c0u = x.fma(u, c0u); c0v = x.fma(v, c0v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 1]);
            c1u = x.fma(u, c1u); c1v = x.fma(v, c1v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 2]);
            c2u = x.fma(u, c2u); c2v = x.fma(v, c2v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 3]);
            c3u = x.fma(u, c3u); c3v = x.fma(v, c3v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 4]);
            c4u = x.fma(u, c4u); c4v = x.fma(v, c4v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 5]);
            c5u = x.fma(u, c5u); c5v = x.fma(v, c5v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 6]);
            c6u = x.fma(u, c6u); c6v = x.fma(v, c6v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 7]);
            c7u = x.fma(u, c7u); c7v = x.fma(v, c7v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 8]);
            c8u = x.fma(u, c8u); c8v = x.fma(v, c8v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 9]);
            c9u = x.fma(u, c9u); c9v = x.fma(v, c9v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 10]);
            c10u = x.fma(u, c10u); c10v = x.fma(v, c10v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 11]);
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
    private static void k6x2(int kc, double[] a, int ao, double[] b, int bo, double[] c, int co, int ld,
                               boolean add) {
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
            DoubleVector x = DoubleVector.broadcast(S, a[ao + 12 * p]);
            c0u = x.fma(u, c0u); c0v = x.fma(v, c0v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 1]);
            c1u = x.fma(u, c1u); c1v = x.fma(v, c1v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 2]);
            c2u = x.fma(u, c2u); c2v = x.fma(v, c2v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 3]);
            c3u = x.fma(u, c3u); c3v = x.fma(v, c3v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 4]);
            c4u = x.fma(u, c4u); c4v = x.fma(v, c4v);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 5]);
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
    private static void k12x1(int kc, double[] a, int ao, double[] b, int bo, double[] c, int co, int ld,
                               boolean add) {
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
            DoubleVector x = DoubleVector.broadcast(S, a[ao + 12 * p]);
            c0u = x.fma(u, c0u);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 1]);
            c1u = x.fma(u, c1u);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 2]);
            c2u = x.fma(u, c2u);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 3]);
            c3u = x.fma(u, c3u);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 4]);
            c4u = x.fma(u, c4u);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 5]);
            c5u = x.fma(u, c5u);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 6]);
            c6u = x.fma(u, c6u);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 7]);
            c7u = x.fma(u, c7u);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 8]);
            c8u = x.fma(u, c8u);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 9]);
            c9u = x.fma(u, c9u);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 10]);
            c10u = x.fma(u, c10u);
            x = DoubleVector.broadcast(S, a[ao + 12 * p + 11]);
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

    // size: kernel, the whole tile lives in registers of one flat method
    private static void k4x2(int kc, double[] a, int ao, double[] b, int bo, double[] c, int co, int ld,
                               boolean add) {
        DoubleVector zero = DoubleVector.zero(S);
        DoubleVector c0u = zero, c0v = zero;
        DoubleVector c1u = zero, c1v = zero;
        DoubleVector c2u = zero, c2v = zero;
        DoubleVector c3u = zero, c3v = zero;
        for (int p = 0; p < kc; p++) {
            DoubleVector u = DoubleVector.fromArray(S, b, bo + N2 * p);
            DoubleVector v = DoubleVector.fromArray(S, b, bo + N2 * p + N);
            DoubleVector x = DoubleVector.broadcast(S, a[ao + 4 * p]);
            c0u = x.fma(u, c0u); c0v = x.fma(v, c0v);
            x = DoubleVector.broadcast(S, a[ao + 4 * p + 1]);
            c1u = x.fma(u, c1u); c1v = x.fma(v, c1v);
            x = DoubleVector.broadcast(S, a[ao + 4 * p + 2]);
            c2u = x.fma(u, c2u); c2v = x.fma(v, c2v);
            x = DoubleVector.broadcast(S, a[ao + 4 * p + 3]);
            c3u = x.fma(u, c3u); c3v = x.fma(v, c3v);
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
        }
        c0u.intoArray(c, co); c0v.intoArray(c, co + N);
        c1u.intoArray(c, co + ld); c1v.intoArray(c, co + ld + N);
        c2u.intoArray(c, co + 2 * ld); c2v.intoArray(c, co + 2 * ld + N);
        c3u.intoArray(c, co + 3 * ld); c3v.intoArray(c, co + 3 * ld + N);
    }

    // size: kernel, the whole tile lives in registers of one flat method
    private static void k4x1(int kc, double[] a, int ao, double[] b, int bo, double[] c, int co, int ld,
                               boolean add) {
        DoubleVector zero = DoubleVector.zero(S);
        DoubleVector c0u = zero;
        DoubleVector c1u = zero;
        DoubleVector c2u = zero;
        DoubleVector c3u = zero;
        for (int p = 0; p < kc; p++) {
            DoubleVector u = DoubleVector.fromArray(S, b, bo + N * p);
            DoubleVector x = DoubleVector.broadcast(S, a[ao + 4 * p]);
            c0u = x.fma(u, c0u);
            x = DoubleVector.broadcast(S, a[ao + 4 * p + 1]);
            c1u = x.fma(u, c1u);
            x = DoubleVector.broadcast(S, a[ao + 4 * p + 2]);
            c2u = x.fma(u, c2u);
            x = DoubleVector.broadcast(S, a[ao + 4 * p + 3]);
            c3u = x.fma(u, c3u);
        }
        if (add) {
            c0u = DoubleVector.fromArray(S, c, co).add(c0u);
            c1u = DoubleVector.fromArray(S, c, co + ld).add(c1u);
            c2u = DoubleVector.fromArray(S, c, co + 2 * ld).add(c2u);
            c3u = DoubleVector.fromArray(S, c, co + 3 * ld).add(c3u);
        }
        c0u.intoArray(c, co);
        c1u.intoArray(c, co + ld);
        c2u.intoArray(c, co + 2 * ld);
        c3u.intoArray(c, co + 3 * ld);
    }
}
