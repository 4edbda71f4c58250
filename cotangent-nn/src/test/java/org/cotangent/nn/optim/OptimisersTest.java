package org.cotangent.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Transforms.jit;
import static org.cotangent.Transforms.valueAndGrad;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.Fn1;
import org.cotangent.Fn2;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Structure;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Leaves;
import org.cotangent.nn.Selection;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OptimisersTest {
    /// Optimisers with the loss that 200 steps must reach on the small regression, which begins at 0.77.
    private static Map<Optimiser, Double> all() {
        var m = new LinkedHashMap<Optimiser, Double>();
        m.put(Sgd.of(0.1), 0.05);
        m.put(Sgd.of(0.03).momentum(0.9), 0.02);
        m.put(Sgd.of(0.03).momentum(0.9).withNesterov(), 0.02);
        m.put(Asgd.of(0.1), 0.05);
        m.put(Rprop.of(0.01), 0.005);
        m.put(RmsProp.of(0.01), 0.02);
        m.put(RmsProp.of(0.003).momentum(0.9).withCentring(), 0.02);
        m.put(Adagrad.of(0.1), 0.02);
        m.put(Adadelta.of(10), 0.1);
        m.put(Adam.of(0.02), 0.01);
        m.put(Adam.of(0.02).withAmsgrad(), 0.01);
        m.put(Adam.of(0.02).withDecay(0.001), 0.01);
        m.put(Adamax.of(0.03), 0.02);
        m.put(Nadam.of(0.02), 0.05);
        m.put(Radam.of(0.02), 0.02);
        m.put(Lion.of(0.003), 0.06);
        m.put(Muon.of(0.02).besides(Adam.of(0.02)), 0.02);
        return m;
    }

    private record Run<P>(P params, OptimiserState<P> state) {
    }

    private record Step<P>(Tensor loss, P params, OptimiserState<P> state) {
    }

    private static <P> Fn2<P, OptimiserState<P>, Step<P>> step(Optimiser o, Fn1<P, Tensor> loss) {
        return (p, s) -> {
            var now = valueAndGrad(loss).apply(p);
            var next = o.update(p, now.gradient(), s);
            return new Step<>(now.value(), next.params(), next.state());
        };
    }

    private static <P> Run<P> run(Fn2<P, OptimiserState<P>, Step<P>> step, Optimiser o, P start, int steps) {
        var run = new Run<>(start, o.start(start));
        for (int i = 0; i < steps; i++) {
            var out = step.apply(run.params(), run.state());
            run = new Run<>(out.params(), out.state());
        }
        return run;
    }

    @TestFactory
    Stream<DynamicTest> trainTheSmallNetwork() {
        return all().entrySet().stream().map(e -> DynamicTest.dynamicTest(e.getKey().toString(), () -> {
            Fn2<Regression.Mlp, OptimiserState<Regression.Mlp>, Step<Regression.Mlp>> step =
                    jit(step(e.getKey(), Regression::loss));
            var end = run(step, e.getKey(), Regression.start(), 200);
            assertThat(Regression.loss(end.params()).item()).isLessThan(e.getValue());
            assertThat(end.state().steps().item()).isEqualTo(200);
        }));
    }

    @TestFactory
    Stream<DynamicTest> compiledStepsAreEagerSteps() {
        return all().keySet().stream().map(o -> DynamicTest.dynamicTest(o.toString(), () -> {
            var start = Leaves.convert(Regression.start(), DType.FLOAT32);
            Fn1<Regression.Mlp, Tensor> loss = m -> Regression.loss(Leaves.convert(m, DType.FLOAT64));
            var jitted = jit(step(o, loss));
            var a = run(jitted, o, start, 3);
            var b = run(step(o, loss), o, start, 3);
            Leaves.zip(a.params(), b.params(), (x, y) -> {
                assertThat(x.toDoubleArray()).containsExactly(y.toDoubleArray());
                return x;
            });
            assertThat(jitted.log()).hasSize(1);
        }));
    }

    @TestFactory
    Stream<DynamicTest> dtypesAndStructuresStay() {
        return all().keySet().stream().map(o -> DynamicTest.dynamicTest(o.toString(), () -> {
            for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32, DType.BFLOAT16)) {
                var p = Leaves.convert(Regression.start(), dtype);
                var state = o.start(p);
                var next = o.update(p, p, state);
                assertThat(Leaves.of(next.params())).allMatch(t -> t.dtype() == dtype);
                assertThat(Structure.of(next.state(), new java.util.ArrayList<>()))
                        .isEqualTo(Structure.of(state, new java.util.ArrayList<>()));
                assertThat(Leaves.of(next.state()).stream().map(Tensor::type).toList())
                        .isEqualTo(Leaves.of(state).stream().map(Tensor::type).toList());
            }
        }));
    }

    @Test
    void theGivenRateIsUsed() {
        var x = Ops.tensor(1.0, 2);
        var sgd = Sgd.of(1);
        var out = sgd.update(x, Ops.tensor(1.0, 1), sgd.start(x), Ops.scalar(0.5));
        assertThat(out.params().toDoubleArray()).containsExactly(0.5, 1.5);
    }

    @Test
    void oneOfManyIsAsAlone() {
        record Two(Tensor a, List<Tensor> rest) {
        }
        var p = new Two(Ops.tensor(1.0, 2), List.of(Ops.tensor(3.0)));
        var adam = Adam.of(0.1).only(Selection.under("a"));
        var state = adam.start(p);
        assertThat(state.slots().get("mean").rest().getFirst().shape().count()).isZero();
        var out = adam.update(p, p, state);
        var alone = Adam.of(0.1);
        assertThat(out.params().a().toDoubleArray()).containsExactly(alone.update(p.a(), p.a(), alone.start(p.a()))
                .params().toDoubleArray());
        assertThat(out.params().rest().getFirst()).isSameAs(p.rest().getFirst());
    }

    @Test
    void groupsHaveTheirOwnRates() {
        var p = Map.of("x", Ops.tensor(1.0), "y", Ops.tensor(1.0));
        var o = Sgd.of(0.5).forLeaves(Selection.matching("x"), Sgd.of(0.25));
        var out = o.update(p, p, o.start(p)).params();
        assertThat(out.get("x").item()).isEqualTo(0.5);
        assertThat(out.get("y").item()).isEqualTo(0.75);
    }

    @Test
    void decayLeavesOutWhatIsNotChosen() {
        var p = Map.of("w", Ops.ones(2, 2), "b", Ops.ones(2));
        var zero = Leaves.zeros(p);
        var o = Sgd.of(0.5).withDecay(0.1, Selection.rankAtLeast(2));
        var out = o.update(p, zero, o.start(p)).params();
        assertThat(out.get("w").toDoubleArray()).containsOnly((double) (float) 0.95);
        assertThat(out.get("b").toDoubleArray()).containsOnly(1);
    }

    @Test
    void gatheredGradientsActAsTheirMean() {
        var x = Ops.tensor(1.0, -2);
        var o = Adam.of(0.1).every(2);
        var once = o.update(x, Ops.tensor(1.0, 3), o.start(x));
        assertThat(once.params().toDoubleArray()).containsExactly(1, -2);
        var twice = o.update(once.params(), Ops.tensor(3.0, 5), once.state());
        var adam = Adam.of(0.1);
        var wanted = adam.update(x, Ops.tensor(2.0, 4), adam.start(x));
        assertThat(twice.params().toDoubleArray()).containsExactly(wanted.params().toDoubleArray());
        assertThat(twice.state().steps().item()).isEqualTo(1);
    }

    @Test
    void clipping() {
        var g = List.of(Ops.tensor(3.0), Ops.tensor(4.0));
        assertThat(Leaves.norm(Clip.byNorm(g, 1)).item()).isEqualTo(1);
        assertThat(Leaves.norm(Clip.byNorm(g, 10)).item()).isEqualTo(5);
        assertThat(Clip.byValue(g, 3.5).getLast().item()).isEqualTo(3.5);
        var x = List.of(Ops.tensor(0.0), Ops.tensor(0.0));
        var sgd = Sgd.of(1).clippedByNorm(1);
        assertThat(Leaves.norm(sgd.update(x, g, sgd.start(x)).params()).item()).isEqualTo(1);
    }

    @Test
    void whatDoesNotFitIsSaid() {
        var sgd = Sgd.of(1);
        assertThatThrownBy(() -> sgd.update(Ops.tensor(1.0), List.of(Ops.tensor(1.0)), sgd.start(Ops.tensor(1.0))))
                .isInstanceOf(StructureException.class);
        assertThatThrownBy(() -> sgd.start(Ops.tensor(1))).isInstanceOf(DTypeException.class)
                .hasMessageContaining("only");
        var x = Ops.tensor(1.0);
        assertThatThrownBy(() -> Muon.of(1).update(x, x, Muon.of(1).start(x))).isInstanceOf(ShapeException.class)
                .hasMessageContaining("besides");
    }
}
