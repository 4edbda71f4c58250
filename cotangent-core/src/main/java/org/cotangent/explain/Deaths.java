package org.cotangent.explain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.explain.Finding.Direction;
import org.cotangent.explain.Finding.Kind;
import org.cotangent.op.Compare;
import org.cotangent.op.Select;
import org.cotangent.program.Node;

/// Why gradients are zero: the uses at which what comes back from the output stops.
final class Deaths {
    /// A use of `operand` by `user` through which nothing passes.
    private record Cut(Node user, Node operand, int place) {
    }

    private static final int PROBES = 3;

    private final Seen seen;
    private final Set<Node> leading;
    private final Map<String, Finding> findings = new LinkedHashMap<>();

    private Deaths(Seen seen) {
        this.seen = seen;
        leading = seen.leading();
    }

    static List<Finding> of(Seen seen) {
        var search = new Deaths(seen);
        if (seen.backward()) {
            for (var leaf : seen.learned()) {
                if (Numbers.isZero(leaf.cotangent()) && leaf.type().shape().count() > 0) {
                    search.explain(leaf);
                }
            }
        }
        return List.copyOf(search.findings.values());
    }

    /// Why nothing comes back to the leaf at a position, of those that a part of a program has.
    private static List<Finding> of(Seen seen, int leaf) {
        var search = new Deaths(seen);
        search.explain(seen.nodes().get(leaf));
        return List.copyOf(search.findings.values());
    }

    private void explain(Node leaf) {
        if (!leading.contains(leaf)) {
            add(new Finding(Kind.DISCONNECTED, Direction.BACKWARD, leaf.name(), seen.line(leaf),
                    "nothing that the output "
                    + "depends on uses " + leaf.name(), List.of(leaf.name()),
                            "use it, or leave it out of the gradient"));
            return;
        }
        Map<Node, Node> from = new IdentityHashMap<>();
        var cuts = cuts(leaf, from);
        boolean choices = cuts.stream().allMatch(this::isChoice);
        if (choices && cancelled(leaf, from)) {
            return;
        }
        for (var c : cuts) {
            var inside = inside(c, from);
            inside.forEach(this::add);
            boolean part = Stops.isPartOfClamp(seen, c.user())
                    || cuts.size() > 1 && Stops.isPartOfFunction(seen, c.user());
            if (inside.isEmpty() && (choices || !isChoice(c)) && !part) {
                var why = Stops.classify(seen, c.user(), c.operand(), c.place());
                var at = why.node() == null ? c.user() : why.node();
                add(new Finding(why.kind(), Direction.BACKWARD, at.name(), seen.line(at), why.cause(),
                        slice(c, from), why.cure()));
            }
        }
    }

    /// Uses on the way from the leaf to the output where a cotangent arrives and nothing goes on.
    private List<Cut> cuts(Node leaf, Map<Node, Node> from) {
        var cuts = new ArrayList<Cut>();
        Set<Node> known = Collections.newSetFromMap(new IdentityHashMap<>());
        var open = new ArrayDeque<>(List.of(leaf));
        known.add(leaf);
        while (!open.isEmpty()) {
            var n = open.poll();
            for (var u : seen.users(n)) {
                if (!leading.contains(u)) {
                    continue;
                }
                boolean arrives = seen.arriving(u) > 0;
                boolean passes = seen.uses(u, n).anyMatch(x -> !Numbers.isZero(x.contribution()));
                boolean open2 = seen.results(u).stream().anyMatch(x -> x.type().dtype().isFloat())
                        && seen.uses(u, n).findAny().isPresent() && !isWall(u);
                if ((arrives || !open2) && !passes) {
                    cuts.add(new Cut(u, n, u.operands().indexOf(n.name())));
                    from.putIfAbsent(u, n);
                } else if (known.add(u)) {
                    from.put(u, n);
                    open.add(u);
                }
            }
        }
        return cuts;
    }

