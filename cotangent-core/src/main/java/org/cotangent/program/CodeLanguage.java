package org.cotangent.program;

import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.SourceLine;
import org.cotangent.core.UnsupportedException;
import org.cotangent.graph.Equation;
import org.cotangent.op.Convert;
import org.cotangent.op.Op;
import org.cotangent.op.PowInt;

/// How single operations on scalars are written in a programming language.
public enum CodeLanguage {
    JAVA("Math.") {
        @Override
        String choose(String condition, String a, String b) {
            return "(" + condition + " ? " + a + " : " + b + ")";
        }

        @Override
        String function(String name) {
            return switch (name) {
                case "sign" -> "Math.signum";
                case "round" -> "Math.rint";
                case "is_finite" -> "Double.isFinite";
                default -> super.function(name);
            };
        }

        @Override
        String logic(String a, String sign, String b) {
            return "(" + a + " " + sign + sign + " " + b + ")";
        }

        @Override
        String not(String a) {
            return "!" + a;
        }
    },
    NUMPY("np.") {
        @Override
        String choose(String condition, String a, String b) {
            return "(" + a + " if " + condition + " else " + b + ")";
        }

        @Override
        String function(String name) {
            return switch (name) {
                case "asin", "acos", "atan", "asinh", "acosh", "atanh" -> "np.arc" + name.substring(1);
                case "atan2" -> "np.arctan2";
                case "round" -> "np.rint";
                case "pow" -> "np.power";
                case "max" -> "np.maximum";
                case "min" -> "np.minimum";
                case "is_finite" -> "np.isfinite";
                default -> super.function(name);
            };
        }

        @Override
        String logic(String a, String sign, String b) {
            return "(" + a + (sign.equals("&") ? " and " : " or ") + b + ")";
        }

        @Override
        String not(String a) {
            return "(not " + a + ")";
        }
    };

    private static final List<String> FUNCTIONS = List.of("exp", "log", "log10", "log1p", "expm1", "sin", "cos", "tan",
            "asin", "acos", "atan",
            "sinh", "cosh", "tanh", "sqrt", "cbrt", "abs", "sign", "floor", "ceil", "round", "atan2", "hypot", "pow",
            "max", "min", "is_finite");

    private final String library;

    CodeLanguage(String library) {
        this.library = library;
    }

    abstract String choose(String condition, String a, String b);

    abstract String logic(String a, String sign, String b);

    abstract String not(String a);

    String function(String name) {
        return library + name;
    }

    private String call(String name, String... arguments) {
        return function(name) + "(" + String.join(", ", arguments) + ")";
    }

    /// The operation on operands that are names, numbers or in parentheses.
    String text(Equation e, List<String> x) {
        var bool = e.op() instanceof Convert c && c.dtype().isFloat()
                && e.operands().getFirst().type().dtype() == DType.BOOL;
        return bool ? choose(x.getFirst(), "1.0", "0.0") : text(e.op(), x, e.line());
    }

    // size: one switch
    // size: table - one line an operation
    private String text(Op op, List<String> x, SourceLine line) {
        var name = Nodes.label(op);
        var a = x.isEmpty() ? "" : x.getFirst();
        var b = x.size() < 2 ? "" : x.get(1);
        if (FUNCTIONS.contains(name)) {
            return call(name, x.toArray(String[]::new));
        }
        return switch (name) {
            case "add" -> "(" + a + " + " + b + ")";
            case "sub" -> "(" + a + " - " + b + ")";
            case "mul" -> "(" + a + " * " + b + ")";
            case "div" -> "(" + a + " / " + b + ")";
            case "neg" -> "(-" + a + ")";
            case "lt" -> "(" + a + " < " + b + ")";
            case "le" -> "(" + a + " <= " + b + ")";
            case "gt" -> "(" + a + " > " + b + ")";
            case "ge" -> "(" + a + " >= " + b + ")";
            case "eq" -> "(" + a + " == " + b + ")";
            case "ne" -> "(" + a + " != " + b + ")";
            case "and" -> logic(a, "&", b);
            case "or" -> logic(a, "|", b);
            case "not" -> not(a);
            case "select" -> choose(a, b, x.get(2));
            case "stop" -> a;
            case "convert" -> ((Convert) op).dtype().isFloat() ? a : unsupported(name, line);
            case "pow_int" -> ((PowInt) op).k() == 1 ? a : call("pow", a, Integer.toString(((PowInt) op).k()) + ".0");
            case "exp2" -> call("pow", "2.0", a);
            case "log2" -> "(" + call("log", a) + " / " + call("log", "2.0") + ")";
            case "rsqrt" -> "(1.0 / " + call("sqrt", a) + ")";
            case "asinh" -> "(" + call("sign", a) + " * "
                    + call("log", call("abs", a) + " + " + call("hypot", a, "1.0")) + ")";
            case "acosh" -> call("log", a + " + " + call("sqrt", a + " * " + a + " - 1.0"));
            case "atanh" -> "(0.5 * (" + call("log1p", a) + " - " + call("log1p", "-" + a) + "))";
            case "sech_squared" -> call("pow", call("cosh", a), "-2.0");
            case "logistic" -> "(1.0 / (1.0 + " + call("exp", "-" + a) + "))";
            case "softplus" -> "(" + call("max", a, "0.0") + " + " + call("log1p", call("exp", "-" + call("abs", a)))
                    + ")";
            case "logaddexp" -> "(" + call("max", a, b) + " + "
                    + call("log1p", call("exp", "-" + call("abs", a + " - " + b))) + ")";
            default -> unsupported(name, line);
        };
    }

    private String unsupported(String name, SourceLine line) {
        throw new UnsupportedException("write " + name + " as " + name().toLowerCase(java.util.Locale.ROOT) + " code",
                "an operation that is no function of its library", line, "write the program without it", null);
    }
}
