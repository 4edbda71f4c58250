package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.core.UnsupportedException;
import org.cotangent.graph.Graph;

/// A graph whose derivative somebody wrote. The first `arguments` operands are the function's, the rest what it
/// captured.
///
/// A forward rule takes the operands, the results and the arguments' tangents, and gives the results' tangents; a
/// reverse rule takes the operands, the results and the results' cotangents, and gives the arguments' cotangents. The
/// other mode is its transpose; derivatives of higher order differentiate the rule.
public record CustomRule(Graph function, Graph rule, boolean forward, int arguments) implements Structural {
    @Override
    public boolean isPure() {
        return function.isPure();
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        return function.checked(operands).resultTypes();
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return function.evaluate(operands);
    }

    @Override
    public List<Tensor> batch(Batch b) {
        var all = Collections.nCopies(b.operands().size(), true);
        var whole = Collections.nCopies(rule.inputs().size(), true);
        var op = new CustomRule(b.deriving().batch(function, all, b.size()),
                b.deriving().batch(rule, whole, b.size()), forward, arguments);
        return Dispatch.bind(op, IntStream.range(0, b.operands().size()).mapToObj(b::front).toList());
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        for (int i = arguments; i < tangents.size(); i++) {
            refuseCaptured(p, i, tangents.get(i) != null);
        }
        return apply(p, forward ? rule : turned(p), arguments, tangents, p.operands());
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        for (int i = arguments; i < wanted.length; i++) {
            refuseCaptured(p, i, wanted[i]);
        }
        var out = new Tensor[wanted.length];
        var pulled = apply(p, forward ? turned(p) : rule, p.results().size(), cotangents, p.results());
        for (int i = 0; i < arguments; i++) {
            out[i] = wanted[i] ? pulled.get(i) : null;
        }
        return Arrays.asList(out);
    }

    /// The rule on operands, results and the first `n` seeds, zeros made real.
    private static List<Tensor> apply(Primals p, Graph rule, int n, List<Tensor> seeds, List<Tensor> like) {
        var all = new ArrayList<>(p.operands());
        all.addAll(p.results());
        for (int i = 0; i < n; i++) {
            all.add(Rules.orZeros(seeds.get(i), like.get(i).type()));
        }
        return Dispatch.bind(new Call(rule), all);
    }

    /// The rule for the other mode: the given one is linear in its last inputs.
    private Graph turned(Primals p) {
        int fixed = p.operands().size() + p.results().size();
        return p.deriving().transpose(rule,
                IntStream.range(0, rule.inputs().size()).mapToObj(i -> i >= fixed).toList());
    }

    private void refuseCaptured(Primals p, int i, boolean active) {
        if (active) {
            throw new UnsupportedException("differentiate a function with a custom rule with respect to a value "
                    + "that it captured",
                    "captured value " + (i - arguments) + " of type " + p.operand(i).type(),
                    "pass the value as an argument, so that the rule can say its derivative");
        }
    }
}
