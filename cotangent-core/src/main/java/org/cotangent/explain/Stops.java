package org.cotangent.explain;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.explain.Finding.Kind;
import org.cotangent.op.ArgReduce;
import org.cotangent.op.Binary;
import org.cotangent.op.Compare;
import org.cotangent.op.Convert;
import org.cotangent.op.Dot;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Exponential;
import org.cotangent.op.Hyperbolic;
import org.cotangent.op.Indexing;
import org.cotangent.op.Normalizing;
import org.cotangent.op.Op;
import org.cotangent.op.PowInt;
import org.cotangent.op.Select;
import org.cotangent.op.Special;
import org.cotangent.op.Stop;
import org.cotangent.op.Trigonometric;
import org.cotangent.program.Node;

/// Says in words why nothing passes an operation on the way back.
final class Stops {
    /// What was found at an operation.
    ///
    /// @param node where it is, when that is not the operation that lets nothing pass
    record Stopped(Kind kind, String cause, String cure, Node node) {
        Stopped(Kind kind, String cause, String cure) {
            this(kind, cause, cure, null);
        }
    }

    private Stops() {
    }

    /// Whether the derivative is 0 or missing everywhere.
    static boolean neverPasses(Op op) {
        return op instanceof Stop || op instanceof Compare || op instanceof ArgReduce || isStep(op);
    }

    private static boolean isStep(Op op) {
        return switch (op.label()) {
            case "floor", "ceil", "round", "trunc", "sign" -> true;
            default -> false;
        };
    }

    static Stopped classify(Seen seen, Node user, Node operand, int place) {
        var op = seen.equation(user).op();
        var x = operand.name();
        if (op instanceof Stop) {
            return new Stopped(Kind.STOPPED, "stopGradient(" + x + ") lets nothing back by design",
                    "take the stopGradient out if " + x + " is to be learned");
        } else if (op instanceof Compare || op.label().equals("sign")) {
            return new Stopped(Kind.COMPARISON, user.op() + " of " + x + " jumps and is flat elsewhere: derivative 0",
                    "use a smooth form, such as sigmoid(k * (a - b)) or tanh(k * x)");
        } else if (op instanceof ArgReduce || op instanceof Indexing && !operand.type().dtype().isFloat()) {
            return new Stopped(Kind.INDEX, user.op() + " turns " + x + " into an index: derivative 0",
                    "use softmax weights instead of the index of the largest");
        } else if (op instanceof Convert && !user.type().dtype().isFloat() || isStep(op)) {
            return new Stopped(Kind.CAST, user.op() + " of " + x + " rounds to whole numbers (" + user.type()
                    + "): derivative 0", "stay with floats, or pass the gradient straight through: x + stopGradient("
                            + "round(x) - x)");
        }
        return byValue(seen, user, operand, place, op);
    }

    private static Stopped byValue(Seen seen, Node user, Node operand, int place, Op op) {
        var x = operand.name();
        var range = range(operand.value());
        return switch (op) {
            case Select _ when place == 0 -> new Stopped(Kind.COMPARISON, "the condition " + x + " of a where lets "
                    + "nothing back", "use a smooth weight instead of the condition");
            case Select _ -> selected(seen, user, operand);
            case Binary b when (b == Binary.MAX || b == Binary.MIN) -> clipped(seen, user, operand, place, b);
            case Binary b when b == Binary.MUL -> multiplied(seen, user, operand, place);
            case Dot _ when isZeroFactor(seen, user, place) -> multiplied(seen, user, operand, place);
            case Binary b when b == Binary.DIV && place == 1 && isZeroFactor(seen, user, place) -> new Stopped(
                    Kind.ZERO, x + " divides " + user.operands().getFirst() + ", which is 0",
                    "start " + user.operands().getFirst() + " away from 0");
            case Binary b when b == Binary.ATAN2 && Numbers.isZero(operand.value())
                    && isZeroFactor(seen, user, place) -> new Stopped(Kind.ZERO, "atan2(0, 0) has no derivative; "
                            + "it counts as 0",
                            "keep " + String.join(" and ", user.operands()) + " from being 0 together");
            case Hyperbolic h when h.label().equals("cosh") -> stationary(user, x, range);
            case Hyperbolic _, Special _, Normalizing _ -> saturated(user, x, range);
            case Exponential e when e.label().equals("logistic") || e.label().equals("softplus") -> saturated(user, x,
                    range);
            case Exponential e when e == Exponential.EXPM1 -> saturated(user, x, range);
            case Exponential e when e.label().startsWith("exp") -> new Stopped(Kind.UNDERFLOW, user.op() + "(" + range
                    + ") is 0 in " + user.type().dtype() + ", and so is its derivative",
                    "stay with logarithms, or subtract the maximum first");
            case Trigonometric t when t.label().startsWith("a") -> saturated(user, x, range);
            case Elementwise e when e.label().equals("sqrt") || e.label().equals("abs") -> new Stopped(Kind.ZERO,
                    user.op() + " has no derivative at " + x + " = " + range + "; it counts as 0",
                    "keep " + x + " away from 0, as by adding a small number");
            case PowInt _ when Numbers.isZero(operand.value()) -> stationary(user, x, range);
            case PowInt _ -> underflow(user, operand, "the derivative of " + user.op() + " at " + range);
            default -> underflowOrFlat(user, operand, range);
        };
    }

