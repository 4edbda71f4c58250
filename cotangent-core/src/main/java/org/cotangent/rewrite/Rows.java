package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.op.Convert;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Reshape;
import org.cotangent.op.Select;
import org.cotangent.op.Slice;
import org.cotangent.op.Split;

/// Which equations of a straight-line program can run side by side, in an order that may replace the program's own.
///
/// Every equation has a level, one more than the highest of its operands'; equations of one level, operation and types
/// do not need one another. A long chain of sums or products has the level of its terms as far as these go.
final class Rows {
    /// What makes a loop worth it.
    ///
    /// @param program scalar equations of a program at least
    /// @param row     equations of a loop at least
    record Size(int program, int row) {
    }

    /// What was found to pay: below that, collecting the operands costs more than the loop saves.
    static final Size USUAL = new Size(256, 16);

    /// How the members of a row go together: not at all, side by side, or each from the one before.
    enum Kind { SINGLE, PARALLEL, CHAIN }

    /// Equations that are one; of a chain also what is combined: where it begins, then a term for each member.
    record Row(Kind kind, List<Equation> members, List<Atom> terms) {
    }

    /// An element of a value that was there as a whole.
    record Element(Var root, long index) {
    }

    private record Form(int level, Object op, List<Object> types, Object chain) {
    }

    private final Graph graph;
    private final Size size;
    private final Map<Var, Equation> makers;
    private final Map<Var, Integer> levels = new IdentityHashMap<>();
    private final Map<Var, Element> elements = new IdentityHashMap<>();
    private final Map<Var, Map<Var, Long>> splits = new IdentityHashMap<>();
    private final Chains chains;
    private final List<Row> all = new ArrayList<>();
    private final Set<Var> inputs = new LinkedHashSet<>();

    private Rows(Graph graph, Size size) {
        this.graph = graph;
        this.size = size;
        this.makers = graph.makers();
        this.chains = new Chains(graph, makers, size.row());
    }

    /// The rows of a graph, or null where there are no long ones.
    static Rows of(Graph g, Size size) {
        long scalars = g.equations().stream().filter(Rows::isScalar).count();
        if (scalars < size.program || !g.equations().stream().allMatch(e -> e.op().isPure())) {
            return null;
        }
        var rows = new Rows(g, size);
        rows.find();
        return rows.all.isEmpty() ? null : rows;
    }

    static boolean isScalar(Equation e) {
        boolean plain = e.op() instanceof Elementwise || e.op() instanceof Select || e.op() instanceof Convert;
        return plain && e.result().type().rank() == 0 && !e.operands().stream().allMatch(a -> a instanceof Literal);
    }

    /// The rows in an order in which they can run.
    List<Row> all() {
        return all;
    }

    /// Scalar inputs that long rows read.
    Set<Var> inputs() {
        return inputs;
    }

    /// The element that a value is of one that was there as a whole, or null.
    Element element(Var v) {
        return elements.get(v);
    }

    private void find() {
        var forms = new LinkedHashMap<Form, List<Equation>>();
        var others = new ArrayList<Equation>();
        for (var e : graph.equations()) {
            int level = level(e);
            e.results().forEach(v -> levels.put(v, level));
            var element = element(e);
            if (element != null) {
                elements.put(e.result(), element);
            }
            if (isScalar(e)) {
                forms.computeIfAbsent(form(e, level), k -> new ArrayList<>()).add(e);
            } else {
                others.add(e);
            }
        }
        if (forms.values().stream().anyMatch(m -> m.size() >= size.row)) {
            var rows = new ArrayList<Row>();
            others.forEach(e -> rows.add(single(e)));
            forms.forEach((form, members) -> add(form, members, rows));
            all.addAll(RowOrder.of(graph, rows));
        }
    }

    private static Row single(Equation e) {
        return new Row(Kind.SINGLE, List.of(e), List.of());
    }

    private void add(Form form, List<Equation> members, List<Row> rows) {
        if (members.size() < size.row) {
            members.forEach(e -> rows.add(single(e)));
            return;
        }
        members.forEach(e -> e.operands().stream().filter(a -> a instanceof Var v && !makers.containsKey(v)
                && v.type().rank() == 0).forEach(a -> inputs.add((Var) a)));
        if (form.chain == null) {
            rows.add(new Row(Kind.PARALLEL, new ArrayList<>(members), List.of()));
            return;
        }
        var terms = new ArrayList<Atom>();
        terms.add(chains.before(members.getFirst()));
        members.forEach(e -> terms.add(chains.term(e)));
        rows.add(new Row(Kind.CHAIN, members, terms));
    }

    private int level(Equation e) {
        int level = 0;
        boolean view = element(e) != null;
        for (var a : e.operands()) {
            level = Math.max(level, a instanceof Var v ? levels.getOrDefault(v, 0) : 0);
        }
        if (chains.of(e) != null) {
            var before = chains.before(e);
            int there = before instanceof Var v ? levels.getOrDefault(v, 0) : 0;
            boolean inside = before instanceof Var v && makers.containsKey(v)
                    && chains.of(makers.get(v)) == chains.of(e);
            int term = chains.term(e) instanceof Var v ? levels.getOrDefault(v, 0) : 0;
            return Math.max(inside ? there : there + 1, term + 1);
        }
        return view ? level : level + 1;
    }

    private Form form(Equation e, int level) {
        var types = new ArrayList<Object>();
        for (var a : e.operands()) {
            types.add(a.type());
            types.add(a instanceof Literal);
        }
        return new Form(level, e.op(), types, chains.of(e));
    }

    /// The element that a scalar is which was only taken out of a value; null for everything else.
    private Element element(Equation e) {
        if (!(e.op() instanceof Reshape) || e.result().type().rank() > 0
                || !(e.operands().getFirst() instanceof Var part)) {
            return null;
        }
        var maker = makers.get(part);
        var op = maker == null ? null : maker.op();
        if (op instanceof Slice s && maker.operands().getFirst() instanceof Var root) {
            var strides = root.type().shape().strides();
            long at = 0;
            for (int a = 0; a < strides.length; a++) {
                at += s.start().get(a) * strides[a];
            }
            return new Element(root, at);
        }
        if (op instanceof Split s && maker.operands().getFirst() instanceof Var root && root.type().rank() == 1) {
            return new Element(root, starts(s, maker).get(part));
        }
        return new Element(part, 0);
    }

    /// Where each part of a vector begins; worked out once, since a vector may fall into thousands.
    private Map<Var, Long> starts(Split s, Equation maker) {
        return splits.computeIfAbsent(maker.result(), k -> {
            Map<Var, Long> starts = new IdentityHashMap<>();
            long at = 0;
            for (int i = 0; i < s.sizes().size(); i++) {
                starts.put(maker.results().get(i), at);
                at += s.sizes().get(i);
            }
            return starts;
        });
    }
}
