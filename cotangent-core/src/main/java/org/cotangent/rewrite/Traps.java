package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BinaryOperator;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Binary;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Convert;
import org.cotangent.op.Op;
import org.cotangent.op.Permute;
import org.cotangent.op.Reshape;
import org.cotangent.op.Select;
import org.cotangent.op.Sum;
import org.cotangent.trace.Stage;

/// Products and quotients of `where(c, 0, f)`, or `where(c, f, 0)`, with a partner that may be infinite or NaN: the
/// partner moves inside, so that the 0 never meets it.
final class Traps implements Finder {
    private static final int DEPTH = 8;

    @Override
    public List<Op> heads() {
        return List.of(Binary.MUL, Binary.DIV);
    }

    @Override
    public Found find(Site site) {
        var a = site.operand(0);
        var b = site.operand(1);
        if (site.op() == Binary.DIV) {
            return isDangerousBelow(site.fact(b)) ? inside(a, b, (f, p) -> div(f, p)) : null;
        }
        var found = isDangerous(site.fact(b)) ? inside(a, b, (f, p) -> mul(f, p)) : null;
        return found != null || !isDangerous(site.fact(a)) ? found : inside(b, a, (f, p) -> mul(p, f));
    }

    private static boolean isDangerous(Fact f) {
        return !f.isFinite();
    }

    private static boolean isDangerousBelow(Fact f) {
        return f.nan() || f.mayBeZero();
    }

    private static Found inside(Tensor guarded, Tensor partner, BinaryOperator<Tensor> op) {
        var moves = new ArrayDeque<Stage.Symbol>();
        var at = guarded;
        while (moves.size() < DEPTH && moves(Seen.op(at))) {
            moves.push((Stage.Symbol) at);
            at = Seen.operand(at);
        }
        if (!(Seen.op(at) instanceof Select) || Seen.isNumber(partner)) {
            return null;
        }
        boolean first = Seen.isNumber(Seen.operand(at, 1), 0);
        if (!first && !Seen.isNumber(Seen.operand(at, 2), 0)) {
            return null;
        }
        var condition = Seen.operand(at, 0);
        var value = Seen.operand(at, first ? 2 : 1);
        return new Found("where_trap", () -> {
            var c = moved(condition, moves, false);
            var f = op.apply(moved(value, moves, true), partner);
            return first ? where(c, scalar(0.0), f) : where(c, f, scalar(0.0));
        });
    }

    /// sum(where(c, f, 0)) where c is the same along what is summed: where(c, sum(f), 0), so that the guard stays.
    static final Finder SUMS = Finder.of("where_sum", List.of(new Sum(List.of())), site -> {
        var x = site.operand();
        var axes = ((Sum) site.op()).axes();
        if (!(Seen.op(x) instanceof Select) || !(Seen.op(Seen.operand(x, 0)) instanceof Broadcast b)
                || !b.newAxes().equals(axes) || site.fact(Seen.operand(x, 1)).isFinite()
                && site.fact(Seen.operand(x, 2)).isFinite()) {
            return null;
        }
        boolean first = Seen.isNumber(Seen.operand(x, 1), 0);
        var value = Seen.operand(x, first ? 2 : 1);
        if (!first && !Seen.isNumber(Seen.operand(x, 2), 0) || Seen.isNumber(value)
                || !value.shape().equals(x.shape())) {
            return null;
        }
        var c = Seen.operand(Seen.operand(x, 0));
        return () -> {
            var sum = Dispatch.bind(site.op(), value);
            return first ? where(c, scalar(0.0), sum) : where(c, sum, scalar(0.0));
        };
    });

    private static boolean moves(Op op) {
        return op instanceof Reshape || op instanceof Permute || op instanceof Broadcast || op == Arithmetic.NEG
                || op instanceof Convert c && c.dtype().isFloat();
    }

    /// The value after the same moves, of which signs and conversions do not concern conditions.
    private static Tensor moved(Tensor t, Deque<Stage.Symbol> moves, boolean values) {
        if (values && Seen.isNumber(t)) {
            boolean odd = moves.stream().filter(m -> m.op() == Arithmetic.NEG).count() % 2 == 1;
            return scalar(odd ? -Seen.number(t) : Seen.number(t));
        }
        var out = t;
        for (var m : moves) {
            boolean concerns = values || m.op() != Arithmetic.NEG && !(m.op() instanceof Convert);
            out = concerns ? Dispatch.bind(m.op(), out) : out;
        }
        return out;
    }
}
