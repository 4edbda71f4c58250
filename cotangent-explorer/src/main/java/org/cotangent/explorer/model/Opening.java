package org.cotangent.explorer.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.Concrete;
import org.cotangent.core.Tensor;
import org.cotangent.core.UnsupportedException;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;
import org.cotangent.op.Call;
import org.cotangent.op.Concat;
import org.cotangent.op.Cond;
import org.cotangent.op.CustomRule;
import org.cotangent.op.Op;
import org.cotangent.op.Remat;
import org.cotangent.op.Reshape;
import org.cotangent.op.Scan;
import org.cotangent.op.Slice;
import org.cotangent.op.Sweeps;
import org.cotangent.op.While;
import org.cotangent.program.Nodes;

/// The opening of one operation of a graph that holds graphs.
final class Opening {
    private static final int ENDS = Unrolled.ENDS;
    private static final long MOST_ITERATIONS = 10_000_000;
    private static final int MOST_SWEPT = 24;
    private static final int MOST_EQUATIONS = 50_000;

    private final Unrolled before;
    private final Equation opened;
    private final List<Concrete> arguments;
    private final String name;
    private final List<Equation> equations = new ArrayList<>();
    private final Map<Atom, Atom> replaced = new IdentityHashMap<>();
    private final Map<Var, List<String>> places;
    private final Set<String> taken = new HashSet<>();

    Opening(Unrolled before, Equation opened, List<Concrete> arguments) {
        this.before = before;
        this.opened = opened;
        this.arguments = arguments;
        this.name = opened.result().name();
        this.places = new IdentityHashMap<>(before.places());
    }

    Unrolled done() {
        for (var e : before.graph().equations()) {
            if (e == opened) {
                var results = results();
                for (int i = 0; i < e.results().size(); i++) {
                    replaced.put(e.results().get(i), results.get(i));
                }
            } else {
                equations.add(new Equation(e.op(), here(e.operands()), e.results(), e.lines()));
            }
        }
        if (equations.size() > MOST_EQUATIONS) {
            throw new UnsupportedException("open " + name, equations.size() + " operations", null,
                    "close other loops first", null);
        }
        var g = before.graph();
        return new Unrolled(new Graph(g.name(), g.inputs(), equations, here(g.results())), places);
    }

    private List<Atom> here(List<Atom> atoms) {
        return atoms.stream().map(a -> replaced.getOrDefault(a, a)).toList();
    }

    private List<Atom> results() {
        var in = here(opened.operands());
        return switch (opened.op()) {
            case Scan s -> scan(s, in);
            case While w -> loop(w, in);
            case Cond c -> {
                int chosen = (int) recorded(opened.operands().subList(0, 1)).getFirst().getLong(0);
                yield inline(c.branches().get(chosen), in.subList(1, in.size()), "", List.of(plain() + ": branch "
                        + chosen + ", which was taken"));
            }
            case Call c -> inline(c.graph(), in, "", List.of(plain() + ": call of " + c.graph().name()));
            case Remat r -> inline(r.graph(), in, "", List.of(plain() + ": checkpoint of " + r.graph().name()));
            case CustomRule r -> inline(r.function(), in, "", List.of(plain() + ": function " + r.function().name()));
            case Sweeps s -> sweeps(s, in);
            default -> throw new IllegalStateException(opened.op().label());
        };
    }

    /// All iterations of all sweeps: even ones from the first to the last, odd ones back.
    private List<Atom> sweeps(Sweeps s, List<Atom> in) {
        long n = recorded(opened.operands().subList(0, 1)).getFirst().getLong(0);
        if (n > MOST_SWEPT) {
            throw new UnsupportedException("open the sweeps " + name, n + " iterations", null,
                    "give inputs with which the loop ends after at most " + MOST_SWEPT, null);
        }
        var entered = new ArrayList<List<List<Atom>>>();
        var results = new ArrayList<Atom>();
        for (int k = 0; k < s.steps().size(); k++) {
            var states = new ArrayList<List<Atom>>(Collections.nCopies((int) n, null));
            var state = in.subList(s.first(k), s.first(k + 1));
            for (int j = 0; j < n; j++) {
                int i = k % 2 == 0 ? j : (int) n - 1 - j;
                states.set(i, state);
                var operands = new ArrayList<>(in.subList(1, 1 + s.constants()));
                entered.forEach(before -> operands.addAll(before.get(i)));
                operands.addAll(state);
                state = inline(s.steps().get(k), operands, "#" + (k + 1) + "." + (i + 1), List.of(plain() + ": sweep "
                        + (k + 1) + (k % 2 == 0 ? ", there" : ", back"), "iteration " + (i + 1)));
            }
            entered.add(states);
            results.addAll(state);
        }
        return results;
    }

