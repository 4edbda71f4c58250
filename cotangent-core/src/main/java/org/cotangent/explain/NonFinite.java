package org.cotangent.explain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.Rewrite;
import org.cotangent.explain.Finding.Direction;
import org.cotangent.explain.Finding.Kind;
import org.cotangent.program.Edge;
import org.cotangent.program.Node;
import org.cotangent.program.Runs;

/// Where a NaN or an infinity that reaches the output or a gradient began.
final class NonFinite {
    private final Seen seen;
    private final List<Finding> findings = new ArrayList<>();
    private final String rewrites;

    private NonFinite(Seen seen) {
        this.seen = seen;
        rewrites = rewrites();
    }

    static List<Finding> of(Seen seen) {
        if (isHealthy(seen)) {
            return List.of();
        }
        var search = new NonFinite(seen);
        search.forward();
        if (seen.backward()) {
            search.backward();
        }
        return search.findings;
    }

    private static boolean isHealthy(Seen seen) {
        return (seen.output() == null || Numbers.isFinite(seen.output().value()))
                && (!seen.backward() || seen.leaves().stream().allMatch(l -> Numbers.isFinite(l.cotangent())));
    }

    private void forward() {
        var wanted = new ArrayList<Node>();
        if (seen.output() != null && !Numbers.isFinite(seen.output().value())) {
            wanted.add(seen.output());
        } else {
            // A gradient may be spoilt by a value that the output does not show.
            seen.nodes().stream().filter(n -> n.cotangent() != null && !Numbers.isFinite(n.cotangent()))
                    .forEach(n -> wanted.addAll(seen.users(n)));
        }
        var to = lineage(wanted, n -> !Numbers.isFinite(n.value()), seen::operands);
        for (var n : seen.nodes()) {
            if (to.containsKey(n) && seen.operands(n).stream().allMatch(o -> Numbers.isFinite(o.value()))) {
                findings.add(began(n, slice(n, to)));
            }
        }
    }

    private Finding began(Node n, List<String> slice) {
        boolean nan = Numbers.hasNan(n.value());
        long at = Numbers.first(n.value(), nan ? Double::isNaN : Double::isInfinite);
        var e = seen.equation(n);
        var cause = e == null ? "the " + n.kind() + " " + n.name() + " is itself "
                + Double.toString(n.value().getDouble(at)) + (n.type().rank() == 0 ? "" : " in element "
                        + Numbers.place(n.type().shape(), at)) : Reasons.forward(seen, n, at);
        var cure = e == null ? "give finite numbers" : rewrites != null ? rewrites : Reasons.cure(e.op(), n.operands());
        return new Finding(nan ? Kind.NAN : Kind.INFINITY, Direction.FORWARD, n.name(), seen.line(n), cause, slice,
                cure);
    }

    private void backward() {
        var bad = seen.leaves().stream().filter(l -> !Numbers.isFinite(l.cotangent())).toList();
        Function<Node, List<Node>> up = n -> seen.users(n).stream().filter(u -> Seen.uses(u, n)
                .anyMatch(x -> !Numbers.isFinite(x.contribution()))).toList();
        var to = lineage(bad, n -> true, up);
        for (var n : seen.nodes()) {
            if (!to.containsKey(n) || n.cotangent() == null || !Numbers.isFinite(n.cotangent())
                    || n.edges().isEmpty()) {
                continue;
            }
            n.edges().stream().filter(x -> !Numbers.isFinite(x.contribution())
                    && to.containsKey(seen.node(x.operand())))
                    .findFirst().ifPresent(x -> findings.add(spoilt(n, x, slice(n, to))));
        }
    }

    private Finding spoilt(Node n, Edge x, List<String> slice) {
        boolean nan = Numbers.hasNan(x.contribution());
        long at = Numbers.first(x.contribution(), nan ? Double::isNaN : Double::isInfinite);
        var operand = seen.node(x.operand());
        var value = operand.value().getDouble(at);
        var place = operand.type().rank() == 0 ? "" : Numbers.place(operand.type().shape(), at);
        var cause = "the derivative of " + n.op() + " with respect to " + x.operand() + place + ", which is "
                + Numbers.text(value) + ", is " + (x.local() == null || Double.isFinite(x.local()) ? "not finite"
                        : Double.toString(x.local()))
                + "; times the cotangent " + Numbers.text(Numbers.largest(n.cotangent())) + " that gives "
                + x.contribution().getDouble(at);
        var e = seen.equation(n);
        return new Finding(nan ? Kind.NAN : Kind.INFINITY, Direction.BACKWARD, n.name(), seen.line(n), cause, slice,
                rewrites != null ? rewrites : Reasons.cure(e.op(), n.operands())
                        + "; put the guard inside: f(where(ok, x, 1)), not only where(ok, f(x), 0)");
    }

    /// All nodes that satisfy and from which one of `from` is reached; each with the next node on a shortest way there.
    private static Map<Node, Node> lineage(List<Node> from, Predicate<Node> p, Function<Node, List<Node>> next) {
        Map<Node, Node> out = new IdentityHashMap<>();
        var open = new ArrayDeque<Node>();
        for (var n : from) {
            if (p.test(n) && !out.containsKey(n)) {
                out.put(n, null);
                open.add(n);
            }
        }
        while (!open.isEmpty()) {
            var n = open.poll();
            for (var m : next.apply(n)) {
                if (p.test(m) && !out.containsKey(m)) {
                    out.put(m, n);
                    open.add(m);
                }
            }
        }
        return out;
    }

    private static List<String> slice(Node from, Map<Node, Node> to) {
        var out = new ArrayList<String>();
        for (var n = from; n != null; n = to.get(n)) {
            out.add(n.name());
        }
        return out;
    }

    /// The stability rewrites, where the program is finite with them.
    private String rewrites() {
        var runs = Runs.compiled(seen.graph(), seen.inputs(), seen.constants());
        if (runs.rewrites().isEmpty() || !Numbers.isFinite(runs.value())) {
            return null;
        }
        if (seen.backward()) {
            var floats = IntStream.range(0, seen.inputs().size())
                    .filter(i -> seen.inputs().get(i).dtype().isFloat()).boxed().toList();
            if (!runs.reverse(floats).stream().allMatch(Numbers::isFinite)) {
                return null;
            }
        }
        return "run it under jit, or stabilize(f): " + runs.rewrites().stream().map(Rewrite::rule).distinct()
                .map(r -> "the rewrite `" + r + "`").collect(Collectors.joining(", ")) + " makes it finite";
    }
}
