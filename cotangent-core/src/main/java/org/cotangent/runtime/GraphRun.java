package org.cotangent.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Kernels;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.op.Binary;
import org.cotangent.op.DynamicUpdate;
import org.cotangent.op.Op;
import org.cotangent.op.Scan;

/// A graph made ready to run many times on concrete values: every value has a place in a frame, every equation knows
/// its places and types.
final class GraphRun {
    private final Graph graph;
    private final int inputs;
    private final int size;
    private final Op[] ops;
    private final List<List<TensorType>> types = new ArrayList<>();
    private final int[][] operands;
    private final int[] first;
    private final int[][] dead;
    private final int[] results;
    private final Concrete[] literals;
    private final int[] grows;
    private volatile Programs programs;
    private volatile Placed placed;
    private volatile Laid laid;

    private record Laid(Scan scan, ScanLayout layout) {
    }

    /// The program for values that lie as `far` says.
    private record Placed(List<Boolean> far, Programs programs) {
    }

    private GraphRun(Graph g) {
        this.graph = g;
        this.inputs = g.inputs().size();
        var places = new IdentityHashMap<Var, Integer>();
        g.inputs().forEach(i -> places.put(i.var(), places.size()));
        g.equations().forEach(e -> e.results().forEach(v -> places.put(v, places.size())));
        var constants = new ArrayList<Concrete>();
        int n = g.equations().size();
        ops = new Op[n];
        operands = new int[n][];
        first = new int[n];
        for (int i = 0; i < n; i++) {
            var e = g.equations().get(i);
            ops[i] = e.op();
            types.add(e.results().stream().map(Var::type).toList());
            operands[i] = places(e.operands(), places, constants);
            first[i] = places.get(e.result());
        }
        results = places(g.results(), places, constants);
        literals = constants.toArray(Concrete[]::new);
        size = places.size();
        dead = dead(g, places);
        grows = grows(g, places);
    }

    /// The graph made ready; done once.
    static GraphRun of(Graph g) {
        return (GraphRun) g.prepared(GraphRun::new);
    }

    int inputs() {
        return inputs;
    }

    /// Values by their place, literals by -1, -2, ...
    private static int[] places(List<Atom> atoms, Map<Var, Integer> places, List<Concrete> literals) {
        var out = new int[atoms.size()];
        for (int i = 0; i < out.length; i++) {
            if (atoms.get(i) instanceof Literal l) {
                literals.add(l.value());
                out[i] = -literals.size();
            } else {
                out[i] = places.get((Var) atoms.get(i));
            }
        }
        return out;
    }

    /// For each equation what nobody reads after it.
    private int[][] dead(Graph g, Map<Var, Integer> places) {
        var read = new boolean[size];
        for (int r : results) {
            if (r >= 0) {
                read[r] = true;
            }
        }
        var out = new int[ops.length][];
        for (int e = ops.length - 1; e >= 0; e--) {
            var here = new ArrayList<Integer>();
            for (var v : g.equations().get(e).results()) {
                here.add(places.get(v));
            }
            Arrays.stream(operands[e]).filter(p -> p >= 0).forEach(here::add);
            out[e] = here.stream().distinct().filter(p -> !read[p]).mapToInt(p -> p).toArray();
            Arrays.stream(operands[e]).filter(p -> p >= 0).forEach(p -> read[p] = true);
        }
        return out;
    }

    /// For each equation the input that it may write into once a loop owns its memory, or -1.
    ///
    /// That is a sum or an update of a window whose first operand is an input that nothing else reads, and whose result
    /// is read by nothing but the results.
    private int[] grows(Graph g, Map<Var, Integer> places) {
        var uses = new int[size];
        for (int e = 0; e < ops.length; e++) {
            Arrays.stream(operands[e]).filter(p -> p >= 0).forEach(p -> uses[p]++);
        }
        var out = new int[ops.length];
        for (int e = 0; e < ops.length; e++) {
            boolean can = canGrow(g.equations().get(e)) && operands[e][0] >= 0 && operands[e][0] < inputs
                    && uses[operands[e][0]] == 1 && uses[first[e]] == 0;
            int place = can ? operands[e][0] : -1;
            out[e] = can && Arrays.stream(results).noneMatch(r -> r == place) ? place : -1;
        }
        return out;
    }

    private static boolean canGrow(Equation e) {
        return (e.op() == Binary.ADD || e.op() instanceof DynamicUpdate)
                && e.operands().get(0).type().equals(e.result().type())
                && (e.op() != Binary.ADD || !e.result().type().dtype().isHalf()
                        && e.operands().get(1).type().equals(e.result().type()));
    }

