package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.cotangent.graph.Atom;
import org.cotangent.graph.DeadCode;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;

/// Takes out of choices and loops the results that nobody reads, the carries that only make those, and the operands
/// that are then not needed.
public final class Prune {
    private Prune() {
    }

    /// The equation with what its live results need; itself where it needs everything.
    public static Equation equation(Equation e, Set<Var> live) {
        var wanted = new boolean[e.results().size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = live.contains(e.results().get(i));
        }
        return switch (e.op()) {
            case Scan s -> scan(e, s, wanted);
            case While w -> loop(e, w, wanted);
            case Cond c -> cond(e, c, wanted);
            default -> e;
        };
    }

    private static Equation scan(Equation e, Scan s, boolean[] wanted) {
        int from = s.constants();
        int to = from + s.carries();
        var keep = carried(List.of(), s.body(), from, s.carries(), wanted);
        var body = DeadCode.remove(Nested.only(s.body(), keep));
        var in = used(List.of(body));
        System.arraycopy(keep, 0, in, from, s.carries());
        if (all(keep) && all(in) && body.equations().size() == s.body().equations().size()) {
            return e;
        }
        var op = new Scan(inputs(body, in), s.length(), count(in, 0, from), count(in, from, to), s.reverse(),
                s.kept());
        return new Equation(op, Flow.only(e.operands(), in), Flow.only(e.results(), keep), e.lines());
    }

    private static Equation loop(Equation e, While w, boolean[] wanted) {
        int from = w.constants();
        int n = wanted.length;
        var condition = DeadCode.remove(w.condition());
        var keep = carried(List.of(condition), w.body(), from, n, wanted);
        var body = DeadCode.remove(Nested.only(w.body(), keep));
        var in = used(List.of(condition, body));
        System.arraycopy(keep, 0, in, from, n);
        if (all(keep) && all(in)) {
            return e;
        }
        var op = new While(inputs(condition, in), inputs(body, in), count(in, 0, from), w.bytes());
        return new Equation(op, Flow.only(e.operands(), in), Flow.only(e.results(), keep), e.lines());
    }

    private static Equation cond(Equation e, Cond c, boolean[] wanted) {
        var branches = c.branches().stream().map(g -> DeadCode.remove(Nested.only(g, wanted))).toList();
        var in = used(branches);
        if (all(wanted) && all(in)) {
            return e;
        }
        var op = new Cond(branches.stream().map(g -> inputs(g, in)).toList());
        return new Equation(op, Flow.only(e.operands(), Flow.join(new boolean[] {true}, in)),
                Flow.only(e.results(), wanted), e.lines());
    }

    /// The results that must stay: those wanted, and every carry that they or `others` come to need.
    private static boolean[] carried(List<Graph> others, Graph body, int from, int carries, boolean[] wanted) {
        var keep = wanted.clone();
        boolean grown = true;
        while (grown) {
            grown = false;
            var graphs = new ArrayList<>(others);
            graphs.add(DeadCode.remove(Nested.only(body, keep)));
            var in = used(graphs);
            for (int i = 0; i < carries; i++) {
                grown |= in[from + i] && !keep[i];
                keep[i] |= in[from + i];
            }
        }
        return keep;
    }

    /// The inputs that some of these graphs, which take the same inputs, uses.
    private static boolean[] used(List<Graph> graphs) {
        var out = new boolean[graphs.getFirst().inputs().size()];
        for (var g : graphs) {
            Set<Var> used = Collections.newSetFromMap(new IdentityHashMap<>());
            g.equations().forEach(e -> use(e.operands(), used));
            use(g.results(), used);
            for (int i = 0; i < out.length; i++) {
                out[i] |= used.contains(g.inputs().get(i).var());
            }
        }
        return out;
    }

    private static void use(List<Atom> atoms, Set<Var> used) {
        for (var a : atoms) {
            if (a instanceof Var v) {
                used.add(v);
            }
        }
    }

    private static Graph inputs(Graph g, boolean[] in) {
        return new Graph(g.name(), Flow.only(g.inputs(), in), g.equations(), g.results());
    }

    private static int count(boolean[] marks, int from, int to) {
        return (int) IntStream.range(from, to).filter(i -> marks[i]).count();
    }

    private static boolean all(boolean[] marks) {
        return Arrays.equals(marks, filled(marks.length));
    }

    private static boolean[] filled(int n) {
        var out = new boolean[n];
        Arrays.fill(out, true);
        return out;
    }
}
