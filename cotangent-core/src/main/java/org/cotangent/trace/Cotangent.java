package org.cotangent.trace;

import static org.cotangent.core.Ops.*;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Control;
import org.cotangent.op.Convert;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Movement;
import org.cotangent.op.Op;
import org.cotangent.op.Primals;
import org.cotangent.op.Reduce;
import org.cotangent.op.Select;

/// A cotangent on its way back. Where `mask` is given, elements outside it are zero whatever `value` holds there:
/// behind a `where`, products with infinite local derivatives of the branch not taken are made first and masked after,
/// so the dead branch never turns 0 * infinity into NaN.
///
/// A sum that this accumulator made itself is `owned`: nobody else has seen its storage, so more is added in place.
public record Cotangent(Tensor value, Tensor mask, boolean owned) {
    /// A cotangent that somebody else holds too.
    public Cotangent(Tensor value, Tensor mask) {
        this(value, mask, false);
    }

    /// The number itself.
    public Tensor settled() {
        return mask == null ? value : where(mask, value, scalar(0));
    }

    /// The sum at a fan-out; null is zero.
    public static Cotangent sum(Cotangent a, Cotangent b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        if (a.mask == b.mask) {
            return more(a, b);
        }
        var mask = a.mask == null || b.mask == null ? null : or(a.mask, b.mask);
        return new Cotangent(add(a.settled(), b.settled()), mask);
    }

    private static Cotangent more(Cotangent a, Cotangent b) {
        if (a.owned && a.value instanceof Concrete sum && b.value instanceof Concrete c
                && c.type().equals(sum.type())) {
            Dispatch.kernels().addInto(sum, c);
            return a;
        }
        return new Cotangent(add(a.value, b.value), a.mask, a.value instanceof Concrete && b.value instanceof Concrete);
    }

    /// Whether nothing of the bookkeeping of masks is needed: the operation's own rule gives the operands' cotangents.
    boolean isPlain(Op op) {
        return mask == null && !(op instanceof Select);
    }

    /// The cotangents of the operands, masks carried along as far as elements keep their identity.
    public static Cotangent[] pull(Op op, Primals p, Cotangent[] cts, boolean[] wanted) {
        if (op instanceof Select) {
            return select(p, cts[0], wanted);
        }
        var mask = cts[0] == null ? null : cts[0].mask;
        if (mask != null && (op instanceof Elementwise || op instanceof Convert)) {
            return wrap(op.vjp(p, List.of(cts[0].value), wanted), mask);
        }
        if (mask != null && cts.length == 1 && op instanceof Movement && !(op instanceof Broadcast)) {
            return moved(op, p, cts[0], wanted);
        }
        if (mask != null && op instanceof Broadcast b) {
            var any = b.newAxes().isEmpty() ? mask : Dispatch.bind(new Reduce(Reduce.Kind.OR, b.newAxes()), mask);
            return wrap(op.vjp(p, List.of(cts[0].settled()), wanted), any);
        }
        return wrap(op.vjp(p, settled(cts), wanted), null);
    }

    /// The cotangents of the operands of a choice or a loop.
    public static Cotangent[] pull(Control.Pull pull, Cotangent[] cts) {
        return wrap(pull.apply(settled(cts)), null);
    }

    private static List<Tensor> settled(Cotangent[] cts) {
        var settled = new Tensor[cts.length];
        for (int i = 0; i < settled.length; i++) {
            settled[i] = cts[i] == null ? null : cts[i].settled();
        }
        return Arrays.asList(settled);
    }

    /// The mask moved like the value: the transpose of a movement, on bools.
    private static Cotangent[] moved(Op op, Primals p, Cotangent ct, boolean[] wanted) {
        var values = op.vjp(p, List.of(ct.settled()), wanted);
        var masks = op.vjp(p, List.of(ct.mask), wanted);
        var out = new Cotangent[wanted.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values.get(i) == null ? null
                    : new Cotangent(values.get(i), values.get(i).rank() == 0 ? null : masks.get(i));
        }
        return out;
    }

    private static Cotangent[] select(Primals p, Cotangent ct, boolean[] wanted) {
        var condition = p.operand(0);
        if (condition instanceof Concrete c && c.isLiteral()) {
            var live = c.getLong(0) != 0 ? 1 : 2;
            var out = new Cotangent[3];
            out[live] = wanted[live] ? ct : null;
            return out;
        }
        return new Cotangent[] {null, wanted[1] ? branch(ct, condition) : null, wanted[2]
                ? branch(ct, not(condition)) : null};
    }

    private static Cotangent branch(Cotangent ct, Tensor live) {
        return new Cotangent(ct.value, ct.mask == null ? live : and(ct.mask, live));
    }

    private static Cotangent[] wrap(List<Tensor> values, Tensor mask) {
        var out = new Cotangent[values.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = values.get(i) == null ? null : new Cotangent(values.get(i), mask);
        }
        return out;
    }
}
