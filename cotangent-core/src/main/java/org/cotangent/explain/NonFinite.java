package org.cotangent.explain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.cotangent.core.SourceLine;
import org.cotangent.explain.Finding.Direction;
import org.cotangent.explain.Finding.Kind;
import org.cotangent.op.Binary;
import org.cotangent.program.Edge;
import org.cotangent.program.Node;

/// Where a NaN or an infinity that reaches the output or a gradient began.
final class NonFinite {
    private static final int RUNS_LOOKED_AT = 50;

    private final Seen seen;
    private final List<Finding> findings = new ArrayList<>();
    private final Cures cures;
    /// The last place, seen from the inputs, where a product of finite numbers on the way back is too large.
    private Finding overflown;

    private NonFinite(Seen seen, Cures cures) {
        this.seen = seen;
        this.cures = cures;
    }

    static List<Finding> of(Seen seen) {
        return isHealthy(seen) ? List.of() : of(seen, Cures.of(seen));
    }

    private static List<Finding> of(Seen seen, Cures cures) {
        var search = new NonFinite(seen, cures);
        search.forward();
        if (seen.backward()) {
            search.backward();
        }
        return search.findings;
    }

    private static boolean isHealthy(Seen seen) {
        return seen.outputs().stream().allMatch(o -> Numbers.isFinite(o.value()))
                && (!seen.backward() || seen.leaves().stream().allMatch(l -> Numbers.isFinite(l.cotangent())));
    }

    private void forward() {
        var wanted = new ArrayList<>(seen.outputs().stream().filter(o -> !Numbers.isFinite(o.value())).toList());
        if (wanted.isEmpty()) {
            // A gradient may be spoilt by a value that the output does not show.
            seen.nodes().stream().filter(n -> n.cotangent() != null && !Numbers.isFinite(n.cotangent()))
                    .forEach(n -> seen.users(n).forEach(u -> wanted.addAll(seen.results(u))));
        }
        var to = lineage(wanted, n -> !Numbers.isFinite(n.value()), seen::operands);
        for (var n : seen.nodes()) {
            if (to.containsKey(n) && seen.operands(n).stream().allMatch(o -> Numbers.isFinite(o.value()))) {
                findings.addAll(began(n, slice(n, to)));
            }
        }
    }

    private List<Finding> began(Node n, List<String> slice) {
        var inside = beganInside(n, slice);
        if (!inside.isEmpty()) {
            return inside;
        }
        boolean nan = Numbers.hasNan(n.value());
        long at = Numbers.first(n.value(), nan ? Double::isNaN : Double::isInfinite);
        var e = seen.equation(n);
        var cause = e == null ? "the " + n.kind() + " " + n.name() + " is itself "
                + Double.toString(n.value().getDouble(at)) + (n.type().rank() == 0 ? "" : " in element "
                        + Numbers.place(n.type().shape(), at)) : Reasons.forward(seen, n, at);
        var cure = e == null ? "give finite numbers" : cures.of(lines(slice), Reasons.cure(e.op(), n.operands()));
        return List.of(new Finding(nan ? Kind.NAN : Kind.INFINITY, Direction.FORWARD, n.name(), seen.line(n), cause,
                slice, cure));
    }