    /// What the operands were on the inputs.
    private List<Concrete> recorded(List<Atom> atoms) {
        var g = before.graph();
        var until = g.equations().subList(0, g.equations().indexOf(opened));
        return new Graph(g.name(), g.inputs(), until, atoms).apply(List.<Tensor>copyOf(arguments)).stream()
                .map(Tensor::concrete).toList();
    }

    /// The equations of a graph with its inputs replaced; every value is called as there, with a mark behind.
    private List<Atom> inline(Graph g, List<Atom> in, String mark, List<String> place) {
        var inner = Nodes.outline(g, List.of());
        var names = new IdentityHashMap<Var, String>();
        inner.stream().filter(n -> n.kind().equals("computation")).forEach(n -> names.put(n.var(),
                n.name().startsWith("%") ? plain() + "." + n.name().substring(1) : n.name()));
        Map<Atom, Atom> vars = new IdentityHashMap<>();
        for (int i = 0; i < in.size(); i++) {
            vars.put(g.inputs().get(i).var(), in.get(i));
        }
        var where = new ArrayList<>(places.getOrDefault(opened.result(), List.of()));
        where.addAll(place);
        for (var e : g.equations()) {
            for (var v : e.results()) {
                var made = new Var(v.type(), names.get(v) == null ? null : unique(names.get(v) + mark));
                vars.put(v, made);
                places.put(made, where);
            }
            equations.add(new Equation(e.op(), Unrolled.atoms(e.operands(), vars), e.results().stream().map(v ->
                    (Var) vars.get(v)).toList(), e.lines().isEmpty() ? opened.lines() : e.lines()));
        }
        return Unrolled.atoms(g.results(), vars);
    }

    private String unique(String wanted) {
        if (taken.isEmpty()) {
            before.graph().inputs().forEach(i -> taken.add(i.var().name()));
            before.graph().equations().forEach(e -> e.results().forEach(v -> taken.add(v.name())));
        }
        var out = wanted;
        for (int k = 2; !taken.add(out); k++) {
            out = wanted + "_" + k;
        }
        return out;
    }

    private String plain() {
        return name.startsWith("%") ? "v" + name.substring(1) : name;
    }

    private Atom add(Op op, List<Atom> operands, String hint, List<String> place) {
        var v = new Var(op.typeOf(operands.stream().map(Atom::type).toList()).getFirst(), unique(hint));
        places.put(v, place);
        equations.add(new Equation(op, operands, List.of(v), opened.lines()));
        return v;
    }

    private List<String> place(String... more) {
        var out = new ArrayList<>(places.getOrDefault(opened.result(), List.of()));
        out.addAll(List.of(more));
        return out;
    }

    private Atom slice(Atom x, long from, long to, String hint, List<String> place) {
        var t = x.type();
        var start = new ArrayList<>(Collections.nCopies(t.rank(), 0L));
        var limit = new ArrayList<Long>();
        for (long s : t.shape().sizes()) {
            limit.add(s);
        }
        start.set(0, from);
        limit.set(0, to);
        return add(new Slice(start, limit, Collections.nCopies(t.rank(), 1L)), List.of(x), hint, place);
    }

    private List<Atom> scan(Scan s, List<Atom> in) {
        var title = plain() + ": " + Unrolled.inside(s);
        int to = s.constants() + s.carries();
        long ends = s.length() <= 2 * ENDS + 1 ? s.length() : ENDS;
        List<Atom> carries = in.subList(s.constants(), to);
        var rows = new LinkedHashMap<Long, List<Atom>>();
        for (long k = 0; k < s.length(); k++) {
            if (k == ends) {
                carries = middle(s, in, carries, ends, s.length() - ends, rows, place(title));
                k = s.length() - ends;
            }
            long row = s.reverse() ? s.length() - 1 - k : k;
            var place = place(title, "iteration " + (k + 1));
            var operands = new ArrayList<>(in.subList(0, s.constants()));
            operands.addAll(carries);
            for (var x : in.subList(to, in.size())) {
                var one = slice(x, row, row + 1, label(x) + "[" + row + ":]", place);
                operands.add(add(new Reshape(x.type().shape().remove(0)), List.of(one), label(x) + "[" + row + "]",
                        place));
            }
            var out = inline(s.body(), operands, "#" + (k + 1), List.of(title, "iteration " + (k + 1)));
            carries = out.subList(0, s.carries());
            rows.put(row, out.subList(s.carries(), out.size()).stream().map(y -> add(new Reshape(y.type().shape()
                    .insert(0, 1)), List.of(y), plain() + ".row#" + (row + 1), place)).toList());
        }
        return stacked(s, carries, rows, place(title));
    }

