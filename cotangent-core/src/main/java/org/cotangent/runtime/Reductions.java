package org.cotangent.runtime;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.TensorType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.op.Permute;
import org.cotangent.op.ReductionView;
import org.cotangent.storage.Storage;

/// Runs reductions along axes on the reduction kernels.
final class Reductions {
    private Reductions() {
    }

    /// The reduction of `x` along axes; axes that do not stand side by side are moved behind the others first.
    static Concrete run(ReduceOp op, Concrete x, List<Integer> axes, TensorType type) {
        var view = ReductionView.of(x.shape(), axes);
        var from = view.moved() ? moved(x, axes) : x;
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        org.cotangent.codegen.Reductions.run(op, type.dtype().lane(), from.storage(), out, view.outer(), view.n(),
                view.inner(),
                (count, grain, task) -> Workers.run(0, count, grain, task::run));
        return Concrete.of(type, out);
    }

    private static Concrete moved(Concrete x, List<Integer> axes) {
        var permute = new Permute(ReductionView.reducedLast(x.rank(), axes));
        return Dispatch.kernels().evaluate(permute, List.of(x), permute.typeOf(List.of(x.type()))).getFirst();
    }
}
