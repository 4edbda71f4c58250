package org.cotangent.explorer.model;

import static org.cotangent.explorer.model.Term.row;
import static org.cotangent.explorer.model.Term.sign;
import static org.cotangent.explorer.model.Term.tag;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.program.Edge;
import org.cotangent.program.Locals;
import org.cotangent.program.Node;

/// Formulas of nodes as MathML, in letters and with numbers put in. Local derivatives are what the rules write down.
final class Formulas {
    private final Map<Var, Equation> definitions;
    private final Map<Var, Node> byVar = new IdentityHashMap<>();
    private final Map<String, Node> byName = new HashMap<>();
    private final String output;

    Formulas(Graph graph, List<Node> nodes, String output) {
        definitions = graph.makers();
        nodes.forEach(n -> {
            byVar.put(n.var(), n);
            byName.put(n.name(), n);
        });
        this.output = output;
    }

    /// `a = x y`, and the same with numbers where all of them are scalars.
    Map<String, Object> of(Node n) {
        if (n.operands().isEmpty() && n.op().equals(n.kind())) {
            return null;
        }
        var name = Term.name(n.name()).math();
        var letters = row(name, sign("="), written(n, Term::name).math());
        boolean scalar = scalar(n) && n.operands().stream().allMatch(o -> !byName.containsKey(o)
                || scalar(byName.get(o)));
        return Values.object("letters", letters, "numbers", scalar ? row(name, sign("="),
                written(n, o -> Term.number(value(byName.get(o)))).math(), Term.equal(value(n)),
                Term.number(value(n)).math()) : null);
    }

    /// `a = x y` alone, for a node whose numbers are not known.
    Map<String, Object> letters(Node n) {
        return Values.object("letters", row(Term.name(n.name()).math(), sign("="), written(n, Term::name).math()));
    }

    private Term written(Node n, Function<String, Term> leaf) {
        return Marks.of(n.op(), n.operands().stream().map(o -> byName.containsKey(o) ? leaf.apply(o)
                : literal(o)).toList(), n.parameters());
    }

    private static Term literal(String text) {
        try {
            return Term.number(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return new Term(tag("mtext", text), Term.ATOM);
        }
    }

    private static boolean scalar(Node n) {
        return n.type().rank() == 0;
    }

    private static double value(Node n) {
        return n.value().getDouble(0);
    }

    /// The local derivative along an edge in letters and numbers; null where node or operand is no scalar.
    Map<String, Object> local(Node n, int edge) {
        var e = definitions.get(n.var());
        var use = n.edges().get(edge);
        if (e == null || use.local() == null) {
            return null;
        }
        var head = tag("mfrac", row(sign("∂"), Term.name(n.name()).math()),
                row(sign("∂"), Term.name(use.operand()).math()));
        var local = Locals.of(e, operand(n, edge));
        if (local == null) {
            return Values.object("letters", row(head, sign("="), tag("mn", "0")));
        }
        var letters = expression(local, v -> Term.name(byVar.get(v).name()));
        var numbers = expression(local, v -> Term.number(value(byVar.get(v))));
        if (letters == null) {
            return null;
        }
        return Values.object("letters", row(head, sign("="), letters.math()), "numbers",
                row(head, sign("="), numbers.math(), Term.equal(use.local()), Term.number(use.local()).math()));
    }

    /// Which operand an edge belongs to: edges are in the operands' order, without those that have no derivative.
    private int operand(Node n, int edge) {
        int at = -1;
        for (int k = 0; k <= edge; k++) {
            do {
                at++;
            } while (!n.operands().get(at).equals(n.edges().get(k).operand()));
        }
        return at;
    }

    private Term expression(Locals local, Function<Var, Term> leaf) {
        if (!local.variables().stream().allMatch(byVar::containsKey)) {
            return null;
        }
        var g = local.graph();
        var terms = new IdentityHashMap<Var, Term>();
        for (int i = 0; i < local.variables().size(); i++) {
            terms.put(g.inputs().get(i).var(), leaf.apply(local.variables().get(i)));
        }
        for (var e : g.equations()) {
            var x = e.operands().stream().map(a -> term(a, terms)).toList();
            terms.put(e.result(), Marks.of(e.op().label(), x, parameters(e)));
        }
        return term(g.results().getFirst(), terms);
    }

    private static Term term(Atom a, Map<Var, Term> terms) {
        return a instanceof Literal l ? Term.number(l.value().getDouble(0)) : terms.get((Var) a);
    }

    private static Map<String, Object> parameters(Equation e) {
        return e.op() instanceof org.cotangent.op.PowInt p ? Map.of("k", p.k()) : Map.of();
    }

    private Object derivative(String by) {
        return tag("mfrac", row(sign("∂"), Term.name(output).math()), row(sign("∂"), Term.name(by).math()));
    }

    /// The chain rule at a node: the sum over its uses of upstream gradient times local derivative.
    Map<String, Object> chain(Node n, List<Use> uses) {
        var head = derivative(n.name());
        if (n.name().equals(output)) {
            return Values.object("letters", row(head, sign("="), tag("mn", "1")));
        }
        if (uses.isEmpty() || uses.stream().anyMatch(u -> u.edge().local() == null)) {
            return null;
        }
        var letters = new ArrayList<Object>(List.of("mrow", head));
        var numbers = new ArrayList<Object>(List.of("mrow", head));
        for (var u : uses) {
            var sign = sign(letters.size() == 2 ? "=" : "+");
            letters.add(sign);
            letters.add(row(derivative(u.node().name()), sign("⋅"), tag("mfrac",
                    row(sign("∂"), Term.name(u.node().name()).math()),
                    row(sign("∂"), Term.name(n.name()).math()))));
            numbers.add(sign);
            numbers.add(row(Term.number(u.node().cotangent().getDouble(0)).in(Term.SUM), sign("⋅"),
                    Term.number(u.edge().local()).in(Term.SUM)));
        }
        double sum = n.cotangent().getDouble(0);
        numbers.add(Term.equal(sum));
        numbers.add(Term.number(sum).math());
        return Values.object("letters", letters, "numbers", numbers);
    }

    /// One use of a value: the operation that uses it, and the edge.
    record Use(Node node, int index) {
        Edge edge() {
            return node.edges().get(index);
        }
    }
}
