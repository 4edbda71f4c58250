package org.cotangent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.Control;
import org.cotangent.Fn1;
import org.cotangent.TensorFn;
import org.cotangent.Transforms;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.graph.HeldGraphs;
import org.cotangent.graph.Verifier;
import org.cotangent.op.Cond;
import org.cotangent.op.Op;
import org.cotangent.op.Scan;
import org.cotangent.op.While;
import org.cotangent.trace.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule inside of branches and loops: found there, and with the numbers that it has outside.
class RulesInsideTest {
    private static final TensorType TYPE = TensorType.of(DType.FLOAT64, 2, 3);
    private static final List<Tensor> X = List.of(tensor(new double[][] {{0.3, 0.7, 0.45}, {0.6, 0.4, 0.9}}),
            tensor(new double[][] {{1.3, 0.2, 0.7}, {2.1, 1.4, 0.8}}),
            tensor(new double[][] {{0.1, 0.5, 1.7}, {0.2, 2.4, 1.9}}),
            tensor(new double[][] {{2.3, 0.9, 0.4}, {1.1, 0.1, 0.3}}));

    /// The rule's left side at operands that change from iteration to iteration, added to the carry.
    private static Graph body(Rule rule) {
        return graph("body", rule, in -> {
            var c = in.get(rule.arity());
            var left = rule.left(in.subList(0, rule.arity()).stream().map(x -> x.add(sum(c).mul(0.001))).toList(), 1);
            return c.add(sum(sin(convert(left, DType.FLOAT64))).mul(1e-3)).add(0.5);
        });
    }

    private static Graph graph(String name, Rule rule, Fn1<List<Tensor>, Tensor> f) {
        return Stage.trace(name, in -> List.of(f.apply(in)), Collections.nCopies(rule.arity() + 1, TYPE), null, null)
                .graph();
    }

    /// As a body of an operation, of which nothing has been rewritten yet.
    private static Graph inside(Rule rule, Op op) {
        return graph("f", rule, in -> {
            var operands = new ArrayList<>(in);
            if (op instanceof Cond) {
                operands.addFirst(convert(gt(sum(in.getFirst()), scalar(0)), DType.INT32));
            }
            return Dispatch.bind(op, operands).getFirst();
        });
    }

