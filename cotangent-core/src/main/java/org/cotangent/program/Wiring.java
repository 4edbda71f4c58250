package org.cotangent.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.Concrete;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Reshape;

/// Which values of a graph are nodes that a person sees, under which names, and what lies between them: the repetitions
/// that broadcasting puts in are part of an edge.
final class Wiring {
    /// An operand as a node or literal, and the hidden equations from it to where it is used, in forward order.
    record Source(Atom atom, List<Equation> through) {
    }

    private final Map<Var, Equation> definitions;
    private final Set<Var> hidden = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Var, String> names = new IdentityHashMap<>();
    private final Map<Var, Concrete> constants = new IdentityHashMap<>();

    Wiring(Graph g, List<Concrete> constants) {
        definitions = g.makers();
        int inputs = g.inputs().size() - constants.size();
        for (int i = 0; i < constants.size(); i++) {
            this.constants.put(g.inputs().get(inputs + i).var(), constants.get(i));
        }
        var consumers = new IdentityHashMap<Var, List<Equation>>();
        for (var e : g.equations()) {
            e.operands().forEach(a -> {
                if (a instanceof Var v) {
                    consumers.computeIfAbsent(v, k -> new ArrayList<>()).add(e);
                }
            });
        }
        for (var e : g.equations().reversed()) {
            if (isInserted(e, consumers.getOrDefault(e.result(), List.of())) && !g.results().contains(e.result())) {
                hidden.add(e.result());
            }
        }
        name(g);
    }

    /// Whether the operation that uses it put it in: both come from one place in the text.
    private boolean isInserted(Equation e, List<Equation> consumers) {
        if (consumers.isEmpty() || e.result().name() != null || !(e.operands().stream().allMatch(Var.class::isInstance))
                || e.operands().isEmpty()) {
            return false;
        }
        boolean broadcast = e.op() instanceof Broadcast;
        boolean reshape = e.op() instanceof Reshape && consumers.stream().allMatch(c -> hidden.contains(c.result()));
        return (broadcast || reshape) && consumers.stream()
                .allMatch(c -> c.lines().stream().anyMatch(e.lines()::contains));
    }

    private void name(Graph g) {
        for (var i : g.inputs()) {
            names.put(i.var(), i.var().name());
        }
        int next = 1;
        for (var e : g.equations()) {
            for (var v : e.results()) {
                if (!hidden.contains(v)) {
                    names.put(v, v.name() == null ? "%" + next++ : v.name());
                }
            }
        }
    }

    boolean isHidden(Equation e) {
        return hidden.contains(e.result());
    }

    boolean isConstant(Var v) {
        return constants.containsKey(v);
    }

    String name(Var v) {
        return names.get(v);
    }

    /// What an operand is, seen past hidden equations.
    Source source(Atom operand) {
        var through = new ArrayDeque<Equation>();
        var at = operand;
        while (at instanceof Var v && hidden.contains(v)) {
            var e = definitions.get(v);
            through.push(e);
            at = e.operands().getFirst();
        }
        return new Source(at, List.copyOf(new ArrayList<>(through)));
    }

    /// A node's name or a literal's text.
    String text(Atom source) {
        if (source instanceof Literal l) {
            return number(l.value());
        }
        var constant = constants.get((Var) source);
        return constant == null ? names.get((Var) source) : number(constant);
    }

    private static String number(Concrete c) {
        var text = c.toString();
        return text.substring(0, text.lastIndexOf(' '));
    }
}
