package org.cotangent.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.grad;
import static org.cotangent.Transforms.in;
import static org.cotangent.Transforms.jit;
import static org.cotangent.Transforms.jvp;
import static org.cotangent.Transforms.out;
import static org.cotangent.Transforms.valueAndGrad;
import static org.cotangent.Transforms.valueAndGradAux;
import static org.cotangent.Transforms.vmap;

import java.util.List;
import org.cotangent.Aux;
import org.cotangent.Axes;
import org.cotangent.Fn1;
import org.cotangent.Fn2;
import org.cotangent.Fn3;
import org.cotangent.GradientCheck;
import org.cotangent.Unused;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Params;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Role;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.LossScale;
import org.cotangent.nn.optim.OptimiserState;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;

/// Whole steps of training, and derivatives inside derivatives.
class TrainingTest {
    private record Net(List<Dense> layers) implements Params {
        Tensor apply(Tensor x) {
            var y = x;
            for (int i = 0; i < layers.size(); i++) {
                y = layers.get(i).apply(i == 0 ? y : Ops.tanh(y));
            }
            return y;
        }
    }

    private record Batch(Tensor x, Tensor y) {
    }

    private record Next<M>(Tensor loss, M model, OptimiserState<M> state) {
    }

    private static final Tensor KEY = Ops.key(3);
    private static final Batch DATA = new Batch(RandomData.normal(1, 6, 2), RandomData.normal(2, 6, 1));

    private static Net net() {
        var keys = Keys.split(KEY, 2);
        return Leaves.convert(new Net(List.of(Dense.of(keys.get(0), 2, 8), Dense.of(keys.get(1), 8, 1))),
                DType.FLOAT64);
    }

    private static Tensor loss(Net m, Batch b) {
        return Ops.mse(m.apply(b.x()), b.y());
    }

    @Test
    void valueGradientAndUpdateAreOneProgram() {
        var adam = Adam.of(0.05).withDecay(1e-4, Selection.rankAtLeast(2)).clippedByNorm(1);
        Fn3<Net, OptimiserState<Net>, Batch, Next<Net>> plain = (m, s, b) -> {
            var now = valueAndGrad(TrainingTest::loss).apply(m, b);
            var next = adam.update(m, now.gradient(), s);
            return new Next<>(now.value(), next.params(), next.state());
        };
        var step = jit(plain);
        var run = new Next<>(null, net(), adam.start(net()));
        double first = loss(net(), DATA).item();
        for (int i = 0; i < 100; i++) {
            run = step.apply(run.model(), run.state(), DATA);
        }
        assertThat(run.loss().item()).isLessThan(first / 20);
        assertThat(step.log()).hasSize(1);
        var roles = step.graphFor(net(), adam.start(net()), DATA).inputs().stream().map(i -> i.var().name() + " "
                + i.role().text()).toList();
        assertThat(roles).contains("a.layers[0].weight param", "b.steps state", "b.slots.mean.layers[1].bias state",
                "c.x input");
    }

    @Test
    void gradientsOfSingleExamples() {
        var m = net();
        Fn2<Net, Batch, Tensor> one = (p, row) -> Ops.sum(Ops.square(p.apply(row.x()).sub(row.y())));
        var each = vmap(grad(one), in(Axes.NONE, 0), out(0)).apply(m, DATA);
        for (int i = 0; i < 6; i++) {
            int row = i;
            var alone = grad(one).apply(m, new Batch(Ops.select(DATA.x(), 0, i), Ops.select(DATA.y(), 0, i)));
            Leaves.zip(each, alone, (all, wanted) -> {
                assertThat(Ops.allClose(Ops.select(all, 0, row), wanted, 1e-12, 1e-12)).isTrue();
                return all;
            });
        }
        var mean = Leaves.map(each, g -> Ops.mean(g, 0));
        Leaves.zip(mean, grad(TrainingTest::loss).apply(m, DATA), (a, b) -> {
            assertThat(Ops.allClose(a, b, 1e-12, 1e-12)).isTrue();
            return a;
        });
    }

    /// The penalty of Gulrajani et al. 2017: the norm of the gradient at each input shall be 1.
    private static Tensor penalised(Net m, Tensor x) {
        var slopes = vmap(grad((Tensor row) -> Ops.sum(m.apply(row)))).apply(x);
        return Ops.mean(Ops.square(Ops.norm(slopes, -1).sub(1)));
    }

    @Test
    void aGradientInsideTheLoss() {
        Fn1<Net, Tensor> f = m -> penalised(m, DATA.x());
        var report = GradientCheck.check(f, net());
        assertThat(report.entries()).allMatch(e -> e.worstFirst() < 1e-6);
        var step = jit(grad(f, Unused.ZEROS));
        var m = net();
        double first = f.apply(m).item();
        for (int i = 0; i < 200; i++) {
            m = Leaves.zip(m, step.apply(m), (p, g) -> p.sub(g.mul(0.1)));
        }
        assertThat(f.apply(m).item()).isLessThan(first / 10);
    }

