package org.cotangent.explain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.explain.Finding.Within;
import org.cotangent.graph.Graph;
import org.cotangent.op.Call;
import org.cotangent.op.Cond;
import org.cotangent.op.CustomRule;
import org.cotangent.op.Remat;
import org.cotangent.op.Scan;
import org.cotangent.op.While;
import org.cotangent.program.Node;

/// The runs of the graph that an operation holds: the iterations of a loop, the branch that was taken, the call.
///
/// What the iterations start from is kept for as many as a budget of memory allows and computed again between.
final class Nest {
    private static final long BUDGET = 16L << 20;

    private final Seen seen;
    private final Node node;
    private final Graph body;
    private final List<Concrete> operands;
    private final List<List<Concrete>> kept = new ArrayList<>();
    private int first;
    private int constants;
    private int carries;
    private Scan scan;
    private long count = 1;
    private long stride = 1;
    private long segmentAt = -1;
    private List<List<Concrete>> segment = List.of();

    private Nest(Seen seen, Node node, Graph body, List<Concrete> operands) {
        this.seen = seen;
        this.node = node;
        this.operands = operands;
        this.body = named(body, node, operands.size() - body.inputs().size());
        first = operands.size() - body.inputs().size();
        constants = body.inputs().size();
    }

    /// What a node's operation holds; null where that is no graph that can be looked into.
    static Nest of(Seen seen, Node result) {
        var n = seen.head(result);
        var e = seen.equation(n);
        if (e == null) {
            return null;
        }
        return switch (e.op()) {
            case Call c -> new Nest(seen, n, c.graph(), operands(seen, n));
            case Remat r -> new Nest(seen, n, r.graph(), operands(seen, n));
            case CustomRule r -> new Nest(seen, n, r.function(), operands(seen, n));
            case Cond c -> new Nest(seen, n, c.chosen(seen.exact(n, 0)), operands(seen, n));
            case Scan s -> new Nest(seen, n, s.body(), operands(seen, n)).loop(s);
            case While w -> new Nest(seen, n, w.body(), operands(seen, n)).loop(w);
            default -> null;
        };
    }

    private static List<Concrete> operands(Seen seen, Node n) {
        var out = new ArrayList<Concrete>();
        for (int i = 0; i < n.operands().size(); i++) {
            out.add(seen.exact(n, i));
        }
        return out;
    }

    /// The body, its inputs without a name called as the operands are.
    private static Graph named(Graph body, Node n, int first) {
        var names = new ArrayList<String>();
        var taken = new HashSet<String>();
        for (int i = 0; i < body.inputs().size(); i++) {
            var own = body.inputs().get(i).var().name();
            var outer = n.operands().get(first + i);
            var name = own != null ? own : outer.isEmpty() || !Character.isLetter(outer.charAt(0)) ? "in" + i : outer;
            names.add(taken.add(name) ? name : name + "_" + i);
            taken.add(names.getLast());
        }
        return body.withInputNames(names);
    }

    private Nest loop(Scan s) {
        scan = s;
        constants = s.constants();
        carries = s.carries();
        count = s.length();
        var in = start();
        for (long k = 0; k < count; k++) {
            keep(k, in);
            in = next(in, k);
        }
        return this;
    }

    private Nest loop(While w) {
        constants = w.constants();
        carries = operands.size() - constants;
        var in = start();
        for (count = 0; w.condition().evaluate(in).getFirst().getLong(0) != 0; count++) {
            keep(count, in);
            in = next(in, count);
        }
        return this;
    }

    /// Constants, carries and the rows of the first iteration.
    private List<Concrete> start() {
        var in = new ArrayList<>(operands.subList(first, operands.size()));
        if (scan != null && count > 0) {
            rows(in, 0);
        }
        return in;
    }

    private void rows(List<Concrete> in, long k) {
        for (int i = constants + carries; i < in.size(); i++) {
            in.set(i, Scan.row(operands.get(first + i), row(k)));
        }
    }

    /// The row along axis 0 that iteration `k` reads and writes.
    long row(long k) {
        return scan != null && scan.reverse() ? count - 1 - k : k;
    }

    private List<Concrete> next(List<Concrete> in, long k) {
        var out = Dispatch.with(null, () -> body.evaluate(in));
        var next = new ArrayList<>(in);
        for (int c = 0; c < carries; c++) {
            next.set(constants + c, out.get(c));
        }
        if (scan != null && k + 1 < count) {
            rows(next, k + 1);
        }
        return next;
    }

    private void keep(long k, List<Concrete> in) {
        if (k % stride != 0) {
            return;
        }
        kept.add(in);
        long bytes = in.subList(constants, constants + carries).stream().mapToLong(c -> c.type().shape().count()
                * Long.BYTES).sum();
        if (kept.size() > 2 && bytes * kept.size() > BUDGET) {
            for (int i = kept.size() - 1; i > 0; i--) {
                if (i % 2 == 1) {
                    kept.remove(i);
                }
            }
            stride *= 2;
        }
    }

    /// How often the graph ran.
    long count() {
        return count;
    }

    boolean isLoop() {
        return carries > 0 || scan != null;
    }

    boolean hasOwnDerivative() {
        return seen.equation(node).op() instanceof CustomRule;
    }

    Graph body() {
        return body;
    }

    Node node() {
        return node;
    }

    int constants() {
        return constants;
    }

    int carries() {
        return carries;
    }

    /// The body's input that an operand becomes; -1 for the number of a branch.
    int position(int operand) {
        return operand - first;
    }

    /// What the graph was given in run `k`.
    List<Concrete> inputs(long k) {
        if (!isLoop()) {
            return start();
        }
        long from = k - k % stride;
        if (segmentAt != from) {
            segmentAt = from;
            segment = new ArrayList<>(List.of(kept.get(Math.toIntExact(from / stride))));
            while (segment.size() < stride && from + segment.size() < count) {
                segment.add(next(segment.getLast(), from + segment.size() - 1));
            }
        }
        return segment.get(Math.toIntExact(k - from));
    }

    /// What the graph gave in run `k`.
    List<Concrete> results(long k) {
        return Dispatch.with(null, () -> body.evaluate(inputs(k)));
    }

    /// What is seen of run `k`.
    ///
    /// @param seeds as for [Seen]
    Seen look(long k, List<Concrete> seeds) {
        return new Seen(body, inputs(k), List.of(), seeds);
    }

    /// The finding within run `k`, told of the whole program.
    ///
    /// @param outer what leads from the operation on
    Finding placed(Finding f, long k, List<String> outer) {
        var prefix = node.name() + (isLoop() ? "[" + k + "]" : "") + ".";
        var slice = new ArrayList<>(f.slice().stream().map(s -> prefix + s).toList());
        slice.addAll(outer);
        var within = new ArrayList<Within>();
        var line = f.line() == null ? seen.line(node) : f.line();
        within.add(new Within(node.name(), body.name(), k, isLoop() ? count : 0, seen.line(node)));
        f.within().forEach(w -> within.add(new Within(prefix + w.node(), w.graph(), w.iteration(), w.of(), w.line())));
        return new Finding(f.kind(), f.direction(), prefix + f.node(), line, f.cause(), slice, f.cure(), within);
    }
}
