package org.cotangent.runtime;

import java.util.Arrays;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Where the elements of a batch of matrices lie: element (i, j) of matrix s is the cell
/// `offset + s * batchStride + i * rowStride + j * colStride`.
///
/// Strides count cells and may be 0 or negative, so a transpose, a broadcast or a reversed axis needs no copy.
public record MatrixView(Storage storage, long offset, long rowStride, long colStride, long batchStride) {
    /// One row-major matrix of `cols` columns that begins at the first cell.
    public static MatrixView rowMajor(Storage storage, long cols) {
        return new MatrixView(storage, 0, cols, 1, 0);
    }

    /// A run of row-major matrices of `rows` by `cols`, one after the other.
    public static MatrixView batches(Storage storage, long rows, long cols) {
        return new MatrixView(storage, 0, cols, 1, Math.multiplyExact(rows, cols));
    }

    /// The same cells with rows and columns exchanged.
    public MatrixView transposed() {
        return new MatrixView(storage, offset, colStride, rowStride, batchStride);
    }

    /// Throws IllegalArgumentException or IndexOutOfBoundsException unless every element lies inside the storage.
    void check(String name, Cell cell, long batch, long rows, long cols) {
        if (storage.cell() != cell) {
            throw new IllegalArgumentException(
                    "matrix product over %s: %s holds %s cells".formatted(cell, name, storage.cell()));
        }
        if (batch == 0 || rows == 0 || cols == 0) {
            return;
        }
        long low = offset;
        long high = offset;
        long[] reach = {reach(batch, batchStride), reach(rows, rowStride), reach(cols, colStride)};
        for (long r : reach) {
            low = Math.addExact(low, Math.min(r, 0));
            high = Math.addExact(high, Math.max(r, 0));
        }
        if (low < 0 || high >= storage.count()) {
            throw new IndexOutOfBoundsException(
                    "matrix product: %s of [%d,%d,%d] reaches cells %d to %d of a storage of %d; check %s".formatted(
                            name, batch, rows, cols, low, high, storage.count(), this.strides()));
        }
    }

    /// Throws IllegalArgumentException where two elements might share a cell, so that a result would be written twice.
    void checkDistinct(String name, long batch, long rows, long cols) {
        if (batch == 0 || rows == 0 || cols == 0) {
            return;
        }
        long[][] axes = {{batch, Math.abs(batchStride)}, {rows, Math.abs(rowStride)}, {cols, Math.abs(colStride)}};
        Arrays.sort(axes, (p, q) -> Long.compare(p[1], q[1]));
        long reach = 0;
        for (long[] axis : axes) {
            if (axis[0] > 1) {
                if (axis[1] <= reach) {
                    throw new IllegalArgumentException("matrix product: elements of %s overlap; check %s".formatted(
                            name, strides()));
                }
                reach = Math.addExact(reach, Math.multiplyExact(axis[0] - 1, axis[1]));
            }
        }
    }

    private static long reach(long extent, long stride) {
        return Math.multiplyExact(extent - 1, extent > 1 ? stride : 0);
    }

    private String strides() {
        return "offset %d, strides batch %d, row %d, column %d".formatted(offset, batchStride, rowStride, colStride);
    }
}
