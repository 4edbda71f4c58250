package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;
import org.cotangent.core.UnsupportedException;
import org.cotangent.graph.Graph;
import org.cotangent.op.CustomRule;
import org.cotangent.trace.Stage;

/// Functions with a derivative that somebody wrote: both are written down and become one operation.
final class CustomRules {
    private CustomRules() {
    }

    /// `rule` takes the argument, the result and a tangent of the argument (forward) or a cotangent of the result.
    @SuppressWarnings("unchecked")
    static <A, R, S, T> R apply(Fn1<A, R> f, Fn3<A, R, S, T> rule, boolean forward, A x) {
        var flat = new Flattened(a -> f.apply((A) a.getFirst()), x);
        var types = flat.leaves().stream().map(Tensor::type).toList();
        var function = Stage.trace("custom", flat, types, flat.names(), null);
        int n = types.size();
        int captured = function.captured().size();
        var inputs = new ArrayList<>(function.graph().inputTypes());
        inputs.addAll(function.graph().resultTypes());
        inputs.addAll(forward ? types : function.graph().resultTypes());
        int m = function.graph().results().size();
        var derivative = Stage.trace("rule", in -> {
            var a = (A) flat.argument().build(in.subList(0, n));
            var r = (R) flat.result().build(in.subList(n + captured, n + captured + m));
            var seed = (forward ? flat.argument() : flat.result()).build(in.subList(n + captured + m, in.size()));
            var leaves = new ArrayList<Tensor>();
            Structure.of(rule.apply(a, r, (S) seed), leaves);
            return leaves;
        }, inputs, null, null);
        check(derivative, forward ? function.graph().resultTypes() : types, forward);
        var operands = new ArrayList<>(flat.leaves());
        operands.addAll(function.captured());
        var op = new CustomRule(function.graph(), derivative.graph(), forward, n);
        return (R) flat.result().build(Dispatch.bind(op, operands));
    }

    private static void check(Stage.Staged rule, List<?> want, boolean forward) {
        Graph g = rule.graph();
        if (!rule.captured().isEmpty()) {
            throw new UnsupportedException("write down a custom derivative", "a rule that captures "
                    + rule.captured().stream().map(Tensor::type).toList(),
                            "pass what the rule needs as part of the argument");
        }
        if (!g.resultTypes().equals(want)) {
            throw new UnsupportedException("write down a custom derivative", "a rule that returns " + g.resultTypes(),
                    (forward ? "return a tangent for each result: "
                            : "return a cotangent for each leaf of the argument: ") + want);
        }
    }
}
