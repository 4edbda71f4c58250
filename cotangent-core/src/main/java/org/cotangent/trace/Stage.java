package org.cotangent.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.cotangent.core.Concrete;
import org.cotangent.core.ConcreteValueException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Interpreter;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.core.Traced;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Graph;
import org.cotangent.graph.GraphBuilder;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Role;
import org.cotangent.graph.Var;
import org.cotangent.op.Call;
import org.cotangent.op.Op;

/// Runs a program on types alone and writes its graph down.
public class Stage extends Interpreter {
    /// What was written: the graph, whose last inputs stand for `captured` values from outside the function.
    public record Staged(Graph graph, List<Tensor> captured) {
        /// The graph as a function of the arguments alone.
        public FlatFn function() {
            return arguments -> {
                var all = new ArrayList<>(arguments);
                all.addAll(captured);
                return graph.apply(all);
            };
        }
    }

    /// A value with a name and no number.
    public final class Symbol extends Traced {
        private final Var var;
        private final Op op;
        private final List<Tensor> operands;
        private final List<SourceLine> lines;

        private Symbol(Var var, Op op, List<Tensor> operands, List<SourceLine> lines) {
            this.var = var;
            this.op = op;
            this.operands = operands;
            this.lines = lines;
        }

        @Override
        public Made made() {
            return new Made(var.name(), op, operands, lines);
        }

        public Var var() {
            return var;
        }

        /// The operation that defines this value, or null for an input.
        public Op op() {
            return op;
        }

        /// The operands of that operation.
        public List<Tensor> operands() {
            return operands;
        }

        @Override
        public Interpreter interpreter() {
            return Stage.this;
        }

        @Override
        public TensorType type() {
            return var.type();
        }

        @Override
        public Concrete concrete() {
            var known = number(var);
            if (known != null) {
                return known;
            }
            throw new ConcreteValueException("look at a number while the program is being written down",
                    "a value of type " + type() + (var.name() == null ? "" : " called " + var.name())
                            + ", which has no number yet",
                    "use where(...) instead of a Java `if` on the value, make what decides an ordinary Java argument,"
                            + " or take the function out of jit");
        }
    }

    private final GraphBuilder builder = new GraphBuilder();
    private final Map<Tensor, Var> captured = new IdentityHashMap<>();
    private final List<Tensor> captures = new ArrayList<>();
    private final Set<Var> differentiated = new HashSet<>();
    private final Stage outer = Dispatch.current() instanceof Stage s ? s : null;
    private boolean begun;

    protected Stage() {
    }

    /// Writes down `f` on inputs of the given types; `names` and `roles` describe them (null: plain inputs).
    public static Staged trace(String name, FlatFn f, List<TensorType> types, List<String> names, List<Role> roles) {
        var stage = new Stage();
        return stage.write(name, in -> Dispatch.with(stage, () -> f.apply(in)), types, names, roles);
    }

    @Override
    public Interpreter enclosing() {
        return outer;
    }

    /// Called once, on the stack of the first operation that this stage, or one within it, is given.
    protected void entered() {
        if (outer != null) {
            outer.entered();
        }
    }

    /// Says that derivatives are taken with respect to a value: where it is an input of a program that is being
    /// written down, its role is that of a parameter.
    public static void differentiate(Tensor t) {
        if (t instanceof Symbol s && s.op == null) {
            ((Stage) s.interpreter()).differentiated.add(s.var);
        }
    }

    /// As [#trace], but only operations on the inputs are written down; everything else runs as it would without.
    public static Staged beside(String name, FlatFn f, List<TensorType> types) {
        return new Stage().write(name, f, types, null, null);
    }

    protected final Staged write(String name, FlatFn f, List<TensorType> types, List<String> names, List<Role> roles) {
        try {
            var in = new ArrayList<Tensor>(types.size());
            for (int i = 0; i < types.size(); i++) {
                in.add(new Symbol(builder.input(types.get(i), names == null ? null : names.get(i),
                        roles == null ? Role.INPUT : roles.get(i)), null, List.of(), List.of()));
            }
            var out = f.apply(in).stream().map(this::atom).toList();
            differentiated.forEach(v -> builder.role(v, Role.PARAM));
            return new Staged(builder.build(name, out), List.copyOf(captures));
        } finally {
            end();
        }
    }

    @Override
    public List<Tensor> bind(Op op, List<Tensor> operands) {
        if (!begun) {
            begun = true;
            entered();
        }
        if (op instanceof Call call && !call.isPure()) {
            return call.graph().apply(operands);
        }
        var types = op.typeOf(operands.stream().map(Tensor::type).toList());
        var atoms = operands.stream().map(this::atom).toList();
        var lines = where();
        return builder.add(op, atoms, types, lines).stream()
                .map(v -> (Tensor) new Symbol(v, op, operands, lines)).toList();
    }

    /// The number of a value, where it is known while the program is written down; else null.
    protected Concrete number(Var v) {
        return null;
    }

    @Override
    public Object identity(Traced tracer) {
        return tracer instanceof Symbol s ? s.var : tracer;
    }

    private List<SourceLine> where() {
        if (lines() != null) {
            return lines();
        }
        var line = SourceLine.ofCaller();
        return line == null ? List.of() : List.of(line);
    }

    /// Whether a number that is no scalar literal becomes a constant of the graph instead of a captured input.
    protected boolean keeps(Concrete c) {
        return false;
    }

    private Atom atom(Tensor t) {
        if (t instanceof Symbol s && s.interpreter() == this) {
            return s.var;
        }
        if (t instanceof Concrete c && (c.isLiteral() || keeps(c))) {
            return new Literal(c);
        }
        return captured.computeIfAbsent(t, k -> {
            captures.add(k);
            return builder.input(k.type(), null, Role.INPUT);
        });
    }
}