    /// Whether result `r`, and it alone, is made of input `i` in a way that can be written into its memory.
    private boolean grows(int i, int r) {
        for (int e = 0; e < ops.length; e++) {
            int made = first[e];
            if (grows[e] == i && results[r] == made) {
                return Arrays.stream(results).filter(x -> x == made).count() == 1;
            }
        }
        return false;
    }

    /// Marks of the inputs from `first` on that grow into the results in their order.
    boolean[] growing(int first, int count) {
        var out = new boolean[first + count];
        for (int i = 0; i < count; i++) {
            out[first + i] = grows(first + i, i);
        }
        return out;
    }

    /// Room for all values; the first places are those of the inputs.
    Concrete[] frame() {
        return new Concrete[size];
    }

    /// Runs all equations; `owned` marks inputs whose memory nobody else holds (null: none).
    void run(Concrete[] frame, boolean[] owned) {
        boolean inPlace = owned != null && growsAny(owned);
        var compiled = inPlace ? null : programs().ready();
        if (compiled != null) {
            var out = compiled.run(Arrays.asList(frame).subList(0, inputs), null);
            for (int i = 0; i < results.length; i++) {
                if (results[i] >= 0) {
                    frame[results[i]] = out.get(i);
                }
            }
            return;
        }
        long start = System.nanoTime();
        oneByOne(frame, owned);
        if (!inPlace) {
            programs().spent(System.nanoTime() - start);
        }
    }

    private Programs programs() {
        var found = programs;
        return found != null ? found : (programs = Programs.of(graph));
    }

    /// Where a scan over this graph keeps its values.
    ScanLayout layout(Scan s) {
        var found = laid;
        if (found == null || found.scan != s) {
            found = new Laid(s, ScanLayout.of(s, updates(s.constants(), s.carries())));
            laid = found;
        }
        return found.layout;
    }

    /// Whether windows of a large one of those inputs are written in place.
    private boolean updates(int first, int count) {
        var grows = growing(first, count);
        for (int e = 0; e < ops.length; e++) {
            int i = this.grows[e];
            if (ops[e] instanceof DynamicUpdate && i >= 0 && i < grows.length && grows[i]
                    && !types.get(e).getFirst().dtype().cell().livesOnHeap(types.get(e).getFirst().shape().count())) {
                return true;
            }
        }
        return false;
    }

    /// The compiled form for inputs and results that lie as `far` says, or null while there is none.
    Program compiled(List<Boolean> far) {
        return placed(far).ready();
    }

    /// Takes note of a run one by one in the place of that form.
    void spent(List<Boolean> far, long nanos) {
        placed(far).spent(nanos);
    }

    private Programs placed(List<Boolean> far) {
        var found = placed;
        if (found == null || !found.far.equals(far)) {
            found = new Placed(far, Programs.of(graph, far));
            placed = found;
        }
        return found.programs;
    }

    private boolean growsAny(boolean[] owned) {
        for (int g : grows) {
            if (g >= 0 && g < owned.length && owned[g]) {
                return true;
            }
        }
        return false;
    }

    /// Runs all equations one by one; `owned` as for [#run].
    void oneByOne(Concrete[] frame, boolean[] owned) {
        var kernels = Dispatch.kernels();
        for (int e = 0; e < ops.length; e++) {
            try {
                step(kernels, e, frame, owned);
            } catch (CotangentException error) {
                var line = graph.equations().get(e).line();
                throw line == null ? error : error.at(line);
            }
            for (int d : dead[e]) {
                frame[d] = null;
            }
        }
    }

    private void step(Kernels kernels, int e, Concrete[] frame, boolean[] owned) {
        var in = new Concrete[operands[e].length];
        for (int i = 0; i < in.length; i++) {
            int p = operands[e][i];
            in[i] = p >= 0 ? frame[p] : literals[-p - 1];
        }
        if (owned != null && grows[e] >= 0 && grows[e] < owned.length && owned[grows[e]]) {
            if (ops[e] instanceof DynamicUpdate u) {
                Movements.move(in[1].storage(), in[0].storage(), u.block(Arrays.asList(in)));
            } else {
                kernels.addInto(in[0], in[1]);
            }
            frame[first[e]] = in[0];
            return;
        }
        var out = kernels.evaluate(ops[e], Arrays.asList(in), types.get(e));
        for (int i = 0; i < out.size(); i++) {
            frame[first[e] + i] = out.get(i);
        }
    }

    /// Result `i` of the last run.
    Concrete result(Concrete[] frame, int i) {
        return results[i] >= 0 ? frame[results[i]] : literals[-results[i] - 1];
    }

    /// Runs once.
    List<Concrete> once(List<Concrete> arguments) {
        var frame = frame();
        for (int i = 0; i < inputs; i++) {
            frame[i] = arguments.get(i);
        }
        run(frame, null);
        var out = new Concrete[results.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = result(frame, i);
        }
        return Arrays.asList(out);
    }
}
