package org.cotangent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.core.Ops.tensor;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.Fn1;
import org.cotangent.Transforms;
import org.cotangent.core.Concrete;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Verifier;
import org.cotangent.trace.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule tests itself: both sides agree where both are accurate, and the left side is found and replaced.
class RulesTest {
    private static final List<Tensor> X = List.of(tensor(new double[][] {{0.3, 0.7, 0.45}, {0.6, 0.4, 0.9}}),
            tensor(new double[][] {{1.3, 0.2, 0.7}, {2.1, 1.4, 0.8}}),
            tensor(new double[][] {{0.1, 0.5, 1.7}, {0.2, 2.4, 1.9}}),
            tensor(new double[][] {{2.3, 0.9, 0.4}, {1.1, 0.1, 0.3}}));

    static Stream<Rule> rules() {
        return Stream.of(Group.values()).flatMap(g -> Rules.of(g).stream());
    }

    private static List<Tensor> operands(Rule rule) {
        return X.subList(0, rule.arity());
    }

    private static List<Rule> searched(Rule rule) {
        return rule.isPattern() ? List.of(rule) : rules().toList();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void bothSidesAreEqual(Rule rule) {
        near(rule.right(operands(rule), 1), rule.left(operands(rule), 1), 1e-14);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void bothSidesHaveOneGradient(Rule rule) {
        var operands = operands(rule);
        if (!rule.right(operands, 1).dtype().isFloat()) {
            return;
        }
        var left = gradient(x -> rule.left(x, 1), operands);
        var right = gradient(x -> rule.right(x, 1), operands);
        for (int i = 0; i < operands.size(); i++) {
            near(right.get(i), left.get(i), 1e-12);
        }
    }

    private static List<Tensor> gradient(Fn1<List<Tensor>, Tensor> f, List<Tensor> at) {
        return Transforms.grad((List<Tensor> x) -> Ops.sum(Ops.sin(f.apply(x))), org.cotangent.Unused.ZEROS).apply(at);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theLeftSideIsFoundAndReplaced(Rule rule) {
        var after = Rewriter.rewrite(stage(rule, true), searched(rule));
        assertThat(after.applied()).extracting(Rewriter.Applied::rule).contains(rule.name());
        Verifier.verify(after.graph());
        if (rule.isPattern()) {
            assertThat(after.graph()).isEqualTo(stage(rule, false));
        } else {
            var numbers = operands(rule).stream().map(Tensor::concrete).toList();
            near(after.graph().evaluate(numbers).getFirst(), rule.right(operands(rule), 1), 1e-14);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void whatHasBeenRewrittenIsLeftAlone(Rule rule) {
        var once = Rewriter.rewrite(stage(rule, true), rules().toList());
        var twice = Rewriter.rewrite(once.graph(), rules().toList());
        assertThat(twice.applied()).extracting(Rewriter.Applied::rule).isEmpty();
        assertThat(once.applied()).hasSizeLessThan(12);
    }

    @Test
    void everyRuleSaysWhatItDoesToInfinities() {
        assertThat(rules()).allSatisfy(r -> assertThat(r.effect().isEmpty()).as(r.name())
                .isEqualTo(r.nonFinite() == NonFinite.SAME));
        assertThat(rules()).allSatisfy(r -> assertThat(r.why()).isNotBlank());
    }

    private static void near(Tensor got, Tensor want, double tolerance) {
        assertThat(got.type()).isEqualTo(want.type());
        Concrete g = got.concrete();
        Concrete w = want.concrete();
        for (long i = 0; i < w.shape().count(); i++) {
            assertThat(g.getDouble(i)).isCloseTo(w.getDouble(i),
                    within(tolerance * Math.max(1, Math.abs(w.getDouble(i)))));
        }
    }

    private static Graph stage(Rule rule, boolean left) {
        List<TensorType> types = operands(rule).stream().map(Tensor::type).toList();
        return Stage.trace("f", in -> List.of(left ? rule.left(in, 1) : rule.right(in, 1)), types, null, null).graph();
    }
}
