package org.cotangent.explorer.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Role;
import org.cotangent.graph.Var;
import org.cotangent.program.Nodes;
import org.cotangent.program.Origins;
import org.cotangent.program.Program;
import org.cotangent.program.ScalarProgram;

/// A graph with a value for each of its inputs: what an evaluation runs.
///
/// @param text the program behind it, or null
/// @param graph as written, nothing rewritten
/// @param inputs the values of the program's inputs, which come first among the graph's
/// @param constants the values of the graph's further inputs
/// @param defaulted the inputs for which nobody gave a value
/// @param origins where tensors were taken apart: the node that each value was a part of
record Subject(String text, Graph graph, List<Concrete> inputs, List<Concrete> constants, List<String> defaulted,
        Map<Var, String> origins) {
    /// The program that the question names, staged at its point.
    static Subject of(Ask ask) {
        var program = Program.parse(ask.program());
        var given = new HashMap<String, Concrete>();
        ask.at().forEach((name, v) -> given.put(name, floats(v, ask.dtype())));
        var inputs = Guess.values(program, given, ask.dtype());
        var defaulted = program.inputs().stream().filter(n -> !given.containsKey(n)).toList();
        var roles = program.inputs().stream().map(n -> ask.parameters().contains(n) ? Role.PARAM : Role.INPUT)
                .toList();
        List<TensorType> types = inputs.stream().map(Concrete::type).toList();
        var staged = program.stage(types, roles, ask.dtype());
        var out = new Subject(ask.program(), staged.graph(), inputs, staged.constants(), defaulted, Map.of());
        return ask.scalar() ? out.scalars() : out;
    }

    /// A graph on the given inputs, of which those that the question names are replaced.
    static Subject of(Graph graph, List<Concrete> inputs, Ask ask) {
        var values = new ArrayList<>(inputs);
        var names = org.cotangent.graph.Names.of(graph);
        for (int i = 0; i < values.size(); i++) {
            var v = graph.inputs().get(i).var();
            var given = ask.at().get(names.get(v));
            if (given != null) {
                var converted = Ops.convert(given, v.type().dtype()).concrete();
                if (!converted.type().equals(v.type())) {
                    throw new ShapeException("set " + names.get(v), given.type().toString(), null, "give " + v.type(),
                            null);
                }
                values.set(i, converted);
            }
        }
        var out = new Subject(null, graph, values, List.of(), List.of(), Map.of());
        return ask.scalar() ? out.scalars() : out;
    }

    private Subject scalars() {
        var s = ScalarProgram.of(Origins.mark(graph), inputs, constants);
        var names = new IdentityHashMap<Var, String>();
        Nodes.outline(graph, constants).forEach(n -> names.put(n.var(), n.name()));
        var origins = new IdentityHashMap<Var, String>();
        for (var e : s.graph().equations()) {
            Origins.of(e).stream().map(i -> names.get(graph.equations().get(i).result())).filter(n -> n != null)
                    .findFirst().ifPresent(n -> origins.put(e.result(), n));
        }
        return new Subject(text, Origins.unmark(s.graph(), graph), s.inputs(), List.of(), defaulted, origins);
    }

    /// The same with some of its loops opened.
    Unrolled opened(List<String> open) {
        var all = new ArrayList<>(inputs);
        all.addAll(constants);
        return Unrolled.of(graph, all, constants.size(), open);
    }

    Subject with(Graph other) {
        return new Subject(text, other, inputs, constants, defaulted, origins);
    }

    /// Values for inputs that nobody gave.
    static List<Concrete> defaults(Graph graph) {
        return graph.inputs().stream().map(i -> Guess.wave(i.var().type())).toList();
    }

    private static Concrete floats(Concrete t, DType dtype) {
        return t.dtype().isFloat() ? Ops.convert(t, dtype).concrete() : t;
    }

    Map<String, Object> source() {
        return text == null ? Values.object("graph", graph.name()) : Values.object("text", text);
    }
}
