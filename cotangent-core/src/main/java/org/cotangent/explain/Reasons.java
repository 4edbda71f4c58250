package org.cotangent.explain;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.core.DType;
import org.cotangent.op.Binary;
import org.cotangent.op.Convert;
import org.cotangent.op.Dot;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Exponential;
import org.cotangent.op.Hyperbolic;
import org.cotangent.op.Op;
import org.cotangent.op.PowInt;
import org.cotangent.op.Special;
import org.cotangent.op.Sum;
import org.cotangent.op.Trigonometric;
import org.cotangent.program.Node;

/// Says in words why an operation made a number that is not finite out of finite ones.
final class Reasons {
    private static final Set<String> ZERO = Set.of("0", "0.0", "-0.0");
    private static final Set<String> POLES = Set.of("lgamma", "digamma", "polygamma", "gammaln", "tgamma");

    private final Seen seen;
    private final Node node;
    private final long at;
    private final double[] x;

    private Reasons(Seen seen, Node node, long at) {
        this.seen = seen;
        this.node = node;
        this.at = at;
        boolean aligned = op() instanceof Elementwise || op() instanceof Convert;
        x = aligned ? IntStream.range(0, node.operands().size()).mapToDouble(i -> seen.operandAt(node, i, at)).toArray()
                : new double[0];
    }

    /// Why element `at` of the node is what it is.
    static String forward(Seen seen, Node node, long at) {
        var r = new Reasons(seen, node, at);
        long bad = Numbers.count(node.value(), v -> !Double.isFinite(v));
        long all = node.type().shape().count();
        var where = node.type().rank() == 0 ? "" : " in element " + Numbers.place(node.type().shape(), at)
                + (bad > 1 ? " and " + (bad - 1) + " more of " + all : "");
        return r.why() + where + r.origin();
    }

    private Op op() {
        return seen.equation(node).op();
    }

    private String result() {
        return Double.toString(node.value().getDouble(at));
    }

    private String why() {
        return switch (op()) {
            case Exponential e when e == Exponential.EXP || e == Exponential.EXPM1 -> node.op() + "("
                    + Numbers.text(x[0]) + ") is larger than the largest " + dtype() + ", which is reached at "
                    + (node.type().dtype() == DType.FLOAT64 ? "709.78" : "88.72");
            case Exponential e when e.label().startsWith("log") && x[0] == edge(e) -> node.op() + " of "
                    + Numbers.text(x[0]) + " is -infinity";
            case Exponential e when e.label().startsWith("log") -> node.op() + " of " + Numbers.text(x[0])
                    + ": no real number has that logarithm";
            case Elementwise e when e.label().contains("sqrt") && x[0] < 0 -> node.op() + " of the negative number "
                    + Numbers.text(x[0]);
            case Binary b when b == Binary.DIV -> divided();
            case Binary b when b == Binary.MUL && Double.isNaN(node.value().getDouble(at)) -> "0 times infinity";
            case Binary b when b == Binary.SUB && Double.isNaN(node.value().getDouble(at)) -> "infinity minus infinity";
            case Binary b when b == Binary.POW && x[0] < 0 -> "the negative number " + Numbers.text(x[0])
                    + " to the power " + Numbers.text(x[1]) + " is no real number";
            case PowInt p when x[0] == 0 -> "0 to the power " + p.k() + " divides by 0";
            case Convert _ -> Numbers.text(x[0]) + " is beyond the largest " + dtype();
            case Sum _, Dot _ -> node.op() + " of finite numbers is beyond the largest " + dtype();
            default -> x.length == 0 ? node.op() + " of finite numbers gives " + result()
                    : node.op() + "(" + numbers() + ") is "
                            + (overflows() ? "beyond the largest " + dtype() : result());
        };
    }

    private static double edge(Exponential e) {
        return e == Exponential.LOG1P ? -1 : 0;
    }

    private boolean overflows() {
        return Double.isInfinite(node.value().getDouble(at)) && IntStream.range(0, x.length)
                .anyMatch(i -> Math.abs(x[i]) > 1);
    }

    private String divided() {
        return x[1] == 0 ? Numbers.text(x[0]) + " divided by 0" : Double.isInfinite(x[0]) && Double.isInfinite(x[1])
                ? "infinity divided by infinity" : Numbers.text(x[0]) + " / " + Numbers.text(x[1])
                        + " is beyond the largest " + dtype();
    }

