package org.cotangent.graph;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.ShapeException;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// A program as data: inputs, equations in an order in which they can run, results. Immutable and closed.
///
/// Equality is by structure: two graphs are equal when they print the same but for names, roles and lines. Neither it
/// nor the hash recurs over size or nesting, and graph objects that are shared are looked at once.
public final class Graph {
    private final String name;
    private final List<Input> inputs;
    private final List<Equation> equations;
    private final List<Atom> results;
    private final boolean pure;
    private int hash;
    private volatile Slots slots;
    private volatile Object prepared;

    /// A graph as given; [Verifier] says whether it is well formed.
    public Graph(String name, List<Input> inputs, List<Equation> equations, List<Atom> results) {
        this.name = Objects.requireNonNull(name);
        this.inputs = List.copyOf(inputs);
        this.equations = List.copyOf(equations);
        this.results = List.copyOf(results);
        this.pure = this.equations.stream().allMatch(e -> e.op().isPure());
    }

    public String name() {
        return name;
    }

    public List<Input> inputs() {
        return inputs;
    }

    public List<Equation> equations() {
        return equations;
    }

    public List<Atom> results() {
        return results;
    }

    /// The equation of every variable that is not an input; a new map at each call.
    public Map<Var, Equation> makers() {
        var out = new IdentityHashMap<Var, Equation>();
        equations.forEach(e -> e.results().forEach(v -> out.put(v, e)));
        return out;
    }

    /// Whether evaluating it twice or not at all cannot be noticed.
    public boolean isPure() {
        return pure;
    }

    /// The same graph with other names for its inputs (null: none).
    public Graph withInputNames(List<String> names) {
        var renamed = new IdentityHashMap<Atom, Atom>();
        var in = new ArrayList<Input>();
        for (int i = 0; i < inputs.size(); i++) {
            var var = new Var(inputs.get(i).var().type(), names.get(i));
            renamed.put(inputs.get(i).var(), var);
            in.add(new Input(var, inputs.get(i).role()));
        }
        var out = equations.stream().map(e -> new Equation(e.op(), renamed(e.operands(), renamed), e.results(),
                e.lines())).toList();
        return new Graph(name, in, out, renamed(results, renamed));
    }

    private static List<Atom> renamed(List<Atom> atoms, Map<Atom, Atom> renamed) {
        return atoms.stream().map(a -> renamed.getOrDefault(a, a)).toList();
    }

    public List<TensorType> inputTypes() {
        return inputs.stream().map(i -> i.var().type()).toList();
    }

    public List<TensorType> resultTypes() {
        return results.stream().map(Atom::type).toList();
    }

    /// The results on the given arguments; every equation goes to whoever gives operations their meaning now.
    public List<Tensor> apply(List<Tensor> arguments) {
        checked(arguments.stream().map(Tensor::type).toList());
        var at = slots();
        var values = at.values(arguments);
        var current = Dispatch.current();
        var lines = current == null ? null : current.lines();
        try {
            int next = inputs.size();
            for (int i = 0; i < equations.size(); i++) {
                var e = equations.get(i);
                if (current != null) {
                    current.setLines(e.lines());
                }
                for (var result : bind(e, at.operands(i, values))) {
                    values[next++] = result;
                }
                at.drop(i, values);
            }
        } finally {
            if (current != null) {
                current.setLines(lines);
            }
        }
        return at.results(values);
    }

    /// Runs one equation; what goes wrong is said with the user's line behind it.
    private static List<Tensor> bind(Equation e, List<Tensor> operands) {
        try {
            return Dispatch.bind(e.op(), operands);
        } catch (CotangentException error) {
            throw e.line() == null ? error : error.at(e.line());
        }
    }

    /// This graph, after checking that values of these types can be its arguments.
    public Graph checked(List<TensorType> arguments) {
        if (arguments.size() != inputs.size()) {
            throw new StructureException("call graph " + name, arguments.size() + " arguments", "give "
                    + inputs.size());
        }
        for (int i = 0; i < arguments.size(); i++) {
            var want = inputs.get(i).var();
            if (!arguments.get(i).equals(want.type())) {
                throw new ShapeException("call graph " + name, "argument " + want.name() + " of type "
                        + arguments.get(i),
                        "give " + want.type());
            }
        }
        return this;
    }

    /// The results on concrete arguments.
    public List<Concrete> evaluate(List<Concrete> arguments) {
        checked(arguments.stream().map(Tensor::type).toList());
        return Dispatch.kernels().evaluate(this, arguments);
    }

    /// The results on concrete arguments, one equation after the other, each value kept as long as it is needed.
    public List<Concrete> oneByOne(List<Concrete> arguments) {
        var out = Dispatch.with(null, () -> apply(List.copyOf(arguments)));
        return out.stream().map(Tensor::concrete).toList();
    }

    /// What `make` makes of this graph, kept with it for the next time: how the runtime runs it.
    public Object prepared(Function<Graph, Object> make) {
        var found = prepared;
        return found != null ? found : (prepared = make.apply(this));
    }

    private Slots slots() {
        var found = slots;
        return found != null ? found : (slots = Slots.of(this));
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Graph g && (g == this || g.hashCode() == hashCode() && GraphEquality.same(this, g));
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            for (var each : NestedGraphs.of(this, g -> g.hash == 0).innerFirst()) {
                each.hash = GraphEquality.hash(each) | 1;
            }
        }
        return hash;
    }

    /// The program text, which [Parser] reads back.
    @Override
    public String toString() {
        return Printer.print(this);
    }
}
