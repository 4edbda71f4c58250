package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.Axes.NONE;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.core.ConcreteValueException;
import org.cotangent.core.DTypeException;
import org.cotangent.core.DisconnectedException;
import org.cotangent.core.LeakedTracerException;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.UnsupportedException;
import org.cotangent.core.Variable;
import org.junit.jupiter.api.Test;

class TransformsTest {
    record Layer(Tensor w, Tensor b) {
    }

    record Net(List<Layer> layers, Map<String, Tensor> extra, double rate) {
    }

    private static final Tensor X = tensor(0.3, -1.2, 2.0);
    private static final TensorFn F = x -> sum(sin(x).mul(exp(x)));

    private static Net net() {
        var w = tensor(new double[][] {{0.1, 0.2}, {0.3, -0.4}, {0.5, 0.6}});
        return new Net(List.of(new Layer(w, tensor(0.1, 0.2))), Map.of("scale", tensor(2.0).reshape()), 0.1);
    }

    private static Tensor loss(Net n, Tensor x) {
        var l = n.layers().getFirst();
        return sum(square(tanh(x.matmul(l.w()).add(l.b())).mul(n.extra().get("scale"))));
    }

    private static void close(Tensor got, Tensor want) {
        assertThat(got.type()).isEqualTo(want.type());
        assertThat(got.toDoubleArray()).containsExactly(want.toDoubleArray(), within(1e-12));
    }

    @Test
    void gradientsHaveTheTypeOfTheArgument() {
        var g = grad(TransformsTest::loss).apply(net(), X);
        assertThat(g.rate()).isEqualTo(0.1);
        assertThat(g.layers().getFirst().w().shape()).isEqualTo(net().layers().getFirst().w().shape());
        var both = valueAndGrad(TransformsTest::loss).apply(net(), X);
        assertThat(both.value().item()).isCloseTo(loss(net(), X).item(), within(1e-15));
        close(both.gradient().extra().get("scale"), g.extra().get("scale"));
        var jitted = jit(valueAndGrad(TransformsTest::loss)).apply(net(), X);
        close(jitted.gradient().layers().getFirst().w(), g.layers().getFirst().w());
    }

    @Test
    void auxiliaryOutputsComeAlong() {
        var out = valueAndGradAux((Tensor x) -> new Aux<>(sum(square(x)), Map.of("twice", x.mul(2)))).apply(X);
        close(out.aux().get("twice"), X.mul(2));
        close(out.gradient(), X.mul(2));
    }

    @Test
    void theModesAgreeOnJacobiansAndHessians() {
        TensorFn f = x -> sin(x).mul(sum(square(x)));
        close(jacobianForward(f).apply(X), jacobianReverse(f).apply(X));
        close(jit(jacobian(f)).apply(X), jacobian(f).apply(X));
        close(hessian(F).apply(X), jacobianReverse(grad(F)).apply(X));
        close(hvp(F).apply(X, tensor(1.0, 0, 2)), hessian(F).apply(X).matmul(tensor(1.0, 0, 2)));
    }

    @Test
    void blocksNameRowsAndColumns() {
        var layer = new Layer(tensor(new double[][] {{1, 2}, {3, 4}}), tensor(5.0, 6.0));
        var h = hessian((Layer l) -> sum(l.w().matmul(square(l.b())))).apply(layer);
        assertThat(h.pairs()).hasSize(4);
        assertThat(h.get("w", "b").shape().sizes()).containsExactly(2, 2, 2);
        close(h.get("b", "b"), tensor(new double[][] {{8, 0}, {0, 12}}));
    }

    @Test
    void linearizeRunsTheFunctionOnce() {
        var calls = new int[1];
        TensorFn f = x -> {
            calls[0]++;
            return sin(x).mul(x);
        };
        var line = linearize(f).apply(X);
        for (int i = 0; i < 3; i++) {
            var t = tensor(1.0, i, -i);
            close(line.tangent().apply(t), jvp((TensorFn) x -> sin(x).mul(x)).apply(X, t).tangent());
        }
        assertThat(calls[0]).isEqualTo(1);
        close(line.value(), sin(X).mul(X));
    }

    @Test
    void vmapTakesAxesAndNests() {
        var a = tensor(new double[][] {{1, 2, 3}, {4, 5, 6}});
        Fn2<Tensor, Tensor, Tensor> product = (x, y) -> x.mul(y);
        close(vmap(product, in(1, NONE), out(1)).apply(a, tensor(10.0, 20)),
                tensor(new double[][] {{10, 20, 30}, {80, 100, 120}}));
        var outer = vmap((Tensor x) -> vmap((Tensor y) -> x.mul(y)).apply(tensor(1.0, 2))).apply(tensor(3.0, 4));
        close(outer, tensor(new double[][] {{3, 6}, {4, 8}}));
        var each = vmap((Tensor row) -> grad(F).apply(row)).apply(a);
        close(each, cos(a).mul(exp(a)).add(sin(a).mul(exp(a))));
        assertThatThrownBy(() -> vmap(product).apply(a, X)).isInstanceOf(ShapeException.class)
                .hasMessageContaining("2").hasMessageContaining("3");
    }

