package org.cotangent.program;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.cotangent.core.ShapeException;

/// The paths from inputs to the output of a graph of scalars: how many there are, and those with the largest products
/// of local derivatives. Nothing is enumerated that is not asked for.
public final class Paths {
    /// One path: its nodes from the input on, the local derivatives between them, their product.
    public record Path(List<String> nodes, List<Double> locals, double product) {
    }

    private record Use(int node, double local) {
    }

    private record Partial(int node, Partial before, double local, int length, double weight, double best) {
    }

    /// Beyond any sum of logarithms of doubles along a path that fits memory.
    private static final double EXTREME = 1e12;

    private final List<Node> nodes;
    private final List<List<Use>> uses = new ArrayList<>();
    private final Map<String, Integer> index = new HashMap<>();
    private final double[] best;
    private final BigInteger[] counts;
    private final int output;

    /// The paths of a graph whose nodes are all scalars.
    public Paths(List<Node> nodes, String output) {
        this.nodes = nodes;
        for (var n : nodes) {
            if (n.type().rank() != 0) {
                throw new ShapeException("list paths", "the node " + n.name() + " of type " + n.type(), null,
                        "paths are those of scalars; add --granularity scalar", null);
            }
            index.put(n.name(), uses.size());
            uses.add(new ArrayList<>());
        }
        for (int i = 0; i < nodes.size(); i++) {
            for (var e : nodes.get(i).edges()) {
                uses.get(index.get(e.operand())).add(new Use(i, e.local() == null ? 0 : e.local()));
            }
        }
        this.output = index.getOrDefault(output, -1);
        this.best = new double[nodes.size()];
        this.counts = new BigInteger[nodes.size()];
        for (int i = nodes.size() - 1; i >= 0; i--) {
            measure(i);
        }
    }

    private void measure(int i) {
        counts[i] = i == output ? BigInteger.ONE : BigInteger.ZERO;
        best[i] = i == output ? 0 : Double.NEGATIVE_INFINITY;
        if (i != output) {
            for (var u : uses.get(i)) {
                counts[i] = counts[i].add(counts[u.node()]);
                best[i] = Math.max(best[i], weight(u.local()) + best[u.node()]);
            }
        }
    }

    private static double weight(double local) {
        double w = Math.log(Math.abs(local));
        return Double.isNaN(w) ? EXTREME : Math.max(-EXTREME, Math.min(EXTREME, w));
    }

    /// Number of paths from an input to the output.
    public BigInteger count(String input) {
        return counts[index.get(input)];
    }

    /// The `k` paths from an input whose products are largest in absolute value, largest first (infinite and NaN ones
    /// before).
    public List<Path> largest(String input, int k) {
        var queue = new PriorityQueue<Partial>(Comparator.comparingDouble(Partial::best).reversed()
                .thenComparing(Comparator.comparingInt(Partial::length).reversed()));
        int start = index.get(input);
        var out = new ArrayList<Path>();
        if (counts[start].signum() > 0) {
            queue.add(new Partial(start, null, 1, 0, 0, best[start]));
        }
        while (!queue.isEmpty() && out.size() < k) {
            var p = queue.poll();
            if (p.node() == output) {
                out.add(path(p));
                continue;
            }
            for (var u : uses.get(p.node())) {
                if (counts[u.node()].signum() > 0) {
                    double weight = p.weight() + weight(u.local());
                    queue.add(new Partial(u.node(), p, u.local(), p.length() + 1, weight, weight + best[u.node()]));
                }
            }
        }
        out.sort(Comparator.comparingDouble((Path p) -> Double.isNaN(p.product()) ? Double.POSITIVE_INFINITY
                : Math.abs(p.product())).reversed());
        return out;
    }

    private Path path(Partial end) {
        var names = new ArrayList<String>();
        var locals = new ArrayList<Double>();
        for (var p = end; p != null; p = p.before()) {
            names.add(nodes.get(p.node()).name());
            if (p.before() != null) {
                locals.add(p.local());
            }
        }
        double product = 1;
        for (double l : locals.reversed()) {
            product *= l;
        }
        return new Path(names.reversed(), locals.reversed(), product);
    }
}
