package org.cotangent.op;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
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
        var padded = inside() ? x : padded(x, mover);
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        mover.move(padded.storage(), out, allAtOnce(padded.shape(), type.shape()));
        return Concrete.of(type, out);
    }

    private Concrete padded(Concrete x, Mover mover) {
        var none = Collections.nCopies(x.rank() - window.size(), 0L);
        var op = new Pad(joined(none, low), joined(none, high), Collections.nCopies(x.rank(), 0L));
        List<Concrete> operands = List.of(x, Concrete.literal(x.dtype(), 0));
        var types = op.typeOf(operands.stream().map(Concrete::type).toList());
        return op.evaluate(operands, types, mover).getFirst();
    }

    private static List<Long> joined(List<Long> first, List<Long> rest) {
        return Stream.concat(first.stream(), rest.stream()).toList();
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
