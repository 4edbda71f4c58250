package org.cotangent.op;

import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;

/// A rectangular block of elements on its way from an operand to a result: element (i0, i1, ...) of the block is cell
/// `from + sum of ik * fromStrides[k]` of operand `operand` and becomes cell `to + sum of ik * toStrides[k]` of
/// result `result`.
///
/// All numbers count elements; strides may be negative, and 0 where an element is repeated.
public record Block(int operand, int result, long from, long[] fromStrides, long to, long[] toStrides, long[] sizes) {
    /// The block that fills a whole result, row-major.
    public static Block whole(long from, long[] fromStrides, TensorType result) {
        return whole(0, 0, from, fromStrides, result.shape());
    }

    /// The block that fills a result of the given shape, row-major.
    static Block whole(int operand, int result, long from, long[] fromStrides, Shape shape) {
        return new Block(operand, result, from, fromStrides, 0, shape.strides(), shape.sizes());
    }

    /// A whole operand of the given shape that becomes a part of a result.
    static Block part(int operand, Shape shape, long to, long[] toStrides) {
        return new Block(operand, 0, 0, shape.strides(), to, toStrides, shape.sizes());
    }

    /// Number of elements.
    public long count() {
        return WindowLayout.product(sizes, 0, sizes.length);
    }

    /// The offset of the element at `start` under `strides`.
    static long offset(long[] start, long[] strides) {
        long at = 0;
        for (int i = 0; i < start.length; i++) {
            at += start[i] * strides[i];
        }
        return at;
    }
}
