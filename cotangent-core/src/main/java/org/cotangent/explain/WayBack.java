package org.cotangent.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.graph.Graph;
import org.cotangent.trace.GraphDeriving;

/// Cotangents on their way back through the runs of a graph, from the last run to the first.
final class WayBack {
    /// Is shown every run.
    @FunctionalInterface
    interface Visitor {
        /// @param seeds  the cotangents of the run's results, null for results that are no floats
        /// @param pulled those of its inputs, null for inputs that are no floats
        /// @return whether to go on
        boolean run(long k, List<Concrete> seeds, List<Concrete> pulled);
    }

    private final Nest nest;
    private final List<Boolean> active;
    private final Graph vjp;

    private WayBack(Nest nest) {
        this.nest = nest;
        active = nest.body().inputTypes().stream().map(t -> t.dtype().isFloat()).toList();
        vjp = GraphDeriving.INSTANCE.vjp(nest.body(), active);
    }

    /// Walks back from the cotangents of the operation's results.
    static void walk(Nest nest, List<Concrete> results, Visitor visitor) {
        var way = new WayBack(nest);
        var types = nest.body().resultTypes();
        var carried = new Concrete[types.size()];
        for (int i = 0; i < carried.length; i++) {
            carried[i] = types.get(i).dtype().isFloat() ? i < nest.carries() || !nest.isLoop() ? results.get(i) : null
                    : null;
        }
        for (long k = nest.count() - 1; k >= 0; k--) {
            var seeds = new Concrete[types.size()];
            for (int i = 0; i < seeds.length; i++) {
                if (types.get(i).dtype().isFloat()) {
                    var given = i < nest.carries() || !nest.isLoop() ? carried[i]
                            : results.get(i) == null ? null : org.cotangent.op.Scan.row(results.get(i), nest.row(k));
                    seeds[i] = given == null ? Ops.zeros(types.get(i)).concrete() : given;
                }
            }
            var pulled = way.pull(k, Arrays.asList(seeds));
            if (!visitor.run(k, Arrays.asList(seeds), pulled)) {
                return;
            }
            IntStream.range(0, nest.carries()).forEach(c -> carried[c] = pulled.get(nest.constants() + c));
        }
    }

    private List<Concrete> pull(long k, List<Concrete> seeds) {
        var in = new ArrayList<>(nest.inputs(k));
        seeds.stream().filter(s -> s != null).forEach(in::add);
        var out = Dispatch.with(null, () -> vjp.evaluate(in)).iterator();
        return Arrays.asList(active.stream().map(a -> a ? out.next() : null).toArray(Concrete[]::new));
    }
}
