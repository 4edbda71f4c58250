package org.cotangent.explorer.model;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Input;
import org.cotangent.graph.Role;
import org.cotangent.graph.Var;
import org.cotangent.program.Node;
import org.cotangent.program.Runs;

/// One cotangent of a graph whose values do not fit into memory all at once: the graph is cut at the node, which
/// becomes an input, and the gradient with respect to that input is compiled and run, with memory used again as in
/// training.
final class Cut {
    private Cut() {
    }

    /// The derivative of the output with respect to a node; null where there is none.
    static Concrete cotangent(Evaluation e, Node n, Concrete value) {
        if (!e.hasBackward() || !n.type().dtype().isFloat()) {
            return null;
        }
        var g = e.graph();
        var in = new Var(n.type(), n.name() + "'");
        var inputs = new ArrayList<>(g.inputs());
        inputs.add(new Input(in, Role.INPUT));
        var equations = new ArrayList<Equation>();
        for (var x : g.equations()) {
            equations.add(new Equation(x.op(), replaced(x.operands(), n.var(), in), x.results(), x.lines()));
        }
        var cut = new Graph(g.name(), inputs, equations, replaced(g.results().subList(0, 1), n.var(), in));
        var constants = new ArrayList<>(e.constants());
        constants.add(value);
        return Runs.compiled(cut, e.inputs(), constants).reverse(List.of(inputs.size() - 1)).getFirst();
    }

    private static List<Atom> replaced(List<Atom> atoms, Var from, Var to) {
        return atoms.stream().map(a -> a == from ? to : a).toList();
    }
}
