package org.cotangent.runtime;

import java.util.List;
import org.cotangent.codegen.Split;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.TensorType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.op.Exponential;
import org.cotangent.op.LogSoftmax;
import org.cotangent.op.LogSumExp;
import org.cotangent.op.Normalizing;
import org.cotangent.op.ReductionView;
import org.cotangent.op.Softmax;
import org.cotangent.storage.Storage;

/// Log-sum-exp and its kin on few numbers: the steps of [Normalizing#expand] on the same kernels, without a tensor for
/// each step. What stands between the kernels is one rounding an element, so the bits are those of the expansion.
final class Normalizations {
    /// Elements up to which the steps are run here, on the calling thread.
    private static final long FEW = 2048;

    private final DType dtype;
    private final ReductionView view;

    private Normalizations(DType dtype, ReductionView view) {
        this.dtype = dtype;
        this.view = view;
    }

    /// The result; by the expansion where there are many elements or the axes do not stand side by side.
    static Concrete run(Normalizing op, Concrete x, TensorType type) {
        var view = ReductionView.of(x.shape(), op.axes());
        if (x.storage().base() == null || x.shape().count() > FEW || x.shape().count() == 0 || view.moved()) {
            return op.evaluate(List.of(x), List.of(type)).getFirst();
        }
        var steps = new Normalizations(x.dtype(), view);
        return Concrete.of(type, switch (op) {
            case Softmax _ -> steps.softmax(x.storage());
            case LogSumExp _ -> steps.logSumExp(x.storage());
            case LogSoftmax _ -> steps.logSoftmax(x.storage());
        });
    }

    private Storage softmax(Storage x) {
        var e = lessened(x, reduced(ReduceOp.MAX, x));
        through(Exponential.EXP, e);
        spread(e, reduced(ReduceOp.SUM, e), e, true);
        return e;
    }

    private Storage logSumExp(Storage x) {
        var shift = reduced(ReduceOp.MAX, x);
        for (long i = 0; i < shift.count(); i++) {
            set(shift, i, Double.isFinite(get(shift, i)) ? get(shift, i) : 0);
        }
        var e = lessened(x, shift);
        through(Exponential.EXP, e);
        var sum = reduced(ReduceOp.SUM, e);
        through(Exponential.LOG, sum);
        for (long i = 0; i < shift.count(); i++) {
            set(sum, i, get(sum, i) + get(shift, i));
        }
        return sum;
    }

    private Storage logSoftmax(Storage x) {
        var d = lessened(x, reduced(ReduceOp.MAX, x));
        var e = Storage.allocate(d.cell(), d.count());
        e.copyFrom(0, d, 0, d.count());
        through(Exponential.EXP, e);
        var top = Storage.allocate(d.cell(), d.count());
        for (long i = 0; i < d.count(); i++) {
            boolean most = get(d, i) == 0;
            set(top, i, most ? 1 : 0);
            set(e, i, most ? 0 : get(e, i));
        }
        var others = reduced(ReduceOp.SUM, e);
        var ties = reduced(ReduceOp.SUM, top);
        for (long i = 0; i < others.count(); i++) {
            set(others, i, get(others, i) + (get(ties, i) - 1));
        }
        through(Exponential.LOG1P, others);
        spread(d, others, d, false);
        return d;
    }

    private Storage reduced(ReduceOp op, Storage x) {
        var out = Storage.allocate(x.cell(), view.outer() * view.inner());
        org.cotangent.codegen.Reductions.run(op, dtype.lane(), x, out, view.outer(), view.n(), view.inner(),
                Split.SERIAL);
        return out;
    }

    private void through(Exponential op, Storage x) {
        RowKernels.of(op, dtype).run(new Storage[] {x}, null, x, 0, x.count());
    }

    private Storage lessened(Storage x, Storage by) {
        var out = Storage.allocate(x.cell(), x.count());
        spread(x, by, out, false);
        return out;
    }

    /// Every element less, or divided by, the number of its row.
    private void spread(Storage x, Storage by, Storage out, boolean divide) {
        int inner = (int) view.inner();
        int block = (int) view.n() * inner;
        if (x.base() instanceof double[] a) {
            spread(a, x.baseOffset(), (double[]) by.base(), (double[]) out.base(), block, inner, divide);
        } else {
            spread((float[]) x.base(), x.baseOffset(), (float[]) by.base(), (float[]) out.base(), block, inner, divide);
        }
    }

    private static void spread(double[] x, int from, double[] by, double[] out, int block, int inner, boolean divide) {
        for (int at = 0, row = 0; at < out.length; at += block, row += inner) {
            for (int k = 0, j = 0; k < block; k++, j = j + 1 == inner ? 0 : j + 1) {
                double v = x[from + at + k];
                out[at + k] = divide ? v / by[row + j] : v - by[row + j];
            }
        }
    }

    private static void spread(float[] x, int from, float[] by, float[] out, int block, int inner, boolean divide) {
        for (int at = 0, row = 0; at < out.length; at += block, row += inner) {
            for (int k = 0, j = 0; k < block; k++, j = j + 1 == inner ? 0 : j + 1) {
                float v = x[from + at + k];
                out[at + k] = divide ? v / by[row + j] : v - by[row + j];
            }
        }
    }

    private double get(Storage s, long i) {
        return dtype == DType.FLOAT64 ? s.getDouble(i) : s.getFloat(i);
    }

    /// Sums and differences of two floats, formed in double and rounded once more, are those formed in float.
    private void set(Storage s, long i, double v) {
        if (dtype == DType.FLOAT64) {
            s.setDouble(i, v);
        } else {
            s.setFloat(i, (float) v);
        }
    }
}
