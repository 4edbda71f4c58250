package org.cotangent.explorer.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Role;
import org.cotangent.program.Program;
import org.cotangent.program.ScalarProgram;

/// A graph with a value for each of its inputs: what an evaluation runs.
///
/// @param text the program behind it, or null
/// @param graph as written, nothing rewritten
/// @param inputs the values of the program's inputs, which come first among the graph's
/// @param constants the values of the graph's further inputs
/// @param defaulted the inputs for which nobody gave a value
record Subject(String text, Graph graph, List<Concrete> inputs, List<Concrete> constants, List<String> defaulted) {
    private static final double[] POINT = {2, 3, 0.5, -1, 1.5, 0.25, -2, 1};

    /// The program that the question names, staged at its point.
    static Subject of(Ask ask) {
        var program = Program.parse(ask.program());
        var inputs = new ArrayList<Concrete>();
        var roles = new ArrayList<Role>();
        var defaulted = new ArrayList<String>();
        for (var name : program.inputs()) {
            var given = ask.at().get(name);
            if (given == null) {
                defaulted.add(name);
                given = scalar(ask.dtype(), POINT[inputs.size() % POINT.length]);
            }
            inputs.add(floats(given, ask.dtype()));
            roles.add(ask.parameters().contains(name) ? Role.PARAM : Role.INPUT);
        }
        List<TensorType> types = inputs.stream().map(Concrete::type).toList();
        var staged = program.stage(types, roles, ask.dtype());
        var out = new Subject(ask.program(), staged.graph(), inputs, staged.constants(), defaulted);
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
        var out = new Subject(null, graph, values, List.of(), List.of());
        return ask.scalar() ? out.scalars() : out;
    }

    private Subject scalars() {
        var s = ScalarProgram.of(graph, inputs, constants);
        return new Subject(text, s.graph(), s.inputs(), List.of(), defaulted);
    }

    /// Values for inputs that nobody gave: a wave, so that elements differ; integers and bools are zero.
    static List<Concrete> defaults(Graph graph) {
        return graph.inputs().stream().map(i -> wave(i.var().type())).toList();
    }

    private static Concrete wave(TensorType type) {
        if (!type.dtype().isFloat()) {
            return Ops.zeros(type).concrete();
        }
        var flat = Ops.arange(type.shape().count(), DType.FLOAT64);
        var wave = Ops.sin(Ops.add(flat, Ops.scalar(1.0)));
        return Ops.convert(Ops.reshape(wave, type.shape().sizes()), type.dtype()).concrete();
    }

    private static Concrete scalar(DType dtype, double v) {
        return Ops.full(new TensorType(Shape.SCALAR, dtype), v).concrete();
    }

    private static Concrete floats(Concrete t, DType dtype) {
        return t.dtype().isFloat() ? Ops.convert(t, dtype).concrete() : t;
    }

    Map<String, Object> source() {
        return text == null ? Values.object("graph", graph.name()) : Values.object("text", text);
    }
}
