package org.cotangent.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoublePredicate;
import org.cotangent.explain.Finding.Direction;
import org.cotangent.explain.Finding.Kind;
import org.cotangent.op.Hyperbolic;
import org.cotangent.op.Op;
import org.cotangent.op.Scan;
import org.cotangent.op.Trigonometric;
import org.cotangent.op.While;
import org.cotangent.program.Node;

/// Gradients that are not zero and yet of no use: far too small or far too large.
///
/// Both the derivative itself and the relative one, |x dL/dx| / |L|, must be extreme, so that units do not matter; or
/// many steps of the way must add up to it, as in a deep network, which no choice of units does.
final class Sizes {
    private static final double SMALL = 1e-8;
    private static final double LARGE = 1e8;
    private static final double ROUNDING = 1e-15;
    private static final double STEEP = 1e-4;
    private static final double STEPWISE_SMALL = 1e-6;
    private static final double STEPWISE_LARGE = 1e6;
    private static final int MANY = 6;
    private static final double SHRINKS = 0.7;
    private static final double GROWS = 1.5;

    private final Seen seen;
    private final List<Finding> findings = new ArrayList<>();

    private Sizes(Seen seen) {
        this.seen = seen;
    }

    static List<Finding> of(Seen seen) {
        var search = new Sizes(seen);
        if (seen.backward() && seen.output() != null) {
            for (var leaf : seen.learned()) {
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
        boolean zero = Numbers.isZero(leaf.value());
        if (size < SMALL && (relative < SMALL || zero)
                || size < STEPWISE_SMALL && steps(leaf, f -> f < SHRINKS) >= MANY) {
            add(leaf, size, Kind.VANISHING);
        } else if (size > LARGE && (relative > LARGE || zero)
                || size > STEPWISE_LARGE && steps(leaf, f -> f > GROWS) >= MANY) {
            add(leaf, size, Kind.EXPLODING);
        }
    }

    /// How many steps of the strongest way change the size by such a factor.
    private long steps(Node leaf, DoublePredicate p) {
        Map<Node, Double> factors = new IdentityHashMap<>();
        way(leaf, factors);
        return factors.entrySet().stream().mapToLong(e -> p.test(e.getValue()) ? isLong(e.getKey()) ? MANY : 1 : 0)
                .sum();
    }

    /// Whether it is a loop of many iterations, which count as steps.
    private boolean isLong(Node n) {
        var op = seen.equation(n).op();
        return (op instanceof Scan || op instanceof While) && Nest.of(seen, n).count() >= MANY;
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
        var worst = worst(way, factors, kind);
        if (worst == null) {
            return;
        }
        var route = way.reversed().stream().map(Node::name).toList();
        var through = Through.of(seen, worst, kind, route);
        if (through != null) {
            if (findings.stream().noneMatch(f -> f.node().equals(through.node()))) {
                findings.add(through);
            }
            return;
        }
        double factor = factors.get(worst);
        var op = seen.equation(worst).op();
        if (kind == Kind.VANISHING && factor < ROUNDING && (op == Trigonometric.SIN || op == Trigonometric.COS)) {
            findings.add(stationary(worst, factor, route));
            return;
        }
        boolean flat = kind == Kind.VANISHING && factor < STEEP && isSquashing(op);
        long alike = factors.values().stream().filter(f -> kind == Kind.VANISHING ? f < SHRINKS : f > GROWS).count();
        var cause = "the derivative with respect to " + leaf.name() + " is at most " + Numbers.text(size) + " after "
                + (way.size() - 1) + " steps, " + alike + " of which make it " + (kind == Kind.VANISHING ? "smaller"
                        : "larger") + "; the largest change is a factor of " + Numbers.text(factor) + " at "
                + worst.name() + " (" + worst.op() + ")";
        var cure = flat ? "keep the operand of " + worst.op() + " small: smaller weights, normalised inputs"
                : kind == Kind.VANISHING ? "shorten the way: residual connections, normalisation, another activation"
                        : "clip the gradient, normalise, or make the factors smaller than 1";
        if (findings.stream().noneMatch(f -> f.node().equals(worst.name()))) {
            findings.add(new Finding(flat ? Kind.SATURATED : kind, Direction.BACKWARD, worst.name(), seen.line(worst),
                    cause, route, cure));
        }
    }

    private static Node worst(List<Node> way, Map<Node, Double> factors, Kind kind) {
        Node worst = null;
        for (var n : way) {
            if (factors.containsKey(n) && (worst == null || (kind == Kind.VANISHING
                    ? factors.get(n) < factors.get(worst) : factors.get(n) > factors.get(worst)))) {
                worst = n;
            }
        }
        return worst;
    }

    /// A sine at its top: what is left of its derivative is rounding.
    private Finding stationary(Node n, double left, List<String> route) {
        return new Finding(Kind.ZERO, Direction.BACKWARD, n.name(), seen.line(n), "the derivative of " + n.op()
                + " is 0 there, but for rounding: " + Numbers.text(left), route,
                "nothing, if the point is meant to be stationary; start elsewhere if not");
    }

    static boolean isSquashing(Op op) {
        return op instanceof Hyperbolic || op.label().equals("logistic") || op.label().equals("softmax");
    }

    /// The step on the strongest way from a leaf to the outputs that changes the size most.
    static Node worst(Seen seen, Node leaf, boolean shrinks) {
        Map<Node, Double> factors = new IdentityHashMap<>();
        new Sizes(seen).way(leaf, factors);
        Comparator<Map.Entry<Node, Double>> bySize = Map.Entry.comparingByValue();
        return factors.entrySet().stream().min(shrinks ? bySize : bySize.reversed()).map(Map.Entry::getKey)
                .orElse(null);
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
                double size = seen.uses(u, n).mapToDouble(e -> Numbers.largest(e.contribution())).max().orElse(0);
                if (size > most) {
                    most = size;
                    best = u;
                }
            }
            if (best != null) {
                factors.put(best, most / seen.arriving(best));
            }
            n = best;
        }
        return out;
    }
}
