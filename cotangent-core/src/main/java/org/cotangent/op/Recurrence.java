package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// The linear recurrence `s[k] = b[k] + a[k] * s[k-1]` along an axis, begun with 0; from the other end when `reverse`.
///
/// Operands a and b of one float type. Its own derivatives are recurrences again, and so are those of running products.
public record Recurrence(int axis, boolean reverse) implements Ordering {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var a = operands.get(0);
        var b = operands.get(1);
        a.shape().axis(axis);
        if (!a.shape().equals(b.shape())) {
            throw new ShapeException("run a recurrence along axis " + axis, a + " and " + b,
                    "give two operands of one shape");
        }
        if (a.dtype() != b.dtype() || !Domain.NUMBER.takes(a.dtype())) {
            throw new DTypeException("run a recurrence along axis " + axis, a + " and " + b,
                    "give two operands of one dtype, " + Domain.NUMBER.text());
        }
        return List.of(a);
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var a = operands.get(0);
        var b = operands.get(1);
        var out = Storage.allocate(a.dtype().cell(), a.shape().count());
        var lines = Lines.of(a.shape(), axis);
        for (long i = 0; i < lines.count(); i++) {
            Strided.copyCell(b.storage(), lines.at(i, 0, reverse), out, lines.at(i, 0, reverse));
            for (long k = 1; k < lines.n(); k++) {
                step(a.storage(), b.storage(), out, lines.at(i, k - 1, reverse), lines.at(i, k, reverse));
            }
        }
        return List.of(Concrete.of(types.getFirst(), out));
    }

    private static void step(Storage a, Storage b, Storage s, long before, long at) {
        switch (s.cell()) {
            case F64 -> s.setDouble(at, b.getDouble(at) + a.getDouble(at) * s.getDouble(before));
            case F32 -> s.setFloat(at, b.getFloat(at) + a.getFloat(at) * s.getFloat(before));
            case I64 -> s.setLong(at, b.getLong(at) + a.getLong(at) * s.getLong(before));
            default -> s.setInt(at, b.getInt(at) + a.getInt(at) * s.getInt(before));
        }
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(new Recurrence(axis + 1, reverse), List.of(b.front(0), b.front(1)));
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        var da = tangents.get(0);
        var t = Rules.plus(tangents.get(1), da == null ? null : Ops.mul(da, before(p)));
        return t == null ? Arrays.asList((Tensor) null) : Dispatch.bind(this, List.of(p.operand(0), t));
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var a = Along.shifted(p.operand(0), axis, !reverse, Ops.scalar(0));
        var r = Dispatch.bind(new Recurrence(axis, !reverse), List.of(a, cotangents.getFirst())).getFirst();
        return Arrays.asList(wanted[0] ? Ops.mul(r, before(p)) : null, wanted[1] ? r : null);
    }

    private Tensor before(Primals p) {
        return Along.shifted(p.result(), axis, reverse, Ops.scalar(0));
    }
}
