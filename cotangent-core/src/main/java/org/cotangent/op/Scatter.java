package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// The first operand with windows, the third operand, written or added at the places that the second, of integers,
/// names.
///
/// Places and axes are those of [Gather], whose result the updates look like. Of updates of one element the last in
/// row-major order of the indices stands (set), or all are added in that order (add).
public record Scatter(Kind kind, List<Integer> axes, int batch, int lead, IndexMode mode) implements Indexing {
    /// What an update does to the element.
    public enum Kind {
        SET, ADD
    }

    @Override
    public String label() {
        return "scatter_" + kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean isLinearIn(int i) {
        return i != 1;
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        if (kind == Kind.ADD && (x.dtype() == DType.BOOL || x.dtype().isHalf())) {
            throw new DTypeException(label(), x.toString(), "convert to i32, i64, f32 or f64 first");
        }
        if (mode == IndexMode.FILL) {
            throw new NumericsException(label(), "mode " + mode, "use ERROR, CLIP or DROP");
        }
        Windows.checkUpdates(label(), operands, axes, batch, lead);
        return List.of(x);
    }

    /// How windows and places correspond.
    public WindowLayout layout(List<Concrete> operands) {
        return WindowLayout.of(operands.get(0).shape(), operands.get(2).shape(), operands.get(1).shape(), batch, lead);
    }

    /// Where the window of each index vector begins in the tensor, batch by batch; -1 where it is left out.
    public long[] offsets(WindowLayout layout, List<Concrete> operands) {
        return layout.offsets(label(), operands.get(0).shape(), operands.get(1), axes, mode);
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var x = operands.getFirst();
        var updates = operands.get(2).storage();
        var layout = layout(operands);
        var offsets = offsets(layout, operands);
        var out = Storage.allocate(x.dtype().cell(), x.shape().count());
        out.copyFrom(0, x.storage(), 0, out.count());
        for (int v = 0; v < offsets.length; v++) {
            if (offsets[v] < 0) {
                continue;
            }
            var block = layout.write(offsets[v], v / layout.picks(), v % layout.picks());
            if (kind == Kind.SET) {
                Strided.move(updates, out, block);
            } else {
                Strided.add(x.dtype(), updates, out, block);
            }
        }
        return List.of(Concrete.of(types.getFirst(), out));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Windows.batchUpdates(b, axes, batch, lead, (a, n, l) -> new Scatter(kind, a, n, l, mode));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var ct = cotangents.getFirst();
        var indices = p.operand(1);
        var updates = p.operand(2).type();
        var out = new Tensor[3];
        if (wanted[0]) {
            out[0] = kind == Kind.ADD ? ct : Dispatch.bind(this, List.of(ct, indices, Ops.zeros(updates))).getFirst();
        }
        if (wanted[2]) {
            var back = back(p);
            var taken = Dispatch.bind(back, ct, indices);
            out[2] = kind == Kind.ADD ? taken : last(p, back, taken);
        }
        return Arrays.asList(out);
    }

    private Gather back(Primals p) {
        var sizes = Windows.sizes(p.operand(0).type(), p.operand(1).type(), p.operand(2).shape(), batch, lead);
        return new Gather(axes, sizes, batch, lead, mode.transposed());
    }

    /// The cotangents of those updates that stand; the others did not matter.
    private Tensor last(Primals p, Gather back, Tensor taken) {
        var indices = p.operand(1);
        var shape = p.operand(2).shape();
        var picked = Arrays.copyOfRange(indices.shape().sizes(), batch, indices.rank() - 1);
        long count = Arrays.stream(picked).reduce(1, (a, b) -> a * b);
        if (count < 2) {
            return taken;
        }
        int from = batch + lead;
        var others = IntStream.range(0, shape.rank()).filter(a -> a < from || a >= from + picked.length).toArray();
        var numbers = Ops.add(Ops.reshape(Ops.arange(count, DType.INT64), picked), Ops.scalar(1));
        var ids = Ops.restore(numbers, shape, others);
        var nobody = Ops.zeros(p.operand(0).type().with(DType.INT64));
        var winners = Dispatch.bind(back, Dispatch.bind(this, List.of(nobody, indices, ids)).getFirst(), indices);
        return Ops.where(Ops.eq(winners, ids), taken, Ops.scalar(0));
    }
}