    private String numbers() {
        return IntStream.range(0, x.length).mapToObj(i -> Numbers.text(x[i])).collect(Collectors.joining(", "));
    }

    private String dtype() {
        return node.type().dtype().toString();
    }

    /// Where a fatal 0 came from, when numbers that are not 0 underflowed on the way to it.
    private String origin() {
        for (int i = 0; i < x.length; i++) {
            var n = x[i] == 0 ? seen.node(node.operands().get(i)) : null;
            if (n != null) {
                var cause = Flushed.origin(seen, n, at);
                if (cause != null) {
                    return "; that 0 is " + (cause == n ? "" : "there because ") + cause.name() + " = "
                            + underflow(cause) + (cause == n ? ", which is" : " is") + " too small for "
                            + cause.type().dtype();
                }
            }
        }
        return "";
    }

    private String underflow(Node n) {
        boolean aligned = seen.equation(n).op() instanceof Elementwise && n.value().shape().equals(node.type().shape());
        return n.op() + "(" + IntStream.range(0, n.operands().size()).mapToObj(i -> aligned ? Numbers.text(
                seen.operandAt(n, i, at)) : n.operands().get(i)).collect(Collectors.joining(", ")) + ")";
    }

    /// What to change where no rewrite helps.
    static String cure(Op op, List<String> operands) {
        var first = operands.isEmpty() ? "the operand" : operands.getFirst();
        return switch (op) {
            case Exponential e when e.label().startsWith("log") -> "keep " + first + " positive, as by log(max("
                    + first + ", 1e-12)), or work with the logarithm of it from the start";
            case Exponential e when e.label().startsWith("exp") -> "keep " + first + " small: subtract its maximum, or "
                    + "stay with logarithms (logsumexp, log_softmax, softplus)";
            case Elementwise e when e.label().contains("sqrt") -> "keep " + first + " positive, as by sqrt(max(" + first
                    + ", 1e-12))";
            case Binary b when b == Binary.DIV && ZERO.contains(operands.getLast()) -> "divide by something else than "
                    + "0; a mean needs at least one element";
            case Binary b when b == Binary.DIV && isNumber(operands.getLast()) -> "scale the values: " + first
                    + " is large and " + operands.getLast() + " small";
            case Binary b when b == Binary.DIV -> "keep " + operands.getLast()
                    + " away from 0: where(d == 0, 1, d) in the divisor and where(...) round the result";
            case Trigonometric t when t.label().equals("acos") || t.label().equals("asin") -> "keep " + first
                    + " inside -1 to 1, as by clamp(" + first + ", -0.999999, 0.999999); for angles use atan2";
            case Trigonometric t when t.label().equals("tan") -> "keep " + first + " away from odd multiples of pi / 2";
            case Hyperbolic h when h.label().equals("atanh") -> "keep " + first + " inside -1 to 1, as by clamp("
                    + first + ", -0.999999, 0.999999)";
            case Hyperbolic h when h.label().equals("acosh") -> "keep " + first + " above 1, as by max(" + first
                    + ", 1.000001)";
            case Hyperbolic _ -> "keep " + first + " small; log(cosh(x)) is |x| + softplus(-2 |x|) - log(2)";
            case Elementwise e when e.label().equals("cbrt") -> "keep " + first + " away from 0";
            case Binary b when b == Binary.POW -> "keep " + first + " positive, as by max(" + first
                    + ", 1e-12); for a whole exponent write it as a literal";
            case PowInt p when p.k() < 0 -> "keep " + first + " away from 0";
            case PowInt p -> "scale " + first + ", or use a wider dtype: its power " + p.k() + " must fit too";
            case Special s when POLES.contains(s.label()) -> "keep " + first
                    + " away from 0 and the negative whole numbers, where " + s.label() + " has poles";
            case Convert _ -> "stay in the wider dtype, or scale the values before";
            default -> "scale the values, or use a wider dtype";
        };
    }

    /// Whether what is not finite comes of size, and not of a point that could be kept away from.
    static boolean grows(Op op) {
        return op instanceof Sum || op instanceof Dot || op instanceof Convert || op == Binary.ADD || op == Binary.SUB
                || op == Binary.MUL || op instanceof PowInt p && p.k() > 0 || op.label().startsWith("exp")
                || op.label().equals("sinh") || op.label().equals("cosh") || op.label().startsWith("cum");
    }

    private static boolean isNumber(String operand) {
        return !operand.isEmpty() && (Character.isDigit(operand.charAt(0)) || operand.charAt(0) == '-');
    }
}