    @Test
    void jitTracesOncePerTypeAndSaysWhy() {
        var traced = new ArrayList<String>();
        var f = jit((TensorFn) x -> {
            traced.add(x.type().toString());
            return x.mul(2);
        });
        f.apply(X);
        f.apply(X.add(1));
        f.apply(tensor(1.0f, 2));
        assertThat(traced).containsExactly("f64[3]", "f32[2]");
        assertThat(f.log()).hasSize(2);
        assertThat(f.log().get(1)).contains("f32[2]").contains("f64[3]");
    }

    @Test
    void aCapturedVariableIsReadAfreshAtEveryCall() {
        var v = Variable.param(tensor(2.0).reshape());
        var f = jit((TensorFn) x -> x.mul(v));
        close(f.apply(X), X.mul(2));
        v.set(tensor(3.0).reshape());
        close(f.apply(X), X.mul(3));
    }

    @Test
    void customRulesServeBothModesAndHigherOrders() {
        TensorFn cubeByVjp = customVjp((TensorFn) x -> x.mul(x).mul(x), (x, y, ct) -> ct.mul(x.mul(x)).mul(3));
        TensorFn cubeByJvp = customJvp((TensorFn) x -> x.mul(x).mul(x), (x, y, t) -> t.mul(x.mul(x)).mul(3));
        for (var cube : new TensorFn[] {cubeByVjp, cubeByJvp}) {
            TensorFn f = x -> sum(cube.apply(x));
            close(grad(f).apply(X), X.mul(X).mul(3));
            close(jvp(cube).apply(X, X).tangent(), X.mul(X).mul(X).mul(3));
            close(grad(x -> sum(grad(f).apply(x))).apply(X), X.mul(6));
            close(jit(vmap(grad(cube))).apply(X), X.mul(X).mul(3));
        }
    }

    @Test
    void aCustomRuleCannotAnswerForWhatItCaptured() {
        TensorFn f = outer -> sum(customVjp((TensorFn) x -> x.mul(outer), (x, y, ct) -> ct).apply(X));
        assertThatThrownBy(() -> grad(f).apply(X)).isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("captured");
    }

    @Test
    void unusedLeavesAreAnErrorUnlessZerosAreAskedFor() {
        Fn1<Layer, Tensor> f = l -> sum(l.w());
        var layer = new Layer(X, X);
        assertThatThrownBy(() -> grad(f).apply(layer)).isInstanceOf(DisconnectedException.class)
                .hasMessageContaining(".b");
        close(grad(f, Unused.ZEROS).apply(layer).b(), zerosLike(X));
        close(grad((Layer l) -> sum(l.w()).add(sum(stopGradient(l.b())))).apply(layer).b(), zerosLike(X));
    }

    @Test
    void misuseIsNamed() {
        assertThatThrownBy(() -> grad((TensorFn) x -> x).apply(X)).isInstanceOf(ShapeException.class)
                .hasMessageContaining("jacobian");
        assertThatThrownBy(() -> grad((TensorFn) x -> sum(x)).apply(tensor(1, 2))).isInstanceOf(DTypeException.class);
        assertThatThrownBy(() -> jit((TensorFn) x -> x.item() > 0 ? x : neg(x)).apply(tensor(1.0)))
                .isInstanceOf(ConcreteValueException.class).hasMessageContaining("where(");
        var kept = new Tensor[1];
        grad((TensorFn) x -> {
            kept[0] = x;
            return sum(x);
        }).apply(X);
        assertThatThrownBy(() -> kept[0].add(1)).isInstanceOf(LeakedTracerException.class);
    }

    @Test
    void aTracerOnAnotherThreadIsRefusedAndConcreteTensorsAreNot() throws InterruptedException {
        var seen = new Throwable[1];
        var plain = new Tensor[1];
        TensorFn f = x -> {
            var thread = new Thread(() -> {
                plain[0] = X.add(1);
                try {
                    x.add(1);
                } catch (LeakedTracerException e) {
                    seen[0] = e;
                }
            });
            thread.start();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return sum(x);
        };
        jit(f).apply(X);
        assertThat(seen[0]).isInstanceOf(LeakedTracerException.class).hasMessageContaining("another thread");
        close(plain[0], X.add(1));
    }

    @Test
    void perturbationsAreNotConfused() {
        TensorFn f = x -> x.mul(grad((TensorFn) y -> x.mul(y)).apply(tensor(1.0).reshape()));
        assertThat(grad(f).apply(tensor(3.0).reshape()).item()).isEqualTo(6);
        TensorFn g = x -> x.mul(jvp((TensorFn) y -> x.add(y)).apply(tensor(1.0).reshape(), tensor(1.0).reshape())
                .tangent());
        assertThat(grad(g).apply(tensor(3.0).reshape()).item()).isEqualTo(1);
    }

    @Test
    void defineByRunAccumulates() {
        var w = Variable.param(X);
        sum(square(w)).backward();
        sum(w).backward();
        close(w.grad(), X.mul(2).add(1));
        w.zeroGrad();
        assertThat(w.grad()).isNull();
        var outside = Variable.noGrad(() -> sum(square(w)));
        assertThatThrownBy(outside::backward).isInstanceOf(DisconnectedException.class);
    }

    @Test
    void gradientChecksSeeAWrongRule() {
        assertThat(GradientCheck.check((Fn1<Tensor, Tensor>) F, X).holds()).isTrue();
        TensorFn wrong = customVjp((TensorFn) x -> sum(x.mul(x)), (x, y, ct) -> ct.mul(x));
        assertThat(GradientCheck.check((Fn1<Tensor, Tensor>) wrong, X).holds()).isFalse();
    }
}
