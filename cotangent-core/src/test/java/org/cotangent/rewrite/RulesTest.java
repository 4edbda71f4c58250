package org.cotangent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.core.Ops.tensor;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.Transforms;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.trace.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule tests itself: both sides agree where both are accurate, and the left side is found and replaced.
class RulesTest {
    private static final Tensor X = tensor(new double[][] {{0.3, 1.2, 0.7}, {2.1, 0.4, 0.9}});

    static Stream<Rule> rules() {
        return Rules.STABILIZE.stream();
    }

    private static List<Tensor> operands(Rule rule) {
        return Collections.nCopies(rule.arity(), X);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void bothSidesAreEqual(Rule rule) {
        assertThat(rule.right(operands(rule), 1).toDoubleArray())
                .containsExactly(rule.left(operands(rule), 1).toDoubleArray(), within(1e-14));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void bothSidesHaveOneGradient(Rule rule) {
        var left = Transforms.grad((Tensor x) ->
                Ops.sum(Ops.sin(rule.left(Collections.nCopies(rule.arity(), x), 1)))).apply(X);
        var right = Transforms.grad((Tensor x) ->
                Ops.sum(Ops.sin(rule.right(Collections.nCopies(rule.arity(), x), 1)))).apply(X);
        assertThat(right.toDoubleArray()).containsExactly(left.toDoubleArray(), within(1e-13));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theLeftSideIsFoundAndReplaced(Rule rule) {
        var before = stage(rule, true);
        var after = Rewriter.rewrite(before, List.of(rule));
        assertThat(after.applied()).extracting(Rewriter.Applied::rule).contains(rule.name());
        assertThat(after.graph()).isEqualTo(stage(rule, false));
    }

    private static Graph stage(Rule rule, boolean left) {
        List<TensorType> types = operands(rule).stream().map(Tensor::type).toList();
        return Stage.trace("f", in -> List.of(left ? rule.left(in, 1) : rule.right(in, 1)), types, null, null).graph();
    }
}
