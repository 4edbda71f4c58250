package org.cotangent.explorer.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cotangent.program.Node;

/// Says in sentences where a node's derivative comes from.
final class Words {
    private static final List<String> COUNTS = List.of("not at all", "once", "twice", "three times", "four times");

    private Words() {
    }

    private static String times(int n) {
        return n < COUNTS.size() ? COUNTS.get(n) : n + " times";
    }

    private static String name(Node n) {
        return n.name().startsWith("%") ? "the unnamed " + n.op() + " (v" + n.name().substring(1) + ")" : n.name();
    }

    /// Why a node's derivative has the terms that it has; `paths` is the number of paths to the output, or null.
    static String why(Node n, List<Formulas.Use> uses, String output, BigInteger paths) {
        if (n.name().equals(output)) {
            return name(n) + " is the output: its derivative with respect to itself is 1, "
                    + "where the backward pass starts.";
        }
        if (uses.isEmpty()) {
            return name(n) + " is used by nothing that can be differentiated on the way to " + output
                    + ", so it has no influence and its derivative is 0.";
        }
        var out = new StringBuilder(name(n)).append(" is used ").append(times(uses.size())).append(", by ")
                .append(uses.stream().map(u -> name(u.node())).distinct().collect(Collectors.joining(" and ")))
                .append(uses.size() == 1 ? ", so its derivative has one term: "
                        : ", so its derivative is a sum of " + uses.size() + " terms: ");
        out.append(terms(n, uses)).append('.');
        if (paths != null && uses.size() == 1 && paths.compareTo(BigInteger.ONE) > 0) {
            out.append(" There are ").append(paths).append(" paths from ").append(name(n)).append(" to ").append(output)
                    .append(", but they part only further on: what they add up to is already in the cotangent of ")
                    .append(name(uses.getFirst().node())).append('.');
        } else if (uses.size() > 1 && !n.operands().isEmpty()) {
            out.append(" The value is stored once, whatever the number of uses.");
        }
        return out.toString();
    }

    private static String terms(Node n, List<Formulas.Use> uses) {
        var terms = new ArrayList<String>();
        for (var u : uses) {
            var upstream = u.node().cotangent();
            var contribution = u.edge().contribution();
            terms.add(u.edge().local() == null || upstream == null || contribution == null
                    ? "what " + name(u.node()) + " sends back"
                    : Term.text(contribution.getDouble(0)) + " through " + name(u.node()) + " (upstream "
                    + Term.text(upstream.getDouble(0)) + " × local " + Term.text(u.edge().local()) + ")");
        }
        var all = String.join(" + ", terms);
        return terms.size() < 2 || n.cotangent() == null || n.type().rank() > 0 ? all
                : all + " = " + Term.text(n.cotangent().getDouble(0));
    }
}
