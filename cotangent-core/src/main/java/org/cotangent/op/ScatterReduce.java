package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Elements;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// The first operand with windows multiplied in, or the larger or smaller kept, at the places that the second operand
/// names.
///
/// Places and axes are those of [Scatter]. Ties of a maximum or minimum share the derivative evenly. The product's
/// derivative is exact at zeros; a second derivative that goes through two updates of one element, one of them 0, is
/// left out.
public record ScatterReduce(Kind kind, List<Integer> axes, int batch, int lead, IndexMode mode) implements General {
    /// How an update meets the element.
    public enum Kind {
        MUL, MIN, MAX
    }

    @Override
    public String label() {
        return "scatter_" + kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        if (x.dtype() == DType.BOOL || x.dtype().isHalf()) {
            throw new DTypeException(label(), x.toString(), "convert to i32, i64, f32 or f64 first");
        }
        if (mode == IndexMode.FILL) {
            throw new NumericsException(label(), "mode " + mode, "use ERROR, CLIP or DROP");
        }
        Windows.checkUpdates(label(), operands, axes, batch, lead);
        return List.of(x);
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var x = operands.getFirst();
        var layout = WindowLayout.of(x.shape(), operands.get(2).shape(), operands.get(1).shape(), batch, lead);
        var offsets = layout.offsets(label(), x.shape(), operands.get(1), axes, mode);
        var out = Storage.allocate(x.dtype().cell(), x.shape().count());
        out.copyFrom(0, x.storage(), 0, out.count());
        for (int v = 0; v < offsets.length; v++) {
            if (offsets[v] >= 0) {
                Strided.walk(layout.write(offsets[v], v / layout.picks(), v % layout.picks()),
                        (i, j) -> combine(x.dtype(), operands.get(2).storage(), i, out, j));
            }
        }
        return List.of(Concrete.of(types.getFirst(), out));
    }

    private void combine(DType dtype, Storage from, long i, Storage to, long j) {
        if (dtype.isInt()) {
            long a = Elements.getLong(dtype, to, j);
            long b = Elements.getLong(dtype, from, i);
            Elements.setLong(dtype, to, j,
                    kind == Kind.MUL ? a * b : kind == Kind.MIN ? Math.min(a, b) : Math.max(a, b));
        } else {
            double a = Elements.getDouble(dtype, to, j);
            double b = Elements.getDouble(dtype, from, i);
            Elements.setDouble(dtype, to, j,
                    kind == Kind.MUL ? a * b : kind == Kind.MIN ? Math.min(a, b) : Math.max(a, b));
        }
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Windows.batchUpdates(b, axes, batch, lead, (a, n, l) -> new ScatterReduce(kind, a, n, l, mode));
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        var local = locals(p);
        var dx = Rules.times(tangents.get(0), local[0]);
        var du = tangents.get(2) == null ? null
                : add(dx == null ? Ops.zeros(p.operand(0).type()) : dx, p, Ops.mul(tangents.get(2), local[1]));
        return Arrays.asList(du == null ? dx : du);
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var ct = cotangents.getFirst();
        if (ct == null) {
            return Arrays.asList(null, null, null);
        }
        var local = locals(p);
        return Arrays.asList(wanted[0] ? Ops.mul(ct, local[0]) : null, null, wanted[2]
                ? Ops.mul(take(ct, p), local[1]) : null);
    }

    /// The derivative of the element with respect to itself before, and to each update.
    private Tensor[] locals(Primals p) {
        var x = p.operand(0);
        var updates = p.operand(2);
        if (kind == Kind.MUL) {
            var product = Dispatch.bind(this, List.of(Ops.ones(x.type()), p.operand(1), updates)).getFirst();
            return new Tensor[] {product, Ops.mul(take(x, p), others(p, updates))};
        }
        var kept = Ops.eq(x, p.result());
        var won = Ops.eq(updates, take(p.result(), p));
        var ties = add(Ops.convert(kept, x.dtype()), p, Ops.convert(won, x.dtype()));
        return new Tensor[] {share(kept, ties), share(won, take(ties, p))};
    }

    /// An equal part for each of those that tie; an update that was dropped has none.
    private static Tensor share(Tensor won, Tensor ties) {
        var part = Ops.div(Ops.scalar(1), Ops.max(ties, Ops.scalar(1)));
        return Ops.where(Ops.and(won, Ops.gt(ties, Ops.scalar(0))), part, Ops.scalar(0));
    }

    /// For each update the product of the others of the same element.
    private Tensor others(Primals p, Tensor updates) {
        var one = Ops.scalar(1);
        var isZero = Ops.eq(updates, Ops.scalar(0));
        var rest = Ops.where(isZero, one, updates);
        var marks = Ops.convert(isZero, updates.dtype());
        var product = take(Dispatch.bind(this, List.of(Ops.ones(p.operand(0).type()), p.operand(1), rest)).getFirst(),
                p);
        var zeros = take(add(Ops.zeros(p.operand(0).type()), p, marks), p);
        return Ops.where(Ops.gt(Ops.sub(zeros, marks), Ops.scalar(0)), Ops.scalar(0), Ops.div(product, rest));
    }

    private Tensor add(Tensor x, Primals p, Tensor updates) {
        return Dispatch.bind(new Scatter(Scatter.Kind.ADD, axes, batch, lead, mode),
                List.of(x, p.operand(1), updates)).getFirst();
    }

    private Tensor take(Tensor x, Primals p) {
        var sizes = Windows.sizes(p.operand(0).type(), p.operand(1).type(), p.operand(2).shape(), batch, lead);
        return Dispatch.bind(new Gather(axes, sizes, batch, lead, mode.transposed()), x, p.operand(1));
    }
}
