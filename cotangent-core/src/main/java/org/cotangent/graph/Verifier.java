package org.cotangent.graph;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.cotangent.core.GraphException;
import org.cotangent.core.SourceLine;

/// Checks that a graph is well formed: every value defined once and before it is used, every type as its rule says,
/// every graph inside closed and well formed too.
///
/// Takes linear time and no recursion. A graph object that several operations hold is checked once.
public final class Verifier {
    private final Graph graph;
    private final Map<Var, Integer> defined;
    private Names names;

    private Verifier(Graph graph) {
        this.graph = graph;
        this.defined = new IdentityHashMap<>(graph.inputs().size() + graph.equations().size());
    }

    /// The graph itself; GraphException with the user's line where something does not hold.
    public static Graph verify(Graph g) {
        for (var each : NestedGraphs.of(g).innerFirst()) {
            new Verifier(each).run();
        }
        return g;
    }

    private void run() {
        for (var i : graph.inputs()) {
            define(i.var(), -1, null);
        }
        for (int i = 0; i < graph.equations().size(); i++) {
            var e = graph.equations().get(i);
            for (var a : e.operands()) {
                use(a, e);
            }
            rules(e);
            for (var r : e.results()) {
                define(r, i, e);
            }
        }
        for (var a : graph.results()) {
            if (a instanceof Var v && !defined.containsKey(v)) {
                throw wrong("the result " + name(v) + ", which nothing defines", "return a value of this graph", null,
                        null);
            }
        }
    }

    private void define(Var v, int at, Equation e) {
        if (defined.putIfAbsent(v, at) != null) {
            throw wrong("the value " + name(v) + " defined twice", "give every result a Var of its own", e, null);
        }
    }

    private void use(Atom a, Equation e) {
        if (a instanceof Var v && !defined.containsKey(v)) {
            throw undefined(v, e);
        }
    }

    private void rules(Equation e) {
        var fault = EquationRules.check(e.op(), e.operands(), e.results().stream().map(Var::type).toList());
        if (fault != null) {
            throw wrong(fault.got() + " at " + text(e), fault.remedy(), e, fault.cause());
        }
    }

    /// The value is defined later, in a circle, or nowhere.
    private GraphException undefined(Var v, Equation e) {
        var definers = new HashMap<Var, Integer>();
        for (int i = 0; i < graph.equations().size(); i++) {
            for (var r : graph.equations().get(i).results()) {
                definers.put(r, i);
            }
        }
        if (!definers.containsKey(v)) {
            return wrong("the value " + name(v) + " used at " + text(e) + ", which nothing in this graph defines",
                    "make it an input: graphs are closed", e, null);
        }
        var cycle = Ordering.of(graph.equations().size(), i -> needs(graph.equations().get(i), definers)).cycle();
        if (cycle.isEmpty()) {
            return wrong("the value " + name(v) + " used at " + text(e) + " before it is defined",
                    "put equations behind those whose results they use", e, null);
        }
        var around = cycle.stream().map(i -> name(graph.equations().get(i).result())).toList();
        return wrong("a cycle: " + Ordering.circle(around),
                "break it: a value cannot depend on itself; use a loop that carries state",
                graph.equations().get(cycle.getFirst()), null);
    }

    private static int[] needs(Equation e, Map<Var, Integer> definers) {
        return e.operands().stream().filter(definers::containsKey).mapToInt(definers::get).toArray();
    }

    private String name(Var v) {
        names = names == null ? Names.of(graph) : names;
        return names.text(v).equals("%undefined") && v.name() != null ? v.name() : names.text(v);
    }

    private String text(Equation e) {
        return "`" + String.join(", ", e.results().stream().map(this::name).toList()) + " = " + Printer.op(e.op()) + " "
                + String.join(" ", e.operands().stream().map(a -> a instanceof Var v ? name(v)
                : ((Literal) a).value().toString()).toList())
                + "`";
    }

    private GraphException wrong(String got, String remedy, Equation e, Throwable cause) {
        SourceLine where = e == null ? null : e.line();
        return new GraphException("verify graph " + graph.name(), got, where, remedy, cause);
    }
}
