package org.cotangent.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Dot;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Op;
import org.cotangent.op.Permute;
import org.cotangent.op.Reduce;
import org.cotangent.op.Reshape;
import org.cotangent.op.Select;
import org.cotangent.op.Sum;

/// Where the dimensions of a value came from: the axis of an input, or the operation that made a new one, followed back
/// through a program that is being written down.
final class Origins {
    private static final String MARGIN = "\n         ";
    private static final int MOST_STEPS = 100_000;

    /// An axis of a value.
    private record Axis(Tensor of, int axis) {
    }

    private Origins() {
    }

    /// The operands' types with a line from each dimension to its origin; empty where nothing is known of them.
    static String drawn(Tensor... operands) {
        var out = new StringBuilder();
        for (int i = 0; i < operands.length; i++) {
            var made = made(operands[i]);
            if (made != null && operands[i].rank() > 0) {
                out.append(out.isEmpty() ? "" : MARGIN).append(drawn(i, operands[i], made));
            }
        }
        return out.toString();
    }

    /// One operand: its type, and below it, from the last dimension to the first, what each is.
    private static String drawn(int place, Tensor t, Traced.Made made) {
        var head = "operand " + (place + 1) + (made.name() == null ? "" : ", `" + made.name() + "`") + ": " + t.dtype();
        var out = new StringBuilder(head).append('[');
        int[] columns = new int[t.rank()];
        for (int a = 0; a < t.rank(); a++) {
            out.append(a == 0 ? "" : ", ");
            columns[a] = out.length();
            out.append(t.size(a));
        }
        out.append(']');
        for (int a = t.rank() - 1; a >= 0; a--) {
            var line = new char[columns[a]];
            Arrays.fill(line, ' ');
            for (int b = 0; b < a; b++) {
                line[columns[b]] = '|';
            }
            out.append(MARGIN).append(line).append("`- ").append(t.size(a)).append(": ").append(text(t, a));
        }
        return out.toString();
    }

    private static Traced.Made made(Tensor t) {
        var at = t;
        while (at instanceof Traced traced) {
            if (traced.made() != null) {
                return traced.made();
            }
            at = traced.beneath();
        }
        return null;
    }

    private static String text(Tensor t, int axis) {
        var at = new Axis(t, axis);
        for (int i = 0; i < MOST_STEPS; i++) {
            var made = made(at.of());
            if (made == null) {
                return "axis " + at.axis() + " of a constant " + at.of().type();
            } else if (made.op() == null) {
                return "axis " + at.axis() + " of the input " + (made.name() == null ? "" : "`" + made.name() + "` ")
                        + at.of().type();
            }
            var next = before(made, at);
            if (next == null) {
                return "made by " + made.op().label() + (made.name() == null ? "" : " (`" + made.name() + "`)")
                        + (made.lines().isEmpty() ? "" : " at " + made.lines().getFirst());
            }
            at = next;
        }
        return "an input far away";
    }

    /// The operand's axis that an axis of the result is; null where it is a new one.
    private static Axis before(Traced.Made made, Axis at) {
        var operands = made.operands();
        return switch (made.op()) {
            case Broadcast b -> b.axes().contains(at.axis()) ? new Axis(operands.getFirst(),
                    b.axes().indexOf(at.axis())) : null;
            case Permute p -> new Axis(operands.getFirst(), p.axes().get(at.axis()));
            case Reshape _ -> reshaped(operands.getFirst(), at);
            case Sum s -> kept(operands.getFirst(), s.axes(), at.axis());
            case Reduce r -> kept(operands.getFirst(), r.axes(), at.axis());
            case Dot d -> multiplied(d, operands, at.axis());
            case Elementwise _, Select _ -> stretched(operands, at);
            default -> same(made.op(), operands, at);
        };
    }

    /// The axis of the same size with as many elements before it.
    private static Axis reshaped(Tensor from, Axis at) {
        long before = 1;
        for (int a = 0; a < at.axis(); a++) {
            before *= at.of().size(a);
        }
        long sum = 1;
        for (int a = 0; a < from.rank(); a++) {
            if (sum == before && from.size(a) == at.of().size(at.axis())) {
                return new Axis(from, a);
            }
            sum *= from.size(a);
        }
        return null;
    }

    /// The axis that was the `axis`-th of those which were not reduced.
    private static Axis kept(Tensor from, List<Integer> reduced, int axis) {
        int left = axis;
        for (int a = 0; a < from.rank(); a++) {
            if (!reduced.contains(a) && left-- == 0) {
                return new Axis(from, a);
            }
        }
        return null;
    }

    private static Axis multiplied(Dot d, List<Tensor> operands, int axis) {
        if (axis < d.lhsBatch().size()) {
            return new Axis(operands.getFirst(), d.lhsBatch().get(axis));
        }
        int left = axis - d.lhsBatch().size();
        var x = operands.getFirst();
        int free = x.rank() - d.lhs().size() - d.lhsBatch().size();
        return left < free ? kept(x, joined(d.lhs(), d.lhsBatch()), left)
                : kept(operands.get(1), joined(d.rhs(), d.rhsBatch()), left - free);
    }

    private static List<Integer> joined(List<Integer> a, List<Integer> b) {
        var out = new ArrayList<>(a);
        out.addAll(b);
        return out;
    }

    /// The operand that has the axis of itself, rather than repeated along it.
    private static Axis stretched(List<Tensor> operands, Axis at) {
        Axis any = null;
        for (var t : operands) {
            if (t.rank() == at.of().rank()) {
                var made = made(t);
                any = any == null ? new Axis(t, at.axis()) : any;
                if (made == null || !(made.op() instanceof Broadcast b) || b.axes().contains(at.axis())) {
                    return new Axis(t, at.axis());
                }
            }
        }
        return any;
    }

    /// The first operand's axis where it has as many, and the same size there.
    private static Axis same(Op op, List<Tensor> operands, Axis at) {
        var x = operands.isEmpty() ? null : operands.getFirst();
        return x != null && op.isPure() && x.rank() == at.of().rank() && x.size(at.axis()) == at.of().size(at.axis())
                ? new Axis(x, at.axis()) : null;
    }
}
