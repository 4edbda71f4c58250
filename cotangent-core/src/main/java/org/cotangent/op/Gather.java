package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// Windows of the first operand at the places that the second, of integers, names.
///
/// The last axis of the indices is an index vector: where the window begins along each of `axes`, elsewhere it begins
/// at 0. The first `batch` axes of both operands go together. `sizes` are those of the window along the other axes of
/// the tensor. The result's axes are the batch axes, the first `lead` window axes, the indices' other axes, the rest
/// of the window axes.
public record Gather(List<Integer> axes, List<Long> sizes, int batch, int lead, IndexMode mode) implements Indexing {
    @Override
    public boolean isLinearIn(int i) {
        return i == 0;
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.get(0);
        var indices = operands.get(1);
        if (mode == IndexMode.DROP) {
            throw new NumericsException("gather", "mode " + mode, "use ERROR, CLIP or FILL");
        }
        Windows.check("gather", x, indices, axes, sizes, batch, lead);
        var at = indices.shape().sizes();
        var window = AxisList.longs(sizes);
        int picked = at.length - 1 - batch;
        var shape = new long[batch + window.length + picked];
        System.arraycopy(at, 0, shape, 0, batch);
        System.arraycopy(window, 0, shape, batch, lead);
        System.arraycopy(at, batch, shape, batch + lead, picked);
        System.arraycopy(window, lead, shape, batch + lead + picked, window.length - lead);
        return List.of(x.with(Shape.of(shape)));
    }

    /// How windows and places correspond.
    public WindowLayout layout(TensorType x, TensorType indices, TensorType result) {
        return WindowLayout.of(x.shape(), result.shape(), indices.shape(), batch, lead);
    }

    /// Where the window of each index vector begins in the tensor, batch by batch; -1 where it is 0.
    public long[] offsets(WindowLayout layout, Concrete x, Concrete indices) {
        return layout.offsets("gather", x.shape(), indices, axes, mode);
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var type = types.getFirst();
        var layout = layout(operands.get(0).type(), operands.get(1).type(), type);
        var offsets = offsets(layout, operands.get(0), operands.get(1));
        var out = Storage.zeros(type.dtype().cell(), type.shape().count());
        for (int v = 0; v < offsets.length; v++) {
            if (offsets[v] >= 0) {
                Strided.move(operands.get(0).storage(), out,
                        layout.read(offsets[v], v / layout.picks(), v % layout.picks()));
            }
        }
        return List.of(Concrete.of(type, out));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        var x = b.operands().get(0);
        var indices = b.operands().get(1);
        if (batch == 0 && !b.batched().get(1)) {
            return Dispatch.bind(new Gather(Batch.shift(axes), Slice.with(b.size(), sizes), 0, lead + 1, mode),
                    List.of(x, indices));
        }
        if (!b.batched().get(0)) {
            var result = Dispatch.bind(this, x, batch == 0 ? indices : Ops.moveAxis(indices, 0, batch));
            return List.of(Ops.moveAxis(result, batch + lead, 0));
        }
        return Dispatch.bind(new Gather(Batch.shift(axes), sizes, batch + 1, lead, mode),
                List.of(b.front(0), b.front(1)));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var add = new Scatter(Scatter.Kind.ADD, axes, batch, lead, mode.transposed());
        var zeros = Ops.zeros(p.operand(0).type());
        return Arrays.asList(Ops.scatter(add, zeros, p.operand(1), cotangents.getFirst()), null);
    }
}
