package org.cotangent.explain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.cotangent.explain.Finding.Direction;
import org.cotangent.explain.Finding.Kind;
import org.cotangent.op.Binary;
import org.cotangent.op.Convert;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Exponential;
import org.cotangent.op.PowInt;
import org.cotangent.op.Reduce;
import org.cotangent.program.Node;

/// Values of which all elements became 0 because the dtype has nothing smaller, and that the output cannot do without.
final class Flushed {
    private final Seen seen;
    private final Set<Node> leading;

    private Flushed(Seen seen) {
        this.seen = seen;
        leading = seen.leading();
    }

    /// The findings that are not among `others`.
    static List<Finding> of(Seen seen, List<Finding> others) {
        var search = new Flushed(seen);
        boolean lost = seen.output() != null && seen.output().type().dtype().isFloat()
                && Numbers.isZero(seen.output().value());
        var out = new ArrayList<Finding>();
        for (var n : seen.nodes()) {
            if (search.isFlushed(n, lost) && others.stream().noneMatch(f -> f.node().equals(n.name()))) {
                out.add(search.finding(n));
            }
        }
        return out;
    }

    /// The operation at or before `n` that made zeros of numbers that are none; null where there is no such one. For a
    /// tensor of the shape of `n` the element counts, before that whole tensors of zeros.
    static Node origin(Seen seen, Node n, long at) {
        var search = new Flushed(seen);
        var open = new ArrayDeque<>(List.of(n));
        Set<Node> known = Collections.newSetFromMap(new IdentityHashMap<>());
        while (!open.isEmpty()) {
            var m = open.poll();
            var e = seen.equation(m);
            if (known.add(m) && e != null && m.type().dtype().isFloat()) {
                boolean element = m.type().shape().equals(n.type().shape()) && e.op() instanceof Elementwise x
                        && m.value().getDouble(at) == 0 && search.isLost(m, x, at);
                if (element || Numbers.isZero(m.value()) && search.loses(m, true)) {
                    return m;
                }
                seen.operands(m).stream().filter(o -> Numbers.isZero(o.value())).forEach(open::add);
            }
        }
        return null;
    }

    private boolean isFlushed(Node n, boolean lost) {
        return seen.equation(n) != null && leading.contains(n) && n.type().dtype().isFloat()
                && n.type().shape().count() > 0 && Numbers.isZero(n.value()) && loses(n, lost);
    }

    /// Whether the zeros of a node are no zeros but for the dtype.
    private boolean loses(Node n, boolean lost) {
        var e = seen.equation(n);
        var values = n.value();
        return switch (e.op()) {
            case Convert _ -> !Numbers.isZero(seen.exact(n, 0));
            case Elementwise x when lost -> LongStream.range(0, values.shape().count()).anyMatch(i -> isLost(n, x, i));
            case Reduce r when lost && r.kind() == Reduce.Kind.PROD -> Numbers.first(seen.exact(n, 0), v -> v == 0) < 0
                    && seen.exact(n, 0).shape().count() > 0;
            default -> false;
        };
    }

    private boolean isLost(Node n, Elementwise x, long at) {
        if (x != Exponential.EXP && x != Exponential.EXP2 && x != Binary.MUL && x != Binary.DIV && x != Binary.POW
                && !(x instanceof PowInt)) {
            return false;
        } else if (x instanceof Exponential) {
            return Double.isFinite(seen.operandAt(n, 0, at));
        }
        double first = seen.operandAt(n, 0, at);
        double second = n.operands().size() > 1 ? seen.operandAt(n, 1, at) : 1;
        return first != 0 && (x == Binary.MUL ? second != 0 : Double.isFinite(second));
    }

    private Finding finding(Node n) {
        var from = n.operands().isEmpty() || seen.operand(n, 0) == null ? 0 : Numbers.largest(seen.operand(n, 0));
        boolean converted = seen.equation(n).op() instanceof Convert;
        return new Finding(Kind.UNDERFLOW, Direction.FORWARD, n.name(), seen.line(n),
                (converted ? n.operands().getFirst() + ", at most " + Numbers.text(from) + "," : n.op() + " of "
                        + String.join(" and ", n.operands())) + " is too small for " + n.type().dtype()
                        + ": every element becomes 0",
                List.of(n.name()), converted ? "scale the values up before, or stay in the wider dtype"
                        : "scale the values, stay with logarithms, or use a wider dtype");
    }
}
