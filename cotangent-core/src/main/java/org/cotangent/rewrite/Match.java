package org.cotangent.rewrite;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Tensor;
import org.cotangent.op.Binary;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Normalizing;
import org.cotangent.op.Op;
import org.cotangent.op.Reduce;
import org.cotangent.op.Sum;
import org.cotangent.trace.Stage;

/// Holds a pattern against a program and remembers what its operands and its reduced axes stand for.
final class Match {
    private final List<Tensor> holes;
    private final Tensor[] bound;
    private List<Integer> axes;

    Match(List<Tensor> holes) {
        this.holes = holes;
        this.bound = new Tensor[holes.size()];
    }

    List<Tensor> operands() {
        return Arrays.asList(bound);
    }

    int[] axes() {
        return axes == null ? new int[0] : axes.stream().mapToInt(Integer::intValue).toArray();
    }

    /// Recursion is over the pattern, which is small.
    boolean matches(Stage.Symbol pattern, Op op, List<Tensor> operands) {
        if (!sameOp(pattern.op(), op)) {
            return false;
        }
        if (all(pattern.operands(), operands)) {
            return true;
        }
        return (op == Binary.ADD || op == Binary.MUL || op == Binary.MAX)
                && all(pattern.operands(), operands.reversed());
    }

    private boolean all(List<Tensor> patterns, List<Tensor> values) {
        var saved = bound.clone();
        var savedAxes = axes;
        for (int i = 0; i < patterns.size(); i++) {
            if (!one(patterns.get(i), values.get(i))) {
                System.arraycopy(saved, 0, bound, 0, saved.length);
                axes = savedAxes;
                return false;
            }
        }
        return true;
    }

    private boolean one(Tensor pattern, Tensor value) {
        int hole = holes.indexOf(pattern);
        if (hole >= 0) {
            if (bound[hole] == null) {
                bound[hole] = value;
                return !Seen.isNumber(value);
            }
            return same(bound[hole], value);
        }
        if (pattern instanceof Concrete c) {
            return Seen.isNumber(value, c.getDouble(0));
        }
        return value instanceof Stage.Symbol s && s.op() != null
                && matches((Stage.Symbol) pattern, s.op(), s.operands());
    }

    private static boolean same(Tensor a, Tensor b) {
        return Seen.same(a, b);
    }

    private boolean sameOp(Op pattern, Op op) {
        return switch (pattern) {
            case Sum s -> op instanceof Sum t && along(t.axes());
            case Reduce r -> op instanceof Reduce t && t.kind() == r.kind() && along(t.axes());
            case Broadcast _ -> op instanceof Broadcast t && along(t.newAxes());
            case Normalizing n -> op.getClass() == n.getClass() && along(((Normalizing) op).axes());
            default -> pattern.equals(op);
        };
    }

    private boolean along(List<Integer> found) {
        if (axes == null) {
            axes = found;
        }
        return axes.equals(found);
    }
}
