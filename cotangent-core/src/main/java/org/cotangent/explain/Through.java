package org.cotangent.explain;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.explain.Finding.Direction;
import org.cotangent.explain.Finding.Kind;
import org.cotangent.program.Node;

/// How the cotangent of a loop's carry grows or shrinks through the iterations.
final class Through {
    private static final double STEEP = 1e-4;

    private final Nest nest;
    private final List<Concrete> results;
    /// The largest element of the carry's cotangent before each iteration, and behind the last.
    private final double[] sizes;

    private Through(Nest nest, List<Concrete> results) {
        this.nest = nest;
        this.results = results;
        sizes = new double[Math.toIntExact(nest.count() + 1)];
        WayBack.walk(nest, results, (k, seeds, pulled) -> {
            if (k == nest.count() - 1) {
                sizes[(int) nest.count()] = largest(seeds, 0);
            }
            sizes[(int) k] = largest(pulled, nest.constants());
            return true;
        });
    }

    private double largest(List<Concrete> cts, int from) {
        return cts.subList(from, from + nest.carries()).stream().filter(c -> c != null)
                .mapToDouble(Numbers::largest).max().orElse(0);
    }

    /// What to say of a loop through which a derivative vanishes or explodes; null where that is not the carry's doing.
    ///
    /// @param way the nodes from the output to the leaf
    static Finding of(Seen seen, Node n, Kind kind, List<String> way) {
        var nest = Nest.of(seen, n);
        if (nest == null || !nest.isLoop() || nest.carries() == 0 || nest.count() < 2) {
            return null;
        }
        return new Through(nest, seen.cotangents(n)).finding(kind == Kind.VANISHING, way);
    }

    private Finding finding(boolean shrinks, List<String> way) {
        int[] range = range(shrinks);
        double change = sizes[range[0]] / sizes[range[1]];
        if (!(sizes[range[1]] > 0) || !(shrinks ? change < 1 : change > 1)) {
            return null;
        }
        int steepest = steepest(range, shrinks);
        int n = range[1] - range[0];
        var cause = "through the " + nest.count() + " iterations of " + nest.body().name() + " the cotangent of the "
                + "carry goes from " + Numbers.text(sizes[sizes.length - 1]) + " behind the last to "
                + Numbers.text(sizes[0]) + " before the first; from iteration " + (range[1] - 1) + " back to "
                + range[0] + " it gets " + (shrinks ? "smaller" : "larger") + " by a factor of "
                + Numbers.text(change) + ", " + Numbers.text(Math.pow(change, 1.0 / n)) + " an iteration";
        return located(steepest, shrinks, cause, way);
    }

    private Finding located(int k, boolean shrinks, String cause, List<String> way) {
        var found = new Finding[1];
        WayBack.walk(nest, results, (i, seeds, pulled) -> {
            if (i == k) {
                found[0] = at(k, nest.look(k, seeds), pulled, shrinks, cause, way);
            }
            return i != k;
        });
        return found[0];
    }

    private Finding at(int k, Seen inner, List<Concrete> pulled, boolean shrinks, String cause, List<String> way) {
        int most = nest.constants();
        for (int c = most; c < nest.constants() + nest.carries(); c++) {
            most = pulled.get(c) != null && (pulled.get(most) == null
                    || Numbers.largest(pulled.get(c)) > Numbers.largest(pulled.get(most))) ? c : most;
        }
        var leaf = inner.nodes().get(most);
        var worst = Sizes.worst(inner, leaf, shrinks);
        if (worst == null) {
            return null;
        }
        double factor = sizes[k] / sizes[k + 1];
        var op = inner.equation(worst).op();
        boolean flat = shrinks && factor < STEEP && Sizes.isSquashing(op);
        var inside = new Finding(flat ? Kind.SATURATED : shrinks ? Kind.VANISHING : Kind.EXPLODING,
                Direction.BACKWARD, worst.name(), inner.line(worst), cause + "; the most in iteration " + k
                        + ", a factor of " + Numbers.text(factor) + ", at " + worst.name() + " (" + worst.op() + ")",
                List.of(worst.name()), cure(flat, shrinks, worst.op()));
        return nest.placed(inside, k, way);
    }

    private static String cure(boolean flat, boolean shrinks, String op) {
        return flat ? "keep the operand of " + op + " small: smaller weights, normalised inputs"
                : shrinks ? "let the carry pass unchanged beside what is computed (gates as in LSTM and GRU, residual "
                        + "connections), scale the recurrent weights to singular values near 1, or use fewer iterations"
                        : "clip the gradient, scale the recurrent weights to singular values near 1, or stop the "
                                + "gradient every few iterations (truncated back-propagation)";
    }

    /// The run of iterations, `[from, to)`, through which the size changes most.
    private int[] range(boolean shrinks) {
        int from = 0;
        int to = 0;
        int start = 0;
        double best = 0;
        double sum = 0;
        for (int k = 0; k + 1 < sizes.length; k++) {
            double change = Math.log(Math.max(sizes[k + 1], Double.MIN_VALUE))
                    - Math.log(Math.max(sizes[k], Double.MIN_VALUE));
            sum += shrinks ? change : -change;
            if (sum <= 0) {
                sum = 0;
                start = k + 1;
            } else if (sum > best) {
                best = sum;
                from = start;
                to = k + 1;
            }
        }
        return new int[] {from, to};
    }

    private int steepest(int[] range, boolean shrinks) {
        int at = range[0];
        for (int k = range[0]; k < range[1]; k++) {
            double here = sizes[k] / sizes[k + 1];
            double there = sizes[at] / sizes[at + 1];
            at = shrinks ? here < there ? k : at : here > there ? k : at;
        }
        return at;
    }
}
