package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Input;
import org.cotangent.graph.Role;
import org.cotangent.graph.Var;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Concat;
import org.cotangent.op.Convert;
import org.cotangent.op.Dot;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Flip;
import org.cotangent.op.Gather;
import org.cotangent.op.Op;
import org.cotangent.op.Pad;
import org.cotangent.op.Permute;
import org.cotangent.op.Reduce;
import org.cotangent.op.Reshape;
import org.cotangent.op.Scan;
import org.cotangent.op.Select;
import org.cotangent.op.Slice;
import org.cotangent.op.Split;
import org.cotangent.op.Sum;
import org.cotangent.trace.GraphDeriving;

/// The products in a loop's body that depend on the rows it reads and on nothing that it computes, with what is added
/// to them: `x[t] W + b` for all t is one product.
final class EarlyProducts {
    /// Elements that are kept for the loop, for each element of the rows that it reads anyway.
    private static final long GROWTH = 8;

    private final Scan scan;
    private final List<Equation> early = new ArrayList<>();
    private final List<Equation> stay = new ArrayList<>();
    private final List<Var> crossing = new ArrayList<>();

    private EarlyProducts(Scan scan) {
        this.scan = scan;
    }

    /// Those of a loop, or null where there are none or they are too large.
    static EarlyProducts of(Scan s) {
        var p = new EarlyProducts(s);
        return p.find() ? p : null;
    }

    private static <T> Set<T> set() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private List<Input> inputs(int from, int to) {
        return scan.body().inputs().subList(from, to);
    }

    private List<Input> rows() {
        return inputs(scan.constants() + scan.carries(), scan.body().inputs().size());
    }

    private boolean find() {
        Set<Var> fixed = set();
        Set<Var> byRow = set();
        inputs(0, scan.constants()).forEach(i -> fixed.add(i.var()));
        rows().forEach(i -> byRow.add(i.var()));
        Set<Equation> taken = taken(fixed, byRow);
        if (taken.stream().noneMatch(e -> e.op() instanceof Dot)) {
            return false;
        }
        scan.body().equations().forEach(e -> (taken.contains(e) ? early : stay).add(e));
        Set<Var> used = set();
        stay.forEach(e -> e.operands().forEach(a -> use(a, used)));
        scan.body().results().forEach(a -> use(a, used));
        early.forEach(e -> e.results().stream().filter(used::contains).forEach(crossing::add));
        return count(crossing) <= GROWTH * count(rows().stream().map(Input::var).toList());
    }

    private static void use(Atom a, Set<Var> used) {
        if (a instanceof Var v) {
            used.add(v);
        }
    }

    private static long count(List<Var> vars) {
        return vars.stream().mapToLong(v -> v.type().shape().count()).sum();
    }

    /// Products, what their operands need, and what is done to their results alone.
    private Set<Equation> taken(Set<Var> fixed, Set<Var> byRow) {
        List<Equation> able = new ArrayList<>();
        Set<Var> after = set();
        Set<Equation> taken = set();
        for (var e : scan.body().equations()) {
            if (!canBatch(e.op()) || !e.operands().stream()
                    .allMatch(a -> !(a instanceof Var v) || fixed.contains(v) || byRow.contains(v))) {
                continue;
            }
            boolean row = e.operands().stream().anyMatch(byRow::contains);
            (row ? byRow : fixed).addAll(e.results());
            able.add(e);
            if (row && e.op() instanceof Dot || e.operands().stream().anyMatch(after::contains)) {
                taken.add(e);
                after.addAll(e.results());
            }
        }
        Set<Var> needed = set();
        for (var e : able.reversed()) {
            if (taken.contains(e) || e.results().stream().anyMatch(needed::contains)) {
                taken.add(e);
                e.operands().forEach(a -> use(a, needed));
            }
        }
        return taken;
    }

    /// Whether it can be done for all iterations at once: what it makes of one does not depend on the others.
    static boolean canBatch(Op op) {
        return switch (op) {
            case Elementwise _, Dot _, Select _, Convert _, Broadcast _, Permute _, Reshape _, Slice _, Sum _ -> true;
            case Gather _, Concat _, Split _, Pad _, Flip _, Reduce _ -> true;
            default -> false;
        };
    }

    /// The loop that finds their results among its rows; they are computed now.
    LoopParts.Loop apart(LoopParts.Loop loop) {
        var body = scan.body();
        int to = scan.constants() + scan.carries();
        var in = new ArrayList<>(inputs(0, scan.constants()));
        in.addAll(rows());
        var operands = new ArrayList<>(loop.operands().subList(0, scan.constants()));
        operands.addAll(loop.operands().subList(to, loop.operands().size()));
        var marks = new ArrayList<Boolean>(Collections.nCopies(scan.constants(), false));
        marks.addAll(Collections.nCopies(rows().size(), true));
        var all = GraphDeriving.INSTANCE.batch(new Graph(body.name(), in, early, List.copyOf(crossing)), marks,
                scan.length()).apply(operands);
        Set<Var> used = set();
        stay.forEach(e -> e.operands().forEach(a -> use(a, used)));
        body.results().forEach(a -> use(a, used));
        var inputs = new ArrayList<>(inputs(0, to));
        List<Tensor> rest = new ArrayList<>(loop.operands().subList(0, to));
        for (int i = to; i < body.inputs().size(); i++) {
            if (used.contains(body.inputs().get(i).var())) {
                inputs.add(body.inputs().get(i));
                rest.add(loop.operands().get(i));
            }
        }
        crossing.forEach(v -> inputs.add(new Input(v, Role.INPUT)));
        rest.addAll(all);
        var graph = new Graph(body.name(), inputs, stay, body.results());
        return new LoopParts.Loop(new Scan(graph, scan.length(), scan.constants(), scan.carries(), scan.reverse(),
                scan.kept()), rest);
    }
}
