package org.cotangent.runtime;

import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// One product of a batch after the checks: C[m,n] (+)= A[m,k] B[k,n], with the first cell and the strides of each.
///
/// The stride of an axis of one element is 1 here, so that a test for unit stride needs no special case.
record Product(long m, long n, long k, Storage a, long ao, long ars, long acs, Storage b, long bo, long brs, long bcs,
               Storage c, long co, long crs, long ccs, boolean add) {

    /// Checks extents and views, and throws what [Gemm#gemm] promises.
    static void check(Cell cell, long batch, long m, long n, long k, MatrixView a, MatrixView b, MatrixView c) {
        if (batch < 0 || m < 0 || n < 0 || k < 0) {
            throw new IllegalArgumentException(
                    "matrix product: negative extent in batch %d, m %d, n %d, k %d".formatted(batch, m, n, k));
        }
        if (cell == Cell.I16 || cell == Cell.I8) {
            throw new IllegalArgumentException("no matrix product over " + cell + " cells; convert to F32 or I32");
        }
        a.check("A", cell, batch, m, k);
        b.check("B", cell, batch, k, n);
        c.check("C", cell, batch, m, n);
        c.checkDistinct("C", batch, m, n);
        if (c.storage().isReadOnly()) {
            throw new IllegalArgumentException("matrix product: the storage of C is read-only");
        }
    }

    /// Item `s` of a checked batch.
    static Product item(long s, long m, long n, long k, MatrixView a, MatrixView b, MatrixView c, boolean add) {
        return new Product(m, n, k,
                a.storage(), a.offset() + s * a.batchStride(), stride(m, a.rowStride()), stride(k, a.colStride()),
                b.storage(), b.offset() + s * b.batchStride(), stride(k, b.rowStride()), stride(n, b.colStride()),
                c.storage(), c.offset() + s * c.batchStride(), stride(m, c.rowStride()), stride(n, c.colStride()),
                add);
    }

    private static long stride(long extent, long stride) {
        return extent == 1 ? 1 : stride;
    }

    /// The same product read as C' = B' A', which turns a column-major C into a row-major one.
    Product transposed() {
        return new Product(n, m, k, b, bo, bcs, brs, a, ao, acs, ars, c, co, ccs, crs, add);
    }

    /// The product of some rows only.
    Product rows(long from, long to) {
        return new Product(to - from, n, k, a, ao + from * ars, to - from == 1 ? 1 : ars, acs, b, bo, brs, bcs,
                c, co + from * crs, to - from == 1 ? 1 : crs, ccs, add);
    }

    /// The product of some columns only.
    Product columns(long from, long to) {
        return new Product(m, to - from, k, a, ao, ars, acs, b, bo + from * bcs, brs, to - from == 1 ? 1 : bcs,
                c, co + from * ccs, crs, to - from == 1 ? 1 : ccs, add);
    }

    /// Multiply-adds, as a double since only its size matters.
    double work() {
        return (double) m * n * k;
    }
}
