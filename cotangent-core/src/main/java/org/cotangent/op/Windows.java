package org.cotangent.op;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// What operations on windows at given places have in common: the checks, and how writing is batched.
final class Windows {
    /// The same writing operation with other axes.
    @FunctionalInterface
    interface Maker {
        Op make(List<Integer> axes, int batch, int lead);
    }

    private Windows() {
    }

    /// Checks tensor, indices, axes and window sizes against each other.
    static void check(String asked, TensorType x, TensorType indices, List<Integer> axes, List<Long> sizes, int batch,
            int lead) {
        if (!indices.dtype().isInt()) {
            throw new DTypeException(asked, "indices of type " + indices,
                    "give i32 or i64, for example by convert(x, DType.INT64)");
        }
        boolean fits = batch >= 0 && indices.rank() > batch && sizes.size() == x.rank() - batch && lead >= 0
                && lead <= sizes.size() && indices.shape().size(-1) == axes.size()
                        && AxisList.areDistinct(axes, batch, x.rank());
        for (int a = 0; fits && a < x.rank(); a++) {
            fits = a < batch ? x.shape().size(a) == indices.shape().size(a)
                    : 0 <= sizes.get(a - batch) && sizes.get(a - batch) <= x.shape().size(a)
                            || sizes.get(a - batch) == 1 && axes.contains(a);
        }
        if (!fits) {
            throw new ShapeException(asked + " windows of " + sizes + " along axes " + axes + " with " + batch
                    + " batch axes and " + lead + " leading window axes", x + " and indices " + indices,
                    "the last axis of the indices holds an index for each of the axes, the batch axes are equal,"
                    + " and the window has a size, not larger than the tensor's, for each other axis");
        }
    }

    /// Checks the operands of a writing operation: tensor, indices, updates.
    static void checkUpdates(String asked, List<TensorType> operands, List<Integer> axes, int batch, int lead) {
        var x = operands.get(0);
        var indices = operands.get(1);
        var updates = operands.get(2);
        if (x.dtype() != updates.dtype()) {
            throw new DTypeException(asked, updates + " into " + x, "give updates of dtype " + x.dtype());
        }
        int picked = indices.rank() - 1 - batch;
        boolean fits = picked >= 0 && lead >= 0 && lead <= x.rank() - batch && updates.rank() == picked + x.rank();
        for (int a = 0; fits && a < batch + picked; a++) {
            fits = updates.shape().size(a < batch ? a : a + lead) == indices.shape().size(a);
        }
        if (!fits) {
            throw new ShapeException(asked + " windows along axes " + axes + " with " + batch + " batch axes and "
                    + lead
                    + " leading window axes", operands.toString(),
                            "the updates' axes are the batch axes, the leading window axes,"
                    + " the indices' axes between the batch axes and the last, and the other window axes");
        }
        check(asked, x, indices, axes, sizes(x, indices, updates.shape(), batch, lead), batch, lead);
    }

    /// The window's sizes, read off the updates.
    static List<Long> sizes(TensorType x, TensorType indices, Shape updates, int batch, int lead) {
        var out = new ArrayList<Long>();
        for (int a = 0; a < x.rank() - batch; a++) {
            out.add(updates.size(batch + a + (a < lead ? 0 : indices.rank() - 1 - batch)));
        }
        return List.copyOf(out);
    }

    static List<Tensor> batchUpdates(Batch b, List<Integer> axes, int batch, int lead, Maker maker) {
        if (batch == 0 && !b.batched().get(1)) {
            return Dispatch.bind(maker.make(Batch.shift(axes), 0, lead + 1),
                    List.of(b.front(0), b.operands().get(1), b.front(2)));
        }
        return Dispatch.bind(maker.make(Batch.shift(axes), batch + 1, lead),
                List.of(b.front(0), b.front(1), b.front(2)));
    }
}