    /// What stops the way in the graph that the operation holds, in the last run in which it does.
    private List<Finding> inside(Cut c, Map<Node, Node> from) {
        var nest = Nest.of(seen, c.user());
        var out = new ArrayList<Finding>();
        if (nest == null || nest.hasOwnDerivative()) {
            return out;
        }
        var outer = slice(c, from);
        for (int i = 0; i < c.user().operands().size(); i++) {
            int at = nest.position(i);
            if (c.user().operands().get(i).equals(c.operand().name()) && at >= 0) {
                WayBack.walk(nest, seen.cotangents(c.user()), (k, seeds, pulled) -> {
                    var live = Arrays.asList(seeds.stream().map(x -> x == null || Numbers.isZero(x) ? null : x)
                            .toArray(Concrete[]::new));
                    boolean dies = pulled.get(at) != null && Numbers.isZero(pulled.get(at))
                            && live.stream().anyMatch(x -> x != null);
                    if (dies) {
                        of(nest.look(k, live), at).forEach(f -> out.add(nest.placed(f, k,
                                outer.subList(1, outer.size()))));
                    }
                    return !dies;
                });
            }
        }
        return out;
    }

    /// Whether it is a comparison that only chooses between branches: worth a word where nothing else stops the way.
    private boolean isChoice(Cut c) {
        if (!(seen.equation(c.user()).op() instanceof Compare) || seen.users(c.user()).isEmpty()) {
            return false;
        }
        var open = new ArrayDeque<>(List.of(c.user()));
        while (!open.isEmpty()) {
            for (var u : seen.users(open.poll())) {
                if (u.type().dtype() == DType.BOOL) {
                    open.add(u);
                } else if (!(seen.equation(u).op() instanceof Select)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isWall(Node u) {
        return Stops.neverPasses(seen.equation(u).op());
    }

    private boolean cancelled(Node leaf, Map<Node, Node> from) {
        for (var n : seen.nodes().stream().filter(n -> n == leaf || from.containsKey(n)).toList()) {
            var parts = seen.users(n).stream().flatMap(u -> seen.uses(u, n))
                    .filter(x -> !Numbers.isZero(x.contribution()))
                    .count();
            if (parts > 1 && Numbers.isZero(n.cotangent()) && (n != leaf || isZeroElsewhere(leaf))) {
                add(new Finding(Kind.ZERO, Direction.BACKWARD, n.name(), seen.line(n), "the " + parts
                        + " contributions to " + n.name() + " cancel exactly", List.of(n.name()),
                        "nothing, if that is meant: the point is stationary in " + n.name()));
                return true;
            }
        }
        return false;
    }

    /// Whether the gradient is zero at other points too: then the program's form cancels; at one point it may be a
    /// minimum.
    private boolean isZeroElsewhere(Node leaf) {
        for (int seed = 1; seed <= PROBES; seed++) {
            var other = new ArrayList<Concrete>();
            for (var x : seen.inputs()) {
                other.add(x.dtype().isFloat() ? probe(x, seed) : x);
            }
            try {
                var there = seen.again(other).node(leaf.name());
                if (Numbers.isFinite(there.cotangent()) && !Numbers.isZero(there.cotangent())) {
                    return false;
                }
            } catch (CotangentException _) {
                // A point at which the program does not run says nothing.
                continue;
            }
        }
        return true;
    }

    /// Numbers from 0.25 to 1.25 in no order.
    private static Concrete probe(Concrete like, int seed) {
        var numbers = new double[Math.toIntExact(like.shape().count())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = 0.25 + (i * 0.618034 + seed * 0.381966) % 1;
        }
        return Ops.convert(Ops.tensor(numbers).reshape(like.shape().sizes()), like.dtype()).concrete();
    }

    private static List<String> slice(Cut c, Map<Node, Node> from) {
        var out = new ArrayList<String>();
        out.add(c.user().name());
        for (var n = c.operand(); n != null; n = from.get(n)) {
            out.add(n.name());
        }
        return out;
    }

    private void add(Finding f) {
        findings.putIfAbsent(f.kind() + " " + f.node(), f);
    }
}
