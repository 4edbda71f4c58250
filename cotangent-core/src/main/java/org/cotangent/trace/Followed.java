package org.cotangent.trace;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Role;
import org.cotangent.graph.Var;
import org.cotangent.op.Op;

/// Writes down what a program does on given numbers, while it runs on them: Java's `if` and `while` may look at values,
/// and the graph is of the way that was taken.
public final class Followed extends Stage {
    private final Map<Var, Concrete> numbers = new IdentityHashMap<>();

    private Followed() {
    }

    /// As `Stage.trace`, on inputs with numbers.
    public static Staged follow(String name, FlatFn f, List<Concrete> inputs, List<String> names, List<Role> roles) {
        var stage = new Followed();
        return stage.write(name, in -> {
            for (int i = 0; i < inputs.size(); i++) {
                stage.numbers.put(((Symbol) in.get(i)).var(), inputs.get(i));
            }
            return Dispatch.with(stage, () -> f.apply(in));
        }, inputs.stream().map(Tensor::type).toList(), names, roles);
    }

    @Override
    public List<Tensor> bind(Op op, List<Tensor> operands) {
        var out = super.bind(op, operands);
        if (out.stream().anyMatch(t -> t instanceof Symbol s && !numbers.containsKey(s.var()))) {
            var values = Dispatch.evaluate(op, operands.stream().map(t -> (Tensor) t.concrete()).toList());
            for (int i = 0; i < values.size(); i++) {
                numbers.put(((Symbol) out.get(i)).var(), values.get(i).concrete());
            }
        }
        return out;
    }

    @Override
    protected Concrete number(Var v) {
        return numbers.get(v);
    }
}