    /// Where it began in the graph that the operation holds: in the first run that makes it of finite numbers.
    private List<Finding> beganInside(Node n, List<String> slice) {
        var nest = Nest.of(seen, n);
        int looked = 0;
        for (long k = 0; nest != null && k < nest.count() && looked < RUNS_LOOKED_AT; k++) {
            if (nest.results(k).stream().allMatch(Numbers::isFinite)) {
                continue;
            }
            looked++;
            var found = placed(of(nest.look(k, null), cures), nest, k, slice.subList(1, slice.size()));
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static List<Finding> placed(List<Finding> found, Nest nest, long k, List<String> outer) {
        return found.stream().map(f -> nest.placed(f, k, outer)).toList();
    }

    private Set<SourceLine> lines(List<String> slice) {
        return slice.stream().map(seen::node).map(seen::line).filter(l -> l != null).collect(Collectors.toSet());
    }

    /// In which run of the graph that the operation holds a cotangent is spoilt, and where there; null where the run
    /// was given what is not finite, so that it began elsewhere.
    private List<Finding> spoiltInside(Node n, List<String> slice) {
        var nest = Nest.of(seen, n);
        var out = new ArrayList<Finding>();
        var given = new boolean[1];
        if (nest != null && !nest.hasOwnDerivative()) {
            WayBack.walk(nest, seen.cotangents(n), (k, seeds, pulled) -> {
                if (pulled.stream().allMatch(p -> p == null || Numbers.isFinite(p))) {
                    return true;
                }
                given[0] = !nest.inputs(k).stream().allMatch(Numbers::isFinite);
                if (!given[0]) {
                    out.addAll(placed(of(nest.look(k, seeds), cures), nest, k, slice.subList(1, slice.size())));
                }
                return false;
            });
        }
        return given[0] && !findings.isEmpty() ? null : out;
    }

    private void backward() {
        var bad = seen.leaves().stream().filter(l -> !Numbers.isFinite(l.cotangent())).toList();
        Function<Node, List<Node>> up = n -> seen.users(n).stream().filter(u -> seen.uses(u, n)
                .anyMatch(x -> !Numbers.isFinite(x.contribution()))).toList();
        var to = lineage(bad, n -> true, up);
        var forward = findings.stream().map(Finding::node).collect(Collectors.toSet());
        for (var n : seen.nodes()) {
            if (!to.containsKey(n) || n.edges().isEmpty() || isConsequence(n, forward) || !seen.cotangents(n).stream()
                    .allMatch(c -> c == null || Numbers.isFinite(c))) {
                continue;
            }
            n.edges().stream().filter(x -> !Numbers.isFinite(x.contribution())
                    && to.containsKey(seen.head(seen.node(x.operand()))))
                    .findFirst().ifPresent(x -> spoiltAt(n, x, slice(n, to)));
        }
        if (overflown != null) {
            findings.add(overflown);
        }
    }

    /// Whether an operation was given, or gave, what is not finite and began elsewhere: that has been told.
    private boolean isConsequence(Node n, Set<String> forward) {
        return !forward.isEmpty() && !forward.contains(n.name()) && seen.results(n).stream()
                .noneMatch(r -> forward.contains(r.name())) && seen.operands(n).stream()
                .anyMatch(o -> !Numbers.isFinite(o.value()));
    }

    private void spoiltAt(Node n, Edge x, List<String> slice) {
        var inside = spoiltInside(n, slice);
        if (inside != null && inside.isEmpty()) {
            var local = local(n, x, bad(x));
            if (Double.isFinite(local) && Double.isInfinite(x.contribution().getDouble(bad(x)))) {
                // What comes back grows along the whole way: the place nearest to the output is where it began.
                overflown = beyond(n, x, local, slice);
            } else {
                findings.add(spoilt(n, x, local, slice));
            }
        } else if (inside != null) {
            inside.stream().filter(f -> findings.stream().noneMatch(g -> g.node().equals(f.node())
                    && g.direction() == f.direction())).forEach(findings::add);
        }
    }

    private static long bad(Edge x) {
        boolean nan = Numbers.hasNan(x.contribution());
        return Numbers.first(x.contribution(), nan ? Double::isNaN : Double::isInfinite);
    }

    /// The local derivative for an element of the operand; NaN where it is not known by itself.
    private double local(Node n, Edge x, long at) {
        var shape = seen.node(x.operand()).type().shape();
        return x.local() != null ? x.local() : seen.equation(n).op() == Binary.MUL && shape.equals(n.type().shape())
                ? seen.operandAt(n, n.operands().getFirst().equals(x.operand()) ? 1 : 0, at) : Double.NaN;
    }

    private Finding beyond(Node n, Edge x, double local, List<String> slice) {
        var cause = "the cotangent " + Numbers.text(Numbers.largest(n.cotangent())) + " times the derivative "
                + Numbers.text(local) + " of " + n.op() + " with respect to " + x.operand()
                + " is beyond the largest " + n.type().dtype();
        return new Finding(Kind.INFINITY, Direction.BACKWARD, n.name(), seen.line(n), cause, slice,
                cures.of(lines(slice), "make the steps smaller (a smaller rate, clipped gradients, normalised values), "
                        + "scale the loss down, or use a wider dtype"));
    }

    private Finding spoilt(Node n, Edge x, double local, List<String> slice) {
        long at = bad(x);
        var operand = seen.node(x.operand());
        var value = operand.value().getDouble(at);
        var place = operand.type().rank() == 0 ? "" : Numbers.place(operand.type().shape(), at);
        var cause = "the derivative of " + n.op() + " with respect to " + x.operand() + place + ", which is "
                + Numbers.text(value) + ", is " + (Double.isNaN(local) ? "not finite" : Double.toString(local))
                + "; times the cotangent " + Numbers.text(Numbers.largest(n.cotangent())) + " that gives "
                + x.contribution().getDouble(at);
        var e = seen.equation(n);
        var guard = Reasons.grows(e.op()) ? ""
                : "; put the guard inside: f(where(ok, x, 1)), not only where(ok, f(x), 0)";
        return new Finding(Double.isNaN(x.contribution().getDouble(at)) ? Kind.NAN : Kind.INFINITY, Direction.BACKWARD,
                n.name(), seen.line(n), cause, slice, cures.of(lines(slice), Reasons.cure(e.op(), n.operands())
                        + guard));
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
}
