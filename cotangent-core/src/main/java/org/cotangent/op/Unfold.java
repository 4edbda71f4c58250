package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// All positions of a window that slides along the last axes: the result has, for these, the positions and behind
/// them the window's axes.
///
/// One entry for each of these axes: the window's size, its step, the distance of neighbours in it, and the zeros
/// before and behind.
public record Unfold(List<Long> window, List<Long> stride, List<Long> dilation, List<Long> low, List<Long> high)
        implements Indexing, Sliding {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        return List.of(operands.getFirst().with(patches(operands.getFirst())));
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return List.of(evaluate(operands.getFirst(), types.getFirst(), Strided::move));
    }

    /// The meaning, by means of the given way to copy a block.
    public Concrete evaluate(Concrete x, TensorType type, Mover mover) {
        long count = type.shape().count();
        if (inside()) {
            var out = Storage.allocate(type.dtype().cell(), count);
            mover.move(x.storage(), out, allAtOnce(x.shape(), type.shape()));
            return Concrete.of(type, out);
        }
        var out = Storage.zeros(type.dtype().cell(), count);
        for (var b : byPlace(x.shape(), type.shape())) {
            mover.move(x.storage(), out, b);
        }
        return Concrete.of(type, out);
    }

    @Override
    public List<Tensor> batch(Batch b) {
        typeOf(List.of(b.type(0)));
        return Dispatch.bind(this, List.of(b.front(0)));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var sizes = p.operand(0).shape().sizes();
        int lead = sizes.length - window.size();
        var last = Arrays.stream(sizes, lead, sizes.length).boxed().toList();
        return List.of(Ops.fold(new Fold(last, window, stride, dilation, low, high), cotangents.getFirst()));
    }
}
