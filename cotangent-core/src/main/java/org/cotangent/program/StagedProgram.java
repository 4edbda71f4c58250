package org.cotangent.program;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Input;
import org.cotangent.graph.Role;
import org.cotangent.graph.Var;
import org.cotangent.trace.Stage;

/// A program written down as it stands, not rewritten.
///
/// @param program the text behind it
/// @param graph one input for each of the program's, then one for each constant; the output is its only result
/// @param constants tensors written as brackets in the text
/// @param notes what was seen among the numbers that were worked out before anything ran
/// @param output how the output is called: its name, or null where it has none
public record StagedProgram(Program program, Graph graph, List<Concrete> constants, List<Note> notes, String output) {
    static StagedProgram of(Program program, List<TensorType> types, List<Role> roles, DType dtype) {
        var machine = new Machine(program, dtype);
        var staged = Stage.trace("program", machine::run, types, program.inputs(), roles);
        var names = new IdentityHashMap<Var, String>();
        staged.graph().inputs().forEach(i -> names.put(i.var(), i.var().name()));
        var results = staged.graph().results();
        var values = program.statements().stream().filter(s -> !s.isFunction()).toList();
        for (int i = 0; i < values.size(); i++) {
            if (results.get(i) instanceof Var v && values.get(i).name() != null) {
                names.putIfAbsent(v, values.get(i).name());
            }
        }
        var constants = staged.captured().stream().map(Tensor::concrete).toList();
        return new StagedProgram(program, named(staged.graph(), names, results.getLast()), constants, machine.notes(),
                program.outputName());
    }

    private static Graph named(Graph g, Map<Var, String> names, Atom result) {
        var vars = new IdentityHashMap<Var, Var>();
        var inputs = new ArrayList<Input>();
        for (var i : g.inputs()) {
            inputs.add(new Input(renamed(i.var(), names, vars), i.role()));
        }
        var equations = new ArrayList<Equation>();
        for (var e : g.equations()) {
            var operands = e.operands().stream().map(a -> replaced(a, vars)).toList();
            equations.add(new Equation(e.op(), operands,
                    e.results().stream().map(v -> renamed(v, names, vars)).toList(), e.lines()));
        }
        return new Graph(g.name(), inputs, equations, List.of(replaced(result, vars)));
    }

    private static Var renamed(Var v, Map<Var, String> names, Map<Var, Var> vars) {
        var out = new Var(v.type(), names.get(v));
        vars.put(v, out);
        return out;
    }

    private static Atom replaced(Atom a, Map<Var, Var> vars) {
        return a instanceof Var v ? vars.get(v) : a;
    }

    /// All inputs of the graph: those of the program and the constants.
    public List<Concrete> arguments(List<Concrete> inputs) {
        var all = new ArrayList<>(inputs);
        all.addAll(constants);
        return all;
    }
}
