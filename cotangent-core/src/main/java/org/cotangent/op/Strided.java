package org.cotangent.op;

import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Elements;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// Copies and adds cell by cell through index maps that are linear in every axis; the plain meaning of the movement
/// operations.
final class Strided {
    /// What happens to one pair of cells.
    @FunctionalInterface
    interface Step {
        void at(long from, long to);
    }

    private Strided() {
    }

    /// Result element (i0, i1, ...) is the operand's element `offset + sum of ik * strides[k]`.
    static Concrete copy(Concrete x, long offset, long[] strides, TensorType type) {
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        move(x.storage(), out, Block.whole(offset, strides, type));
        return Concrete.of(type, out);
    }

    /// Copies a block.
    static void move(Storage from, Storage to, Block b) {
        walk(b, (i, j) -> copyCell(from, i, to, j));
    }

    /// Adds a block, element by element in row-major order; integers wrap.
    static void add(DType dtype, Storage from, Storage to, Block b) {
        walk(b, (i, j) -> addCell(dtype, from, i, to, j));
    }

    static void walk(Block b, Step step) {
        var index = new long[b.sizes().length];
        long from = b.from();
        long to = b.to();
        for (long n = b.count(); n > 0; n--) {
            step.at(from, to);
            for (int a = index.length - 1; a >= 0; a--) {
                from += b.fromStrides()[a];
                to += b.toStrides()[a];
                if (++index[a] < b.sizes()[a]) {
                    break;
                }
                from -= b.fromStrides()[a] * b.sizes()[a];
                to -= b.toStrides()[a] * b.sizes()[a];
                index[a] = 0;
            }
        }
    }

    static void addCell(DType dtype, Storage from, long i, Storage to, long j) {
        if (dtype.isInt()) {
            Elements.setLong(dtype, to, j, Elements.getLong(dtype, to, j) + Elements.getLong(dtype, from, i));
        } else {
            Elements.setDouble(dtype, to, j, Elements.getDouble(dtype, to, j) + Elements.getDouble(dtype, from, i));
        }
    }

    static void copyCell(Storage from, long i, Storage to, long j) {
        switch (from.cell()) {
            case F64 -> to.setDouble(j, from.getDouble(i));
            case F32 -> to.setFloat(j, from.getFloat(i));
            case I64 -> to.setLong(j, from.getLong(i));
            case I32 -> to.setInt(j, from.getInt(i));
            case I16 -> to.setShort(j, from.getShort(i));
            case I8 -> to.setByte(j, from.getByte(i));
        }
    }

    /// The bits of a cell.
    static long bits(Storage s, long i) {
        return switch (s.cell()) {
            case F64 -> Double.doubleToRawLongBits(s.getDouble(i));
            case F32 -> Float.floatToRawIntBits(s.getFloat(i));
            case I64 -> s.getLong(i);
            case I32 -> s.getInt(i);
            case I16 -> s.getShort(i);
            case I8 -> s.getByte(i);
        };
    }
}
