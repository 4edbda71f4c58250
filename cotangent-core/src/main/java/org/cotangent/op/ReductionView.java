package org.cotangent.op;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.lane.ReductionTree;
import org.cotangent.storage.Storage;

/// How a reduction sees its operand: as `[outer, n, inner]`, reduced over the middle axis in the order of
/// [ReductionTree].
///
/// Axes of size 1 do not count. Where reduced axes do not stand side by side they are moved behind the others first
/// (`moved`).
public record ReductionView(long outer, long n, long inner, boolean moved) {
    /// The view of a reduction along axes.
    public static ReductionView of(Shape shape, List<Integer> axes) {
        long outer = 1;
        long n = 1;
        long inner = 1;
        long kept = 1;
        boolean begun = false;
        boolean moved = false;
        for (int a = 0; a < shape.rank(); a++) {
            long size = shape.size(a);
            if (size == 1) {
                continue;
            }
            boolean reduced = axes.contains(a);
            moved |= reduced && begun && inner != 1;
            begun |= reduced;
            n = reduced ? Math.multiplyExact(n, size) : n;
            kept = reduced ? kept : Math.multiplyExact(kept, size);
            outer = !reduced && !begun ? outer * size : outer;
            inner = !reduced && begun ? inner * size : inner;
        }
        return moved ? new ReductionView(kept, n, 1, true) : new ReductionView(outer, n, inner, false);
    }

    /// The order of axes that moves the reduced ones behind the others.
    public static List<Integer> reducedLast(int rank, List<Integer> axes) {
        var order = new ArrayList<>(IntStream.range(0, rank).filter(a -> !axes.contains(a)).boxed().toList());
        order.addAll(axes);
        return List.copyOf(order);
    }

    /// The plain reduction.
    static Concrete evaluate(ReduceOp op, Concrete x, List<Integer> axes, TensorType type) {
        var view = of(x.shape(), axes);
        var from = x;
        if (view.moved()) {
            var front = new Permute(reducedLast(x.rank(), axes));
            from = front.evaluate(List.of(x), front.typeOf(List.of(x.type()))).getFirst();
        }
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        for (long i = 0; i < out.count(); i++) {
            ReferenceElementwise.write(out, i, view.element(op, type.dtype().lane(), from.storage(), i));
        }
        return Concrete.of(type, out);
    }

    private long element(ReduceOp op, LaneType type, Storage in, long i) {
        long start = i / inner * n * inner + i % inner;
        if (type == LaneType.MASK) {
            long all = op.identity(type);
            for (long k = 0; k < n; k++) {
                all = op.combine(type, all, ReferenceElementwise.bits(in, start + k * inner));
            }
            return all;
        }
        if (inner == 1) {
            return ReductionTree.row(op, type, k -> ReferenceElementwise.bits(in, start + k), n);
        }
        return ReductionTree.column(op, type, k -> ReferenceElementwise.bits(in, start + k * inner), n);
    }
}