    private static Stopped saturated(Node user, String x, String range) {
        return new Stopped(Kind.SATURATED, user.op() + " is flat at " + x + " = " + range + ": its derivative is 0 in "
                + user.type().dtype(), "keep " + x + " small: smaller initial weights, normalised inputs, or a loss "
                        + "made from " + x + " itself (cross-entropy from logits)");
    }

    private static Stopped stationary(Node user, String x, String range) {
        return new Stopped(Kind.ZERO, "the derivative of " + user.op() + " at " + x + " = " + range + " is 0",
                "nothing, if the point is meant to be stationary; start elsewhere if not");
    }

    private static Stopped underflowOrFlat(Node user, Node operand, String range) {
        var x = operand.name();
        double local = user.edges().stream().filter(e -> e.operand().equals(x) && e.local() != null)
                .mapToDouble(e -> e.local()).findFirst().orElse(0);
        if (local != 0) {
            return underflow(user, operand, Numbers.text(local));
        }
        return stationary(user, x, range);
    }

    private static Stopped underflow(Node user, Node operand, String factor) {
        return new Stopped(Kind.UNDERFLOW, "the cotangent " + Numbers.text(Numbers.largest(user.cotangent()))
                + " times "
                + factor + " is too small for " + operand.type().dtype() + " and becomes 0",
                "scale the loss, or use a wider dtype");
    }

    private static Stopped multiplied(Seen seen, Node user, Node operand, int place) {
        int other = user.operands().size() == 2 ? 1 - place : place;
        var y = seen.operand(user, other);
        if (y != null && Numbers.isZero(y)) {
            var factor = seen.node(user.operands().get(other));
            if (factor == null) {
                return new Stopped(Kind.ZERO, operand.name() + " is multiplied by the constant 0",
                        "take the factor 0 away, or leave " + operand.name() + " out of the gradient");
            } else if (isDead(seen, factor)) {
                return dead(bounded(seen, factor), factor, "; " + operand.name() + " is multiplied by it");
            }
            return new Stopped(Kind.ZERO, operand.name() + " is multiplied by " + factor.name()
                    + ", which is 0", "start " + factor.name() + " away from 0");
        }
        return underflow(user, operand, range(y));
    }

    private static boolean isZeroFactor(Seen seen, Node user, int place) {
        var y = user.operands().size() == 2 ? seen.operand(user, 1 - place) : null;
        return y != null && Numbers.isZero(y);
    }

    private static Stopped clipped(Seen seen, Node user, Node operand, int place, Binary b) {
        int other = 1 - place;
        var y = seen.operand(user, other);
        boolean relu = b == Binary.MAX && y != null && Numbers.isZero(y)
                && seen.node(user.operands().get(other)) == null;
        return relu ? dead(seen, user)
                : new Stopped(Kind.CLIPPED, operand.name() + " = " + range(operand.value()) + " loses to the other "
                        + "operand of " + user.op() + " everywhere", "widen the bound, or use a smooth one");
    }

    private static Stopped dead(Node operand, Node relu, String more) {
        return new Stopped(Kind.DEAD_RELU, "relu(" + operand.name() + ") is 0 for every element"
                + (Numbers.isZero(relu.value()) ? ": " : " that a derivative comes back to: ")
                + operand.name() + " is " + range(operand.value()) + more,
                "start with smaller biases or a smaller rate, or use a leaky relu, gelu or softplus", relu);
    }