    static Stream<Arguments> places() {
        return Stream.of(Group.STABILIZE, Group.SIMPLIFY).flatMap(g -> Rules.of(g).stream()).flatMap(r -> Stream.of(
                new Cond(List.of(graph("no", r, in -> in.getLast()), body(r))),
                new Scan(body(r), 3, r.arity(), 1, false, Scan.Kept.RESIDUALS),
                new While(graph("on", r, in -> lt(max(in.getLast()), scalar(1.5))), body(r), r.arity(), 0))
                .map(op -> Arguments.of(r, op.getClass().getSimpleName(), op)));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("places")
    void itIsFoundAndTheNumbersStay(Rule rule, String where, Op op) {
        var g = inside(rule, op);
        var all = Stream.of(Group.values()).flatMap(group -> Rules.of(group).stream()).toList();
        var done = Rewriter.rewrite(g, rule.isPattern() ? List.of(rule) : all);
        assertThat(done.applied()).extracting(Rewriter.Applied::rule).contains(rule.name());
        Verifier.verify(done.graph());
        assertThat(holds(done.graph(), op.getClass())).isTrue();
        var numbers = new ArrayList<>(X.subList(0, rule.arity()).stream().map(Tensor::concrete).toList());
        numbers.add(zeros(TYPE).concrete());
        close(done.graph().evaluate(numbers).getFirst(), g.evaluate(numbers).getFirst());
    }

    private static boolean holds(Graph g, Class<? extends Op> op) {
        return HeldGraphs.innerFirst(g).stream().flatMap(h -> h.equations().stream()).anyMatch(e -> op.isInstance(
                e.op()));
    }

    private static void close(Concrete got, Concrete want) {
        for (long i = 0; i < want.shape().count(); i++) {
            assertThat(got.getDouble(i)).isCloseTo(want.getDouble(i),
                    within(1e-12 * Math.max(1, Math.abs(want.getDouble(i)))));
        }
    }

    /// The order of the passes holds inside too: finite gradients of naive formulas in branches and loops.
    @Test
    void gradientsInsideAreFinite() {
        TensorFn naive = x -> log(add(scalar(1), exp(x)));
        var x = tensor(800.0, -800);
        var places = new ArrayList<TensorFn>();
        places.add(v -> sum(Control.cond(gt(sum(v), scalar(-1)), (Tensor u) -> naive.apply(u), (Tensor u) -> u, v)));
        places.add(v -> sum(Control.fori(2, v, (i, c) -> naive.apply(c))));
        places.add(v -> sum(Control.whileLoop((Tensor c) -> lt(max(c), scalar(801)), c -> naive.apply(c).add(1), v)));
        places.add(v -> sum(Control.map((Tensor u) -> naive.apply(u), v)));
        for (var f : places) {
            for (var g : List.of(Transforms.jit(Transforms.grad(f)), Transforms.grad(Transforms.jit(f)))) {
                assertThat(g.apply(x).toDoubleArray()[0]).isEqualTo(1.0);
                assertThat(g.apply(x).toDoubleArray()[1]).isBetween(0.0, 1.0);
            }
        }
    }

    /// What does not change from iteration to iteration goes before the loop, where it meets what is outside.
    @Test
    void rulesApplyAcrossTheBoundary() {
        TensorFn f = v -> {
            var e = exp(v);
            return sum(Control.fori(3, v, (i, c) -> c.add(log(add(scalar(1), e)))));
        };
        var done = Transforms.jit(f).rewritesFor(tensor(800.0, 1));
        assertThat(done).extracting(org.cotangent.Rewrite::rule).contains("softplus");
        assertThat(Transforms.jit(f).apply(tensor(800.0, -800)).item()).isEqualTo(800 * 4 - 800);
        assertThat(Transforms.jit(Transforms.grad(f)).apply(tensor(800.0, -800)).toDoubleArray())
                .containsExactly(4, 1);
    }

    /// Masked logits: exponents of -infinity are shares of 0, and rows that are masked throughout hurt nobody.
    @Test
    void maskedLogitsAreSharesOfZero() {
        double no = Double.NEGATIVE_INFINITY;
        TensorFn three = x -> {
            var e = List.of(exp(index(x, 0)), exp(index(x, 1)), exp(index(x, 2)), exp(index(x, 3)));
            var all = e.get(0).add(e.get(1)).add(e.get(2)).add(e.get(3));
            return stack(0, e.get(0).div(all), e.get(1).div(all), e.get(0).add(e.get(1)).div(all),
                    e.get(2).add(e.get(3)).div(all));
        };
        for (var row : List.of(new double[] {no, no, 900, 900}, new double[] {no, 1, no, 2},
                new double[] {3, no, no, no}, new double[] {no, no, no, 5}, new double[] {900, 1, no, no}, new double[] {1, 2, 3, 4})) {
            var got = Transforms.jit(three).apply(tensor(row)).toDoubleArray();
            double m = Math.max(Math.max(row[0], row[1]), Math.max(row[2], row[3]));
            var e = java.util.Arrays.stream(row).map(v -> Math.exp(v - m)).toArray();
            double sum = e[0] + e[1] + e[2] + e[3];
            assertThat(got).containsExactly(new double[] {e[0] / sum, e[1] / sum, (e[0] + e[1]) / sum,
                (e[2] + e[3]) / sum}, within(1e-14));
            for (int i = 0; i < 4; i++) {
                int one = i;
                var gradient = Transforms.jit(Transforms.grad((TensorFn) v -> index(three.apply(v), one)))
                        .apply(tensor(row));
                for (double g : gradient.toDoubleArray()) {
                    assertThat(g).isBetween(-1.0, 1.0);
                }
            }
        }
        assertThat(Transforms.jit(three).apply(tensor(no, no, no, no)).toDoubleArray()).containsOnly(Double.NaN);
    }

    @Test
    void attentionWithRowsThatAreMaskedThroughout() {
        var mask = gt(tensor(new double[][] {{1, 0, 1}, {0, 0, 0}}), scalar(0));
        TensorFn f = x -> {
            var masked = where(mask, x, scalar(Double.NEGATIVE_INFINITY));
            var e = exp(masked.sub(restore(max(masked, 1), masked.shape(), 1)));
            var share = e.div(restore(sum(e, 1), masked.shape(), 1));
            return sum(square(where(mask, share, scalar(0.0))));
        };
        var x = tensor(new double[][] {{800, 2, 799}, {1, 2, 3}});
        var got = Transforms.jit(Transforms.grad(f)).apply(x);
        assertThat(got.toDoubleArray()).doesNotContain(Double.NaN);
        assertThat(index(got, 1).toDoubleArray()).containsOnly(0);
        assertThat(got.toDoubleArray()[0]).isNotZero();
    }

    /// Normal tails: values and gradients far out, where erfc itself is 0.
    @Test
    void tailsAndTheirGradients() {
        TensorFn log = z -> log(erfc(z));
        TensorFn ndtr = z -> log(erfc(z.div(-Math.sqrt(2))).mul(0.5));
        TensorFn scaled = z -> exp(square(z)).mul(erfc(z));
        for (var f : List.of(log, ndtr, scaled)) {
            for (double at : new double[] {-40, -3, 0.25, 0.75, 3, 12, 40, 1e4}) {
                var z = reshape(tensor(f == ndtr ? -at : f == scaled ? Math.abs(at) : at));
                var value = Transforms.jit(f).apply(z).item();
                double slope = Transforms.jit(Transforms.grad(f)).apply(z).item();
                assertThat(Double.isFinite(value) && Double.isFinite(slope)).isTrue();
                if (at >= 3) {
                    double v = at;
                    double far = f == ndtr ? v : f == log ? -2 * v : -1 / (Math.sqrt(Math.PI) * v * v);
                    assertThat(slope).isCloseTo(far, within(Math.abs(far) * (1.2 / v + 1e-12)));
                }
            }
        }
        assertThat(Transforms.jit(log).apply(reshape(tensor(30.0))).item()).isCloseTo(-903.9741171106439,
                within(3e-13));
        assertThat(Transforms.jit(ndtr).apply(reshape(tensor(-30.0))).item()).isCloseTo(-454.3212439563432,
                within(3e-13));
        assertThat(Transforms.jit(ndtr).rewritesFor(reshape(tensor(-30.0)))).extracting(org.cotangent.Rewrite::after)
                .anyMatch(s -> s.startsWith("log_ndtr(a"));
    }
}
