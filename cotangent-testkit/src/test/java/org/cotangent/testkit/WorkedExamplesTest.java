package org.cotangent.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.cotangent.Fn1;
import org.cotangent.Transforms;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.core.Variable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The worked examples: the same numbers run at once, define-by-run through variables, and compiled.
class WorkedExamplesTest {
    private static final Offset<Double> NEAR = within(1e-12);

    /// A scalar function of scalars with its value and gradient at a point.
    private record Example(String name, Fn1<List<Tensor>, Tensor> f, double[] at, double value, double... gradient) {
    }

    private static Tensor x(List<Tensor> in) {
        return in.get(0);
    }

    private static Tensor y(List<Tensor> in) {
        return in.get(1);
    }

    private static List<Example> examples() {
        double a = 1.7;
        double b = -0.6;
        double[] at = {a, b};
        double s = 1 / (1 + Math.exp(-1.1));
        return List.of(
                new Example("1: a used twice", WorkedExamplesTest::first, new double[] {2, 3}, 5.720584501801074,
                5.880510859951098,
                        3.9203405733007317),
                new Example("2: direct and through a", in -> x(in).add(y(in)).mul(y(in)), new double[] {2, 3}, 15, 3,
                8),
                new Example("3: a sum used twice", WorkedExamplesTest::third, at, (a + b) * b + (a + b) * (a + b),
                2 * a + 3 * b, 3 * a + 4 * b),
                new Example("4: a square", in -> square(x(in).mul(y(in)).add(y(in))), at, b * b * (a + 1) * (a + 1),
                        2 * b * b * (a + 1), 2 * b * (a + 1) * (a + 1)),
                new Example("5: u^2 times 3u", in -> square(x(in)).mul(x(in).mul(3)), new double[] {a}, 3 * a * a * a,
                9 * a * a),
                new Example("6: sine of a product", in -> sin(x(in).mul(y(in))).add(y(in)), at, Math.sin(a * b) + b,
                        b * Math.cos(a * b), a * Math.cos(a * b) + 1),
                new Example("7: a neuron (w, b, x, t)", WorkedExamplesTest::neuron, new double[] {0.5, 0.1, 2, 1},
                0.062370014857361766,
                        -0.1871749357314132, -0.0935874678657066, 0.5 * 2 * (s - 1) * s * (1 - s), -2 * (s - 1)),
                new Example("12: linear regression (w1, w2, b, x1, x2, y)", WorkedExamplesTest::regression,
                        new double[] {0.3, -0.2, 0.1, 1.5, 2.5, 0.7}, 0.4225, -1.95, -3.25, -1.3, -0.39, 0.26, 1.3));
    }

    private static Tensor first(List<Tensor> in) {
        var product = x(in).mul(y(in));
        return product.add(sin(product));
    }

    private static Tensor third(List<Tensor> in) {
        var u = x(in).add(y(in));
        return u.mul(y(in)).add(square(u));
    }

    private static Tensor neuron(List<Tensor> p) {
        return square(sigmoid(p.get(0).mul(p.get(2)).add(p.get(1))).sub(p.get(3)));
    }

    private static Tensor regression(List<Tensor> p) {
        return square(p.get(0).mul(p.get(3)).add(p.get(1).mul(p.get(4))).add(p.get(2)).sub(p.get(5)));
    }

    @TestFactory
    Stream<DynamicTest> scalarExamples() {
        return examples().stream().flatMap(e -> Stream.of(
                DynamicTest.dynamicTest(e.name() + ", at once",
                () -> check(e, Transforms.valueAndGrad(e.f()).apply(point(e)).value(),
                        Transforms.grad(e.f()).apply(point(e)))),
                DynamicTest.dynamicTest(e.name() + ", compiled", () -> check(e, Transforms.jit(e.f()).apply(point(e)),
                        Transforms.jit(Transforms.grad(e.f())).apply(point(e)))),
                DynamicTest.dynamicTest(e.name() + ", define by run", () -> defineByRun(e)),
                DynamicTest.dynamicTest(e.name() + ", forward mode", () -> forward(e))));
    }

    private static List<Tensor> point(Example e) {
        return IntStream.range(0, e.at().length).mapToObj(i -> tensor(e.at()[i]).reshape()).toList();
    }

    private static void check(Example e, Tensor value, List<Tensor> gradient) {
        assertThat(value.item()).isCloseTo(e.value(), NEAR);
        for (int i = 0; i < e.gradient().length; i++) {
            assertThat(gradient.get(i).item()).isCloseTo(e.gradient()[i], NEAR);
        }
    }

    private static void defineByRun(Example e) {
        var variables = point(e).stream().map(Variable::param).toList();
        var out = e.f().apply(List.copyOf(variables));
        out.backward();
        check(e, out, variables.stream().map(Variable::grad).toList());
    }

    private static void forward(Example e) {
        for (int i = 0; i < e.at().length; i++) {
            int active = i;
            var unit = IntStream.range(0, e.at().length).mapToObj(k -> tensor(k == active ? 1.0 : 0.0).reshape())
                    .toList();
            assertThat(Transforms.jvp(e.f()).apply(point(e), unit).tangent().item()).isCloseTo(e.gradient()[i], NEAR);
        }
    }

    @Test
    void affineAndSquaredError() {
        var w = random(3, 2);
        var x = random(2);
        var b = random(3);
        var t = random(3);
        Fn1<List<Tensor>, Tensor> loss = p -> sum(square(p.get(0).matmul(p.get(1)).add(p.get(2)).sub(t))).mul(0.5);
        var e = w.matmul(x).add(b).sub(t);
        everyWay(loss, List.of(w, x, b), List.of(outer(e, x), transpose(w).matmul(e), e));
    }

