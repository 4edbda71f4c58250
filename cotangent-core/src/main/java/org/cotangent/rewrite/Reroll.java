package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Atom;
import org.cotangent.graph.DeadCode;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.HeldGraphs;
import org.cotangent.graph.Input;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.op.Binary;
import org.cotangent.op.CumSum;
import org.cotangent.op.Cumulative;
import org.cotangent.trace.Stage;

/// Makes loops of long straight-line scalar programs: equations of the same form become one equation on a vector, a
/// long chain of sums or products a running one. No bit changes: an element of a vector is computed as the scalar was,
/// and running sums add one after the other.
public final class Reroll extends Stage {
    /// What the pass is for.
    static final String WHY = "statements of the same form become one on a vector; nothing to do in programs of few"
            + " scalars";
    private static final int LINES = 16;

    private final Rows rows;
    private final List<Rewriter.Applied> applied;
    private final int most;
    private final Columns columns = new Columns(this::scalar);
    private final Map<Var, Tensor> values = new IdentityHashMap<>();

    private Reroll(Rows rows, List<Rewriter.Applied> applied, int most) {
        this.rows = rows;
        this.applied = applied;
        this.most = most;
    }

    /// The graph with loops made of its straight lines; itself where there are none worth it.
    public static Rewriter.Rewritten graph(Graph g) {
        return graph(g, Integer.MAX_VALUE, Rows.USUAL);
    }

    /// As above, with at most so many loops, made where `size` says that it is worth it.
    static Rewriter.Rewritten graph(Graph g, int most, Rows.Size size) {
        var applied = new ArrayList<Rewriter.Applied>();
        var done = new IdentityHashMap<Graph, Graph>();
        for (var each : HeldGraphs.innerFirst(g)) {
            done.put(each, rolled(each, done, applied, most, size));
        }
        return new Rewriter.Rewritten(done.get(g), List.copyOf(applied));
    }

    private static Graph rolled(Graph g, Map<Graph, Graph> inner, List<Rewriter.Applied> applied, int most,
            Rows.Size size) {
        var rows = Rows.of(g, size);
        if (rows == null) {
            return holding(g, inner);
        }
        var names = Arrays.asList(g.inputs().stream().map(i -> i.var().name()).toArray(String[]::new));
        var stage = new Reroll(rows, applied, most);
        var staged = stage.write(g.name(), in -> Dispatch.with(stage, () -> stage.run(g, in, inner)), g.inputTypes(),
                names, g.inputs().stream().map(Input::role).toList());
        return DeadCode.remove(staged.graph());
    }

    private static Graph holding(Graph g, Map<Graph, Graph> inner) {
        if (inner.entrySet().stream().allMatch(e -> e.getKey() == e.getValue())) {
            return g;
        }
        var equations = g.equations().stream().map(e -> new Equation(HeldGraphs.map(e.op(), inner::get), e.operands(),
                e.results(), e.lines())).toList();
        return new Graph(g.name(), g.inputs(), equations, g.results());
    }

    private List<Tensor> run(Graph g, List<Tensor> in, Map<Graph, Graph> inner) {
        for (int i = 0; i < in.size(); i++) {
            values.put(g.inputs().get(i).var(), in.get(i));
        }
        columns.inputs(rows.inputs(), values);
        for (var row : rows.all()) {
            var vector = row.kind() == Rows.Kind.SINGLE || applied.size() >= most ? null : vector(row);
            if (vector == null) {
                row.members().forEach(e -> single(e, inner));
            }
        }
        return g.results().stream().map(this::value).toList();
    }

    private void single(Equation e, Map<Graph, Graph> inner) {
        var element = rows.element(e.result());
        if (element != null) {
            columns.element(e.result(), value(element.root()), element.index());
            return;
        }
        setLines(e.lines());
        var results = Dispatch.bind(HeldGraphs.map(e.op(), inner::get), e.operands().stream().map(this::value)
                .toList());
        for (int i = 0; i < results.size(); i++) {
            values.put(e.results().get(i), results.get(i));
        }
    }

    /// One equation for all of a row; null where it would have to collect its operands one by one.
    private Tensor vector(Rows.Row row) {
        var lines = new LinkedHashSet<SourceLine>();
        row.members().stream().limit(LINES).forEach(e -> lines.addAll(e.lines()));
        setLines(List.copyOf(lines));
        var first = row.members().getFirst();
        Tensor vector;
        int from = 0;
        if (row.kind() == Rows.Kind.CHAIN) {
            var terms = columns.of(row.terms());
            boolean sum = first.op() == Binary.ADD;
            vector = terms == null ? null : Dispatch.bind(sum ? new CumSum(0, false)
                    : new Cumulative(Cumulative.Kind.PROD, 0, false), List.of(terms)).getFirst();
            from = 1;
        } else {
            vector = parallel(row, first);
        }
        if (vector == null) {
            return null;
        }
        for (int i = 0; i < row.members().size(); i++) {
            columns.element(row.members().get(i).result(), vector, i + from);
        }
        var many = row.members().size() + " times " + first.op().label();
        applied.add(new Rewriter.Applied("reroll", WHY, first.line(), Group.SIMPLIFY, many,
                (from == 1 ? "running " : "") + first.op().label() + " of " + vector.type()));
        return vector;
    }

    private Tensor parallel(Rows.Row row, Equation first) {
        columns.sort(row);
        var operands = new ArrayList<Tensor>();
        for (int k = 0; k < first.operands().size(); k++) {
            int at = k;
            var column = columns.of(row.members().stream().map(e -> e.operands().get(at)).toList());
            if (column == null) {
                return null;
            }
            operands.add(column);
        }
        if (operands.stream().allMatch(t -> t.rank() == 0)) {
            operands.set(operands.size() - 1, Ops.broadcastTo(operands.getLast(), Shape.of(row.members().size())));
        }
        return Dispatch.bind(first.op(), operands).getFirst();
    }

    private Tensor value(Atom a) {
        if (a instanceof Literal l) {
            return l.value();
        }
        var value = values.get((Var) a);
        return value != null ? value : scalar((Var) a);
    }

    /// A value by itself, taken out of its vector where it is in one.
    private Tensor scalar(Var v) {
        var known = values.get(v);
        if (known == null) {
            known = columns.taken(v);
            values.put(v, known);
        }
        return known;
    }

    @Override
    protected boolean keeps(Concrete c) {
        return true;
    }
}
