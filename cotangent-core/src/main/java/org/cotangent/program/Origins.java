package org.cotangent.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.core.SourceLine;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;

/// Numbers written on the equations of a graph, in the place of source lines, which every pass keeps: so whatever
/// becomes of an equation can be traced back to it.
public final class Origins {
    private static final String FILE = "equation";

    private Origins() {
    }

    /// The same graph, each of whose equations bears its number instead of its lines.
    public static Graph mark(Graph g) {
        var out = new ArrayList<Equation>();
        for (var e : g.equations()) {
            out.add(new Equation(e.op(), e.operands(), e.results(), List.of(new SourceLine(FILE, out.size(), 0))));
        }
        return new Graph(g.name(), g.inputs(), out, g.results());
    }

    /// The numbers of the equations that this one came from.
    public static Set<Integer> of(Equation e) {
        var out = new TreeSet<Integer>();
        e.lines().stream().filter(l -> l.file().equals(FILE)).forEach(l -> out.add(l.line()));
        return out;
    }

    /// The number that a line stands for; -1 where it is a line of a user's.
    public static int of(SourceLine line) {
        return line != null && line.file().equals(FILE) ? line.line() : -1;
    }

    /// A graph that came from a marked one, with the lines that `written` has in the place of the numbers.
    public static Graph unmark(Graph g, Graph written) {
        var out = new ArrayList<Equation>();
        for (var e : g.equations()) {
            var lines = new ArrayList<SourceLine>();
            of(e).forEach(i -> lines.addAll(written.equations().get(i).lines()));
            out.add(new Equation(e.op(), e.operands(), e.results(), lines.stream().distinct().toList()));
        }
        return new Graph(g.name(), g.inputs(), out, g.results());
    }
}
