package org.cotangent.op;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Start indices that are operands, one scalar for each axis of the tensor whose window they place.
final class Starts {
    private Starts() {
    }

    static void check(String asked, TensorType x, List<TensorType> starts, List<Long> sizes, IndexMode mode) {
        boolean fits = starts.size() == x.rank() && sizes.size() == x.rank();
        for (int a = 0; fits && a < x.rank(); a++) {
            fits = sizes.get(a) >= 0 && sizes.get(a) <= x.shape().size(a);
        }
        if (!fits) {
            throw new ShapeException(asked, "a window of " + sizes + " with " + starts.size() + " starts in " + x,
                    "give a start and a size for each axis; the window must not be larger than the tensor");
        }
        for (var s : starts) {
            if (!s.dtype().isInt() || s.rank() != 0) {
                throw new DTypeException(asked, "a start of type " + s, "give scalars of dtype i32 or i64");
            }
        }
        if (mode != IndexMode.ERROR && mode != IndexMode.CLIP) {
            throw new NumericsException(asked, "mode " + mode, "use ERROR or CLIP");
        }
    }

    /// The offset of the window's first element; errors or clips as the mode says.
    static long offset(String asked, TensorType x, List<Concrete> starts, List<Long> sizes, IndexMode mode) {
        var strides = x.shape().strides();
        long at = 0;
        for (int a = 0; a < strides.length; a++) {
            long last = x.shape().size(a) - sizes.get(a);
            long start = starts.get(a).getLong(0);
            if ((start < 0 || start > last) && mode == IndexMode.ERROR) {
                throw new NumericsException(asked, "start " + start + " for axis " + a + " of size " + x.shape().size(a)
                        + " and a window of " + sizes.get(a), "starts run from 0 to " + last
                                + " here; use IndexMode.CLIP to move others there");
            }
            at += Math.clamp(start, 0, last) * strides[a];
        }
        return at;
    }

    /// The starts from operand `first` on as index vectors, one for each example: i64 of shape [size, rank].
    static Tensor vectors(Batch b, int first) {
        var columns = new ArrayList<Tensor>();
        for (int i = first; i < b.operands().size(); i++) {
            columns.add(Ops.convert(Ops.reshape(b.front(i), b.size(), 1), DType.INT64));
        }
        return Dispatch.bind(new Concat(1), columns).getFirst();
    }

    static boolean batched(Batch b, int first) {
        return b.batched().subList(first, b.batched().size()).contains(true);
    }

    /// The operands from `first` on, with a 0 for the batch axis before them.
    static List<Tensor> shifted(Batch b, int first) {
        var out = new ArrayList<Tensor>();
        out.add(Concrete.literal(DType.INT64, 0L));
        out.addAll(b.operands().subList(first, b.operands().size()));
        return out;
    }
}