    private List<Atom> stacked(Scan s, List<Atom> carries, Map<Long, List<Atom>> rows, List<String> place) {
        var results = new ArrayList<>(carries);
        int stacks = s.body().results().size() - s.carries();
        for (int y = 0; y < stacks; y++) {
            int at = y;
            var parts = rows.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(r -> r.getValue().get(at))
                    .toList();
            results.add(parts.size() == 1 ? parts.getFirst() : add(new Concat(0), parts, name + (y == 0 ? ""
                    : "." + y), place));
        }
        return results;
    }

    private static String label(Atom a) {
        return a instanceof Var v && v.name() != null ? v.name().replaceFirst("^%", "v") : "rows";
    }

    /// The iterations between the ends, still a loop.
    private List<Atom> middle(Scan s, List<Atom> in, List<Atom> carries, long from, long to,
            Map<Long, List<Atom>> rows, List<String> place) {
        int first = s.constants() + s.carries();
        var operands = new ArrayList<>(in.subList(0, s.constants()));
        operands.addAll(carries);
        for (var x : in.subList(first, in.size())) {
            operands.add(slice(x, s.reverse() ? s.length() - to : from, s.reverse() ? s.length() - from : to,
                    label(x) + "[" + from + ":" + to + "]", place));
        }
        var out = several(new Scan(s.body(), to - from, s.constants(), s.carries(), s.reverse(), s.kept()),
                operands, plain() + "#" + (from + 1) + "…" + to, place);
        rows.put(s.reverse() ? s.length() - to : from, out.subList(s.carries(), out.size()));
        return out.subList(0, s.carries());
    }

    private List<Atom> several(Op op, List<Atom> operands, String hint, List<String> place) {
        var vars = op.typeOf(operands.stream().map(Atom::type).toList()).stream().map(t -> {
            var v = new Var(t, unique(hint));
            places.put(v, place);
            return v;
        }).toList();
        equations.add(new Equation(op, operands, vars, opened.lines()));
        return List.copyOf(vars);
    }

    private List<Atom> loop(While w, List<Atom> in) {
        long n = count(w);
        var title = plain() + ": loop of " + n + (n == 1 ? " iteration" : " iterations");
        long ends = n <= 2 * ENDS + 1 ? n : ENDS;
        var constants = in.subList(0, w.constants());
        List<Atom> carries = in.subList(w.constants(), in.size());
        for (long k = 0; k < n; k++) {
            if (k == ends) {
                var operands = new ArrayList<>(constants);
                operands.addAll(carries);
                carries = several(new Scan(w.body(), n - 2 * ends, w.constants(), carries.size(), false,
                        Scan.Kept.RESIDUALS), operands, plain() + "#" + (k + 1) + "…" + (n - ends), place(title));
                k = n - ends;
            }
            var operands = new ArrayList<>(constants);
            operands.addAll(carries);
            var at = List.of(title, "iteration " + (k + 1));
            inline(w.condition(), operands, "#" + (k + 1), at);
            carries = inline(w.body(), operands, "#" + (k + 1), at);
        }
        return carries;
    }

    /// How often the loop ran.
    private long count(While w) {
        List<Tensor> in = new ArrayList<>(recorded(opened.operands()));
        long n = 0;
        while (w.condition().apply(in).getFirst().concrete().getLong(0) != 0) {
            var out = w.body().apply(in);
            for (int i = 0; i < out.size(); i++) {
                in.set(w.constants() + i, out.get(i));
            }
            if (++n > MOST_ITERATIONS) {
                throw new UnsupportedException("open the loop " + name, "more than " + MOST_ITERATIONS
                        + " iterations", null, "open it on other inputs", null);
            }
        }
        return n;
    }
}