    @Test
    void theHessianTimesADirection() {
        Fn1<Net, Tensor> f = m -> loss(m, DATA);
        var v = Leaves.map(net(), t -> RandomData.normal(9, t.shape().sizes()));
        var hv = jit((Net m) -> jvp(grad(f)).apply(m, v).tangent()).apply(net());
        double h = 1e-5;
        Leaves.zip(hv, Leaves.zip(grad(f).apply(Leaves.zip(net(), v, (p, d) -> p.add(d.mul(h)))),
                grad(f).apply(Leaves.zip(net(), v, (p, d) -> p.sub(d.mul(h)))), (a, b) -> a.sub(b).div(2 * h)),
                (got, wanted) -> {
                    assertThat(Ops.allClose(got, wanted, 1e-6, 1e-7)).isTrue();
                    return got;
                });
    }

    @Test
    void stateAndKeysGoInAndComeOut() {
        var model = Sequential.of(Dense.of(KEY, 2, 8), BatchNorm.of(8), Activation.RELU, new Dropout(0.25),
                Dense.of(Ops.key(5), 8, 1));
        Fn2<Sequential, List<Object>, Aux<List<Object>>> loss = (m, s) -> {
            var y = m.train(DATA.x().to(DType.FLOAT32), s, Ops.key(1));
            return new Aux<>(Ops.mse(y.result(), DATA.y().to(DType.FLOAT32)), y.state());
        };
        var got = valueAndGradAux(loss).apply(model, model.start());
        var first = (BatchNorm.Averages) model.start().get(1);
        var next = (BatchNorm.Averages) got.aux().get(1);
        var h = ((Dense) model.layers().getFirst()).apply(DATA.x().to(DType.FLOAT32));
        var wanted = first.means().mul(0.9).add(Ops.mean(h, 0).mul(0.1));
        assertThat(Ops.allClose(next.means(), wanted, 1e-5, 1e-6)).isTrue();
        assertThat(got.aux().get(0)).isNull();
        assertThat(Leaves.of(got.gradient())).hasSameSizeAs(Leaves.of(model));
        assertThat(Ops.allClose(model.train(DATA.x().to(DType.FLOAT32), model.start(), Ops.key(2)).result(),
                model.train(DATA.x().to(DType.FLOAT32), model.start(), Ops.key(1)).result())).isFalse();
    }

    @Test
    void frozenLeavesStayAndCostNothing() {
        var m = net();
        var parts = Parts.of(m, Selection.under("layers[1]"));
        assertThat(parts.trained().leaves()).containsOnlyKeys("layers[1].weight", "layers[1].bias");
        Fn1<Parts.Trained, Tensor> loss = t -> loss(parts.join(t), DATA);
        var g = grad(loss).apply(parts.trained());
        assertThat(g.leaves()).containsOnlyKeys("layers[1].weight", "layers[1].bias");
        var sgd = Sgd.of(0.1);
        var next = parts.join(sgd.update(parts.trained(), g, sgd.start(parts.trained())).params());
        assertThat(next.layers().get(0).weight()).isSameAs(m.layers().get(0).weight());
        assertThat(Ops.allClose(next.layers().get(1).weight(), m.layers().get(1).weight())).isFalse();
        var graph = jit(grad(loss)).graphFor(parts.trained());
        assertThat(graph.inputs().stream().filter(i -> i.role() == Role.PARAM)).hasSize(2);
    }

    @Test
    void halfPrecisionWithAScaledLoss() {
        record Half(Net model, OptimiserState<Net> state, LossScale scale, Tensor finite) {
        }
        var sgd = Sgd.of(0.05).momentum(0.9).whereFinite();
        Fn1<Half, Half> plain = h -> {
            Fn1<Net, Tensor> loss = m -> h.scale().scaled(loss(Leaves.convert(m, DType.FLOAT16),
                    Leaves.convert(DATA, DType.FLOAT16)));
            var g = h.scale().unscaled(grad(loss).apply(h.model()));
            var finite = Leaves.allFinite(g);
            var next = sgd.update(h.model(), g, h.state());
            return new Half(next.params(), next.state(), h.scale().next(finite), finite);
        };
        var step = jit(plain);
        var start = Leaves.convert(net(), DType.FLOAT32);
        var h = new Half(start, sgd.start(start), LossScale.of(Math.pow(2, 40), 50), Ops.tensor(true).reshape());
        h = step.apply(h);
        assertThat(h.finite().item()).isZero();
        assertThat(h.scale().factor().item()).isEqualTo(Math.pow(2, 39));
        assertThat(Leaves.of(h.model()).getFirst().toDoubleArray()).containsExactly(Leaves.of(start).getFirst()
                .toDoubleArray());
        for (int i = 0; i < 150; i++) {
            h = step.apply(h);
        }
        assertThat(h.finite().item()).isEqualTo(1);
        assertThat(loss(Leaves.convert(h.model(), DType.FLOAT64), DATA).item()).isLessThan(loss(net(), DATA).item()
                / 5);
    }
}
