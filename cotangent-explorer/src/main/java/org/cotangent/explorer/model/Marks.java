package org.cotangent.explorer.model;

import static org.cotangent.explorer.model.Term.ATOM;
import static org.cotangent.explorer.model.Term.POWER;
import static org.cotangent.explorer.model.Term.PRODUCT;
import static org.cotangent.explorer.model.Term.SUM;
import static org.cotangent.explorer.model.Term.row;
import static org.cotangent.explorer.model.Term.sign;
import static org.cotangent.explorer.model.Term.tag;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How operations are written by mathematicians; those without a sign of their own are written as functions.
final class Marks {
    private Marks() {
    }

    /// The operation on operands that are written already.
    // size: table - one line an operation
    static Term of(String op, List<Term> x, Map<String, Object> parameters) {
        var a = x.isEmpty() ? null : x.get(0);
        var b = x.size() < 2 ? null : x.get(1);
        return switch (op) {
            case "add" -> new Term(row(a.atLeast(SUM), sign("+"), b.in(SUM)), SUM);
            case "sub" -> new Term(row(a.atLeast(SUM), sign("−"), b.in(SUM)), SUM);
            case "mul" -> product(a, b);
            case "dot_general" -> new Term(row(a.atLeast(PRODUCT), sign("\u2062"), b.in(PRODUCT)), PRODUCT);
            case "div" -> new Term(tag("mfrac", a.math(), b.math()), PRODUCT);
            case "neg" -> new Term(row(sign("−"), a.in(SUM)), SUM);
            case "pow_int" -> power(a, Term.number(number(parameters.get("k"))));
            case "pow" -> power(a, b);
            case "square" -> power(a, Term.number(2));
            case "exp" -> new Term(tag("msup", tag("mi", "e"), a.math()), POWER);
            case "exp2" -> new Term(tag("msup", tag("mn", "2"), a.math()), POWER);
            case "sqrt" -> new Term(tag("msqrt", a.math()), ATOM);
            case "cbrt" -> new Term(tag("mroot", a.math(), tag("mn", "3")), ATOM);
            case "rsqrt" -> new Term(tag("mfrac", tag("mn", "1"), tag("msqrt", a.math())), PRODUCT);
            case "abs" -> new Term(row(sign("|"), a.math(), sign("|")), ATOM);
            case "log" -> call(tag("mi", "ln"), x);
            case "log2" -> call(tag("msub", tag("mi", "log"), tag("mn", "2")), x);
            case "log10" -> call(tag("msub", tag("mi", "log"), tag("mn", "10")), x);
            case "logistic" -> call(tag("mi", "σ"), x);
            case "sum" -> new Term(row(sign("∑"), a.in(PRODUCT)), PRODUCT);
            case "select" -> select(a, x.get(1), x.get(2));
            case "lt" -> compare(a, "<", b);
            case "le" -> compare(a, "≤", b);
            case "gt" -> compare(a, ">", b);
            case "ge" -> compare(a, "≥", b);
            case "eq" -> compare(a, "=", b);
            case "ne" -> compare(a, "≠", b);
            case "broadcast", "reshape", "convert" -> a;
            case "permute" -> new Term(tag("msup", a.in(POWER), tag("mi", "T")), POWER);
            default -> call(tag("mi", op.replace('_', ' ')), x);
        };
    }

    private static double number(Object v) {
        return v instanceof Number n ? n.doubleValue() : Double.parseDouble(String.valueOf(v));
    }

    static Term product(Term a, Term b) {
        if (a.isOne() || b.isOne()) {
            return a.isOne() ? b : a;
        }
        return new Term(row(a.atLeast(PRODUCT), sign("⋅"), b.in(SUM)), PRODUCT);
    }

    private static Term power(Term a, Term b) {
        return new Term(tag("msup", a.in(POWER), b.math()), POWER);
    }

    private static Term compare(Term a, String sign, Term b) {
        return new Term(row(a.math(), sign(sign), b.math()), 0);
    }

    private static Term select(Term condition, Term yes, Term no) {
        var rows = tag("mtable", tag("mtr", tag("mtd", yes.math()), tag("mtd", tag("mtext", "if "),
                condition.math())), tag("mtr", tag("mtd", no.math()), tag("mtd", tag("mtext", "otherwise"))));
        return new Term(row(sign("{"), rows), SUM);
    }

    private static Term call(Object name, List<Term> x) {
        var inner = new ArrayList<Object>(List.of("mrow"));
        for (int i = 0; i < x.size(); i++) {
            if (i > 0) {
                inner.add(sign(","));
            }
            inner.add(x.get(i).math());
        }
        return new Term(row(name, sign("\u2061"), row(sign("("), inner, sign(")"))), ATOM);
    }
}