    @Test
    void reluLayer() {
        var w = random(4, 3);
        var x = random(3);
        var b = random(4);
        var m = w.matmul(x).add(b).gt(0).to(DType.FLOAT64);
        everyWay(p -> sum(relu(p.get(0).matmul(x).add(b))), List.of(w), List.of(outer(m, x)));
    }

    @Test
    void crossEntropyOfLargeLogits() {
        var s = tensor(1000.0, 0, -1000);
        double[] losses = {0, 1000, 2000};
        for (int c = 0; c < 3; c++) {
            int target = c;
            Fn1<List<Tensor>, Tensor> loss = p -> log(select(softmax(p.get(0), 0), 0, target)).neg();
            var want = softmax(s, 0).sub(oneHot(tensor((long) c).reshape(), 3, DType.FLOAT64));
            for (var f : List.of(Transforms.stabilize(loss), Transforms.jit(loss))) {
                assertThat(f.apply(List.of(s)).item()).isCloseTo(losses[c], NEAR);
                assertThat(allClose(Transforms.jit(Transforms.grad(f)).apply(List.of(s)).getFirst(), want, 1e-12,
                        1e-12)).isTrue();
            }
        }
    }

    @Test
    void exponentialOfAProduct() {
        var x = random(1, 3);
        var w = random(3, 1);
        var b = random(1).reshape();
        Fn1<List<Tensor>, Tensor> wide = p -> sum(exp(p.get(0).matmul(p.get(1)).add(p.get(2))));
        Fn1<List<Tensor>, Tensor> single = p -> {
            Tensor total = p.get(2);
            for (int i = 0; i < 3; i++) {
                total = total.add(index(p.get(0), 0, i).mul(index(p.get(1), i, 0)));
            }
            return exp(total);
        };
        everyWay(wide, List.of(x, w, b), Transforms.grad(single).apply(List.of(x, w, b)));
    }

    @Test
    void recurrentCell() {
        var w = random(3, 3);
        var u = random(3, 2);
        for (int steps : new int[] {1, 2, 50}) {
            var inputs = random(steps, 2);
            Fn1<List<Tensor>, Tensor> last = p -> {
                var h = zeros(TensorType.of(DType.FLOAT64, 3));
                for (int t = 0; t < steps; t++) {
                    h = tanh(p.get(0).matmul(h).add(p.get(1).matmul(select(inputs, 0, t))));
                }
                return sum(h);
            };
            everyWay(last, List.of(w, u), Transforms.grad(last).apply(List.of(w, u)));
            var direction = List.of(random(3, 3), random(3, 2));
            double forward = Transforms.jvp(last).apply(List.of(w, u), direction).tangent().item();
            var g = Transforms.grad(last).apply(List.of(w, u));
            double reverse = sum(g.get(0).mul(direction.get(0))).add(sum(g.get(1).mul(direction.get(1)))).item();
            assertThat(forward).isCloseTo(reverse, NEAR);
        }
    }

    @Test
    void onlyParametersAreUpdated() {
        var w = Variable.param(tensor(0.3).reshape());
        var x = tensor(1.5).reshape();
        var loss = square(w.mul(x).sub(0.7));
        loss.backward();
        w.set(w.concrete().sub(w.grad().mul(0.1)));
        assertThat(w.item()).isCloseTo(0.3 + 0.1 * 2 * 0.25 * 1.5, NEAR);
        assertThat(x.item()).isEqualTo(1.5);
    }

    /// Each node's rule runs once, however many paths lead through it: sixty doublings have 2^60 paths.
    @Test
    void everyNodeIsVisitedOnce() {
        var visits = new int[1];
        Fn1<Tensor, Tensor> counted = Transforms.customVjp((Fn1<Tensor, Tensor>) t -> t.add(t), (t, out, ct) -> {
            visits[0]++;
            return ct.mul(2);
        });
        Fn1<Tensor, Tensor> f = t -> {
            for (int i = 0; i < 60; i++) {
                t = counted.apply(t).mul(0.5).add(t);
            }
            return t;
        };
        var x = tensor(1.0).reshape();
        assertThat(Transforms.grad(f).apply(x).item()).isEqualTo(Math.pow(2, 60));
        assertThat(visits[0]).isEqualTo(60);
        visits[0] = 0;
        var v = Variable.param(x);
        f.apply(v).backward();
        assertThat(v.grad().item()).isEqualTo(Math.pow(2, 60));
        assertThat(visits[0]).isEqualTo(60);
    }

    private final SplittableRandom random = new SplittableRandom(5);

    private Tensor random(long... sizes) {
        return Numbers.random(TensorType.of(DType.FLOAT64, sizes), random);
    }

    private static void everyWay(Fn1<List<Tensor>, Tensor> f, List<Tensor> at, List<Tensor> want) {
        var variables = at.stream().map(Variable::param).toList();
        f.apply(List.copyOf(variables)).backward();
        var ways = new ArrayList<List<Tensor>>();
        ways.add(Transforms.grad(f).apply(at));
        ways.add(Transforms.jit(Transforms.grad(f)).apply(at));
        ways.add(Transforms.grad(Transforms.jit(f)).apply(at));
        ways.add(variables.stream().map(Variable::grad).toList());
        for (var got : ways) {
            for (int i = 0; i < want.size(); i++) {
                assertThat(allClose(got.get(i), want.get(i), 1e-12, 1e-12)).isTrue();
            }
        }
    }
}
