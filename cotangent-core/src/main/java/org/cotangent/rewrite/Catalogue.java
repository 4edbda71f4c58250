package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.trace.Stage;

/// The catalogue of all rules as Markdown tables, made from the rules themselves.
public final class Catalogue {
    private static final List<String> NAMES = List.of("x", "y", "z", "w");

    private Catalogue() {
    }

    /// All groups in order, with the errors of stability rules as they were measured.
    public static String text(Function<Rule, Certifier.Certificate> measured) {
        var out = new StringBuilder();
        for (var g : Group.values()) {
            out.append("### ").append(g.name().toLowerCase(Locale.ROOT)).append("\n\n").append(capital(g.purpose()))
                    .append(".\n\n");
            boolean stable = g == Group.STABILIZE;
            out.append("| Rule | Before | After | Why | When | Infinities and NaN |")
                    .append(stable ? " Worst error before -> after |" : "").append('\n')
                    .append("|---|---|---|---|---|---|").append(stable ? "---|" : "").append('\n');
            for (var r : Rules.of(g)) {
                row(r, stable ? errors(measured.apply(r)) : "", out);
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static String capital(String s) {
        return Character.toUpperCase(s.charAt(0)) + s.substring(1);
    }

    private static void row(Rule r, String errors, StringBuilder out) {
        out.append("| ").append(String.join(" | ", "`" + r.name() + "`", "`" + side(r, true) + "`",
                "`" + side(r, false) + "`", r.why(), r.conditions().isEmpty() ? "always" : r.conditions(),
                r.effect().isEmpty() ? r.nonFinite().text() : r.nonFinite().text() + ": " + r.effect()))
                .append(errors).append(" |\n");
    }

    private static String errors(Certifier.Certificate c) {
        return " | " + (c.points() == 0 ? "not measured" : (c.failsBefore() > 0 ? "not finite"
                : ulps(c.worstBefore())) + " -> " + ulps(c.worstAfter()));
    }

    private static String ulps(double e) {
        return Double.isInfinite(e) ? "not finite" : e < 1000 ? String.format(Locale.ROOT, "%.1f ulp", e)
                : String.format(Locale.ROOT, "%.0e ulp", e);
    }

    private static String side(Rule r, boolean left) {
        var text = new ArrayList<String>();
        Stage.trace("side", in -> {
            Tensor t = left ? r.left(in, 1) : r.right(in, 1);
            text.add(Expressions.of(t));
            return List.of(t);
        }, Collections.nCopies(r.arity(), TensorType.of(DType.FLOAT64, 2, 3)), NAMES.subList(0, r.arity()), null);
        return text.getFirst().replace("|", "\\|");
    }
}
