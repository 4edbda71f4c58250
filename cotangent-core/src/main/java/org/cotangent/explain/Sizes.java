package org.cotangent.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.explain.Finding.Direction;
import org.cotangent.explain.Finding.Kind;
import org.cotangent.op.Hyperbolic;
import org.cotangent.program.Node;

/// Gradients that are not zero and yet of no use: far too small or far too large.
///
/// Both the derivative itself and the relative one, |x dL/dx| / |L|, must be extreme, so that units do not matter.
final class Sizes {
    private static final double SMALL = 1e-8;
    private static final double LARGE = 1e8;
    private static final double STEEP = 1e-4;

    private final Seen seen;
    private final List<Finding> findings = new ArrayList<>();

    private Sizes(Seen seen) {
        this.seen = seen;
    }

    static List<Finding> of(Seen seen) {
        var search = new Sizes(seen);
        if (seen.backward() && seen.output() != null) {
            for (var leaf : seen.leaves()) {
                search.look(leaf);
            }
        }
        return search.findings;
    }

    private void look(Node leaf) {
        double size = Numbers.largest(leaf.cotangent());
        if (size == 0 || !Numbers.isFinite(leaf.cotangent()) || !Numbers.isFinite(seen.output().value())) {
            return;
        }
        double relative = relative(leaf);
        if (size < SMALL && (relative < SMALL || Numbers.isZero(leaf.value()))) {
            add(leaf, size, Kind.VANISHING);
        } else if (size > LARGE && (relative > LARGE || Numbers.isZero(leaf.value()))) {
            add(leaf, size, Kind.EXPLODING);
        }
    }

    private double relative(Node leaf) {
        double most = 0;
        for (long i = 0; i < leaf.type().shape().count(); i++) {
            most = Math.max(most, Math.abs(leaf.value().getDouble(i) * leaf.cotangent().getDouble(i)));
        }
        return most / Math.max(Math.abs(seen.output().value().getDouble(0)), Double.MIN_NORMAL);
    }

    /// Names the step on the strongest way to the output that changes the size most.
    private void add(Node leaf, double size, Kind kind) {
        Map<Node, Double> factors = new IdentityHashMap<>();
        var way = way(leaf, factors);
        Node worst = null;
        for (var n : way) {
            if (factors.containsKey(n) && (worst == null || (kind == Kind.VANISHING
                    ? factors.get(n) < factors.get(worst) : factors.get(n) > factors.get(worst)))) {
                worst = n;
            }
        }
        if (worst == null) {
            return;
        }
        double factor = factors.get(worst);
        var op = seen.equation(worst).op();
        boolean flat = kind == Kind.VANISHING && factor < STEEP && (op instanceof Hyperbolic
                || op.label().equals("logistic") || op.label().equals("softmax"));
        var cause = "the derivative with respect to " + leaf.name() + " is at most " + size + " after "
                + (way.size() - 1)
                + " steps; the largest change is a factor of " + factor + " at " + worst.name() + " (" + worst.op()
                        + ")";
        var cure = flat ? "keep the operand of " + worst.op() + " small: smaller weights, normalised inputs"
                : kind == Kind.VANISHING ? "shorten the way: residual connections, normalisation, another activation"
                        : "clip the gradient, normalise, or make the factors smaller than 1";
        var line = worst;
        if (findings.stream().noneMatch(f -> f.node().equals(line.name()))) {
            findings.add(new Finding(flat ? Kind.SATURATED : kind, Direction.BACKWARD, worst.name(), seen.line(worst),
                    cause, way.reversed().stream().map(Node::name).toList(), cure));
        }
    }

    /// From the leaf to the output, always by the use that contributes most.
    private List<Node> way(Node leaf, Map<Node, Double> factors) {
        var out = new ArrayList<Node>();
        Set<Node> known = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var n = leaf; n != null && known.add(n);) {
            out.add(n);
            Node best = null;
            double most = 0;
            for (var u : seen.users(n)) {
                for (var e : u.edges()) {
                    double size = e.operand().equals(n.name()) ? Numbers.largest(e.contribution()) : 0;
                    if (size > most) {
                        most = size;
                        best = u;
                    }
                }
            }
            if (best != null) {
                factors.put(best, most / Numbers.largest(best.cotangent()));
            }
            n = best;
        }
        return out;
    }
}
