package org.cotangent.op;

import org.cotangent.core.Concrete;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// Copies through an index map that is linear in every axis; the plain meaning of the movement operations.
final class Strided {
    private Strided() {
    }

    /// Result element (i0, i1, ...) is the operand's element `offset + sum of ik * strides[k]`.
    static Concrete copy(Concrete x, long offset, long[] strides, TensorType type) {
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        var sizes = type.shape().sizes();
        var index = new long[sizes.length];
        long at = offset;
        for (long i = 0; i < out.count(); i++) {
            copyCell(x.storage(), at, out, i);
            for (int a = sizes.length - 1; a >= 0; a--) {
                at += strides[a];
                if (++index[a] < sizes[a]) {
                    break;
                }
                at -= strides[a] * sizes[a];
                index[a] = 0;
            }
        }
        return Concrete.of(type, out);
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
}
