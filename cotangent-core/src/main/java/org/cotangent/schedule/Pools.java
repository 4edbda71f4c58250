package org.cotangent.schedule;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.op.ArgReduce;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Compare;
import org.cotangent.op.Fold;
import org.cotangent.op.Gather;
import org.cotangent.op.Op;
import org.cotangent.op.Reshape;
import org.cotangent.op.Scatter;
import org.cotangent.op.Select;
import org.cotangent.op.Unfold;
import org.cotangent.trace.Stage;

/// Finds the largest elements of windows, and the way back from them, in the steps that they are written in: windows,
/// the index of the largest, the element with that index.
final class Pools {
    private Pools() {
    }

    /// A pool with its operand.
    record Found(PoolMax op, Tensor x) {
    }

    /// A way back from a pool with the cotangents of its result.
    record Back(Found pool, PoolBack op, Tensor cotangents) {
    }

    /// The pool whose largest elements a gather reads, or null.
    static Found largest(Op op, List<Tensor> operands) {
        if (!(op instanceof Gather g) || g.axes().size() != 1 || !g.sizes().equals(List.of(1L)) || g.lead() != 0
                || g.batch() != operands.getFirst().rank() - 1
                || !g.axes().equals(List.of(operands.getFirst().rank() - 1))) {
            return null;
        }
        var pool = chosen(operands.get(1));
        return pool != null && same(rows(pool), operands.getFirst()) ? found(operands.getFirst()) : null;
    }

    /// The way back that a fold of scattered cotangents is, or null.
    static Back back(Op op, List<Tensor> operands) {
        if (!(op instanceof Fold f) || !(peeled(operands.getFirst()) instanceof Stage.Symbol s)
                || !(s.op() instanceof Scatter g) || g.kind() != Scatter.Kind.ADD || !isZero(s.operands().get(0))
                || g.axes().size() != 1 || g.axes().getFirst() != s.rank() - 1 || g.batch() != s.rank() - 1
                || g.lead() != 0 || !(chosen(s.operands().get(1)) instanceof Tensor index)) {
            return null;
        }
        var found = found(rows(index));
        if (found == null || !f.window().equals(found.op.window()) || !f.stride().equals(found.op.stride())
                || !isPlain(f.low(), f.high(), f.dilation()) || !found.x.type().equals(f.typeOf(
                        List.of(operands.getFirst().type())).getFirst())) {
            return null;
        }
        for (int a = 0; a < 2; a++) {
            if (f.stride().get(a) < f.window().get(a)) {
                return null;
            }
        }
        return new Back(found, new PoolBack(f.window(), f.stride(), f.sizes()), s.operands().get(2));
    }

    /// The windows that indices of largest elements belong to.
    private static Tensor rows(Tensor index) {
        return ((Stage.Symbol) index).operands().getFirst();
    }

    private static Found found(Tensor rows) {
        boolean fits = rows.dtype() == DType.FLOAT32 || rows.dtype() == DType.FLOAT64;
        if (!fits || !(peeled(rows) instanceof Stage.Symbol s) || !(s.op() instanceof Unfold u)
                || u.window().size() != 2
                || !isPlain(u.low(), u.high(), u.dilation()) || rows.rank() != s.rank() - 1
                || rows.size(-1) != u.window().get(0) * u.window().get(1)) {
            return null;
        }
        return new Found(new PoolMax(u.window(), u.stride()), s.operands().getFirst());
    }

    private static boolean isPlain(List<Long> low, List<Long> high, List<Long> dilation) {
        return low.stream().allMatch(n -> n == 0) && high.stream().allMatch(n -> n == 0)
                && dilation.stream().allMatch(n -> n == 1);
    }

    /// The indices of largest elements of windows along the last axis that a tensor of indices is, counted from the end
    /// where negative (they never are), or null.
    private static Tensor chosen(Tensor index) {
        var at = peeled(index);
        if (at instanceof Stage.Symbol s && s.op() instanceof Select
                && s.operands().get(0) instanceof Stage.Symbol c && c.op() == Compare.LT
                && same(c.operands().get(0), s.operands().get(2)) && isZero(c.operands().get(1))) {
            at = peeled(s.operands().get(2));
        }
        return at instanceof Stage.Symbol a && a.op() instanceof ArgReduce r && r.kind() == ArgReduce.Kind.MAX
                && r.axis() == a.operands().getFirst().rank() - 1 ? a : null;
    }

    private static Tensor peeled(Tensor x) {
        var at = x;
        while (at instanceof Stage.Symbol s && s.op() instanceof Reshape) {
            at = s.operands().getFirst();
        }
        return at;
    }

    private static boolean same(Tensor a, Tensor b) {
        return a == b || a instanceof Stage.Symbol s && b instanceof Stage.Symbol t && s.var() == t.var();
    }

    private static boolean isZero(Tensor x) {
        var at = x instanceof Stage.Symbol s && s.op() instanceof Broadcast ? s.operands().getFirst() : x;
        return at instanceof Concrete c && c.rank() == 0 && c.getDouble(0) == 0
                && 1 / c.getDouble(0) > 0;
    }
}
