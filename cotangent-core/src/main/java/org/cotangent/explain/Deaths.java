package org.cotangent.explain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.explain.Finding.Direction;
import org.cotangent.explain.Finding.Kind;
import org.cotangent.program.Node;

/// Why gradients are zero: the uses at which what comes back from the output stops.
final class Deaths {
    /// A use of `operand` by `user` through which nothing passes.
    private record Cut(Node user, Node operand, int place) {
    }

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
            for (var leaf : seen.leaves()) {
                if (Numbers.isZero(leaf.cotangent()) && leaf.type().shape().count() > 0) {
                    search.explain(leaf);
                }
            }
        }
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
        for (var c : cuts) {
            var why = Stops.classify(seen, c.user(), c.operand(), c.place());
            add(new Finding(why.kind(), Direction.BACKWARD, c.user().name(), seen.line(c.user()), why.cause(),
                    slice(c, from), why.cure()));
        }
        if (cuts.isEmpty()) {
            cancelled(leaf, from);
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
                boolean arrives = u.cotangent() != null && !Numbers.isZero(u.cotangent());
                boolean passes = Seen.uses(u, n).anyMatch(x -> !Numbers.isZero(x.contribution()));
                boolean open2 = u.type().dtype().isFloat() && Seen.uses(u, n).findAny().isPresent() && !isWall(u);
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

    private boolean isWall(Node u) {
        return Stops.neverPasses(seen.equation(u).op());
    }

    private void cancelled(Node leaf, Map<Node, Node> from) {
        for (var n : from.isEmpty() ? List.of(leaf) : seen.nodes().stream().filter(from::containsKey).toList()) {
            var parts = seen.users(n).stream().flatMap(u -> Seen.uses(u, n))
                    .filter(x -> !Numbers.isZero(x.contribution()))
                    .count();
            if (parts > 1 && Numbers.isZero(n.cotangent())) {
                add(new Finding(Kind.ZERO, Direction.BACKWARD, n.name(), seen.line(n), "the " + parts
                        + " contributions to " + n.name() + " cancel exactly", List.of(n.name()),
                        "nothing, if that is meant: the point is stationary in " + n.name()));
                return;
            }
        }
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