    /// A relu that lets nothing pass, or the one before it that is why.
    private static Stopped dead(Seen seen, Node relu) {
        var first = relu;
        var open = new ArrayDeque<Node>(List.of(relu));
        Set<Node> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.add(relu);
        while (!open.isEmpty()) {
            for (var o : seen.operands(open.poll())) {
                if (o.type().dtype().isFloat() && Numbers.isZero(o.value()) && known.add(o)) {
                    open.add(o);
                    first = isDead(seen, o) ? o : first;
                }
            }
        }
        return dead(bounded(seen, first), first, first == relu ? "" : ", and so is what comes after");
    }

    /// The x of max(x, 0) or max(0, x).
    private static Node bounded(Seen seen, Node relu) {
        var first = seen.node(relu.operands().getFirst());
        return first != null ? first : seen.node(relu.operands().getLast());
    }

    /// Whether a node is max(x, 0) of an x that is nowhere positive.
    private static boolean isDead(Seen seen, Node n) {
        var e = seen.equation(n);
        return e != null && e.op() == Binary.MAX && Numbers.isZero(n.value())
                && seen.node(n.operands().getFirst()) == null != (seen.node(n.operands().getLast()) == null);
    }

    private static boolean isSamePlace(Node a, Node b) {
        return a.line() == b.line() && a.column() == b.column();
    }

    /// Whether it is the stopped branch of a clamp that a function of the library is made of: its `where` says more.
    static boolean isPartOfClamp(Seen seen, Node n) {
        return n.column() > 0 && seen.equation(n) != null && seen.equation(n).op() instanceof Stop
                && !seen.users(n).isEmpty() && seen.users(n).stream()
                        .allMatch(u -> seen.equation(u).op() instanceof Select && isSamePlace(u, n));
    }

    /// Whether a node is the choice between the pieces of a function of the library: the pieces say more.
    static boolean isPartOfFunction(Seen seen, Node n) {
        var condition = seen.equation(n).op() instanceof Select ? seen.node(n.operands().getFirst()) : null;
        return condition != null && n.column() > 0 && isSamePlace(condition, n) && n.operands().stream().skip(1)
                .allMatch(o -> seen.node(o) != null && !isPartOfClamp(seen, seen.node(o)));
    }

    /// Whether a node is an operand of a condition, or of one of those that it is made of.
    private static boolean asks(Seen seen, Node condition, Node about) {
        var open = new ArrayDeque<>(List.of(condition));
        while (!open.isEmpty()) {
            for (var o : seen.operands(open.poll())) {
                if (o == about) {
                    return true;
                } else if (o.type().dtype() == DType.BOOL) {
                    open.add(o);
                }
            }
        }
        return false;
    }

    /// A where of which the other branch was taken: a clamp, when what was taken is constant and the condition compares
    /// the operand itself (and, in a program text, stands at the same place); a root at 0, when that is what it guards.
    private static Stopped selected(Seen seen, Node user, Node operand) {
        var condition = seen.node(user.operands().getFirst());
        boolean here = condition != null && (user.column() == 0 || isSamePlace(user, condition));
        boolean own = here && asks(seen, condition, operand);
        boolean constant = user.operands().stream().skip(1).map(seen::node)
                .anyMatch(o -> o == null || user.column() > 0 && isPartOfClamp(seen, o));
        var root = seen.equation(operand);
        if (here && root != null && root.op().label().equals("sqrt") && Numbers.isZero(user.value())
                && seen.equation(condition).op() == Compare.EQ) {
            return new Stopped(Kind.ZERO, "the root of a sum of squares is 0 there and has no derivative; it counts "
                    + "as 0",
                    "keep the sum away from 0, as by sqrt(sum(x^2) + 1e-12), or nothing, if that point is meant");
        }
        return own && constant ? new Stopped(Kind.CLIPPED, operand.name() + " = " + range(operand.value())
                + " lies outside the bounds that it is clamped to", "widen the bounds, or use a smooth one")
                : new Stopped(Kind.WHERE, "where took the other branch than " + operand.name() + " for every element",
                        "nothing, if that is meant; else check the condition "
                                + (condition == null ? "" : condition.name()));
    }

    private static String range(Concrete t) {
        if (t == null) {
            return "?";
        }
        double lo = Double.POSITIVE_INFINITY;
        double hi = Double.NEGATIVE_INFINITY;
        for (long i = 0; i < t.shape().count(); i++) {
            lo = Math.min(lo, t.getDouble(i));
            hi = Math.max(hi, t.getDouble(i));
        }
        return lo == hi ? Numbers.text(lo) : Numbers.text(lo) + " to " + Numbers.text(hi);
    }
}
