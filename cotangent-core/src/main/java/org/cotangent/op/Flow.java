package org.cotangent.op;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;

/// Follows dependence through a graph, and into the graphs that its operations hold.
final class Flow {
    private Flow() {
    }

    /// Which results depend on the marked inputs; `floats`: only ways through floats and derivatives count.
    static boolean[] reach(Graph g, boolean[] marked, boolean floats) {
        var set = reached(g, marked, floats);
        return marks(g.results(), set);
    }

    /// The values that depend on the marked inputs.
    static Set<Var> reached(Graph g, boolean[] marked, boolean floats) {
        Set<Var> set = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < marked.length; i++) {
            var v = g.inputs().get(i).var();
            if (marked[i] && (!floats || v.type().dtype().isFloat())) {
                set.add(v);
            }
        }
        for (var e : g.equations()) {
            var in = marks(e.operands(), set);
            if (any(in)) {
                add(e, in, floats, set);
            }
        }
        return set;
    }

    private static void add(Equation e, boolean[] in, boolean floats, Set<Var> set) {
        if (floats && (e.op() instanceof Stop || e.op() instanceof Discrete)) {
            return;
        }
        var out = switch (e.op()) {
            case Control c -> c.reach(in, floats);
            case Call c -> reach(c.graph(), in, floats);
            default -> null;
        };
        for (int i = 0; i < e.results().size(); i++) {
            var v = e.results().get(i);
            if ((out == null || out[i]) && (!floats || v.type().dtype().isFloat())) {
                set.add(v);
            }
        }
    }

    /// Marks that grow until `step` adds none: what it gives for the marked carries is marked too.
    static boolean[] fixpoint(boolean[] carries, UnaryOperator<boolean[]> step) {
        var marks = carries.clone();
        boolean grown = true;
        while (grown) {
            grown = false;
            var out = step.apply(marks);
            for (int i = 0; i < marks.length; i++) {
                grown |= out[i] && !marks[i];
                marks[i] |= out[i];
            }
        }
        return marks;
    }

    private static boolean[] marks(List<Atom> atoms, Set<Var> set) {
        var out = new boolean[atoms.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = atoms.get(i) instanceof Var v && set.contains(v);
        }
        return out;
    }

    static boolean any(boolean[] marks) {
        for (boolean m : marks) {
            if (m) {
                return true;
            }
        }
        return false;
    }

    /// The operands that are tangents, marked.
    static boolean[] given(List<Tensor> tangents) {
        var out = new boolean[tangents.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = tangents.get(i) != null;
        }
        return out;
    }

    static List<Boolean> list(boolean[] marks) {
        var out = new Boolean[marks.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = marks[i];
        }
        return List.of(out);
    }

    static boolean[] array(List<Boolean> marks) {
        var out = new boolean[marks.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = marks.get(i);
        }
        return out;
    }

    /// Marks one after the other.
    static boolean[] join(boolean[]... parts) {
        int n = 0;
        for (var p : parts) {
            n += p.length;
        }
        var out = new boolean[n];
        int at = 0;
        for (var p : parts) {
            System.arraycopy(p, 0, out, at, p.length);
            at += p.length;
        }
        return out;
    }

    static boolean[] part(boolean[] marks, int from, int to) {
        return java.util.Arrays.copyOfRange(marks, from, to);
    }

    /// The elements that are marked.
    static <T> List<T> only(List<T> all, boolean[] marks) {
        var out = new java.util.ArrayList<T>();
        for (int i = 0; i < marks.length; i++) {
            if (marks[i]) {
                out.add(all.get(i));
            }
        }
        return out;
    }
}
