package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Input;
import org.cotangent.graph.Role;
import org.junit.jupiter.api.Test;

/// What the inputs of a traced program are called and what their roles are, and that tracing afresh is noticed.
class JitNamesTest {
    record Layer(Tensor w, Tensor b) {
    }

    record Mlp(List<Layer> layers) {
    }

    static Tensor loss(Mlp model, Tensor data) {
        var x = data;
        for (var l : model.layers()) {
            x = tanh(x.matmul(l.w()).add(l.b()));
        }
        return mean(square(x));
    }

    private static final Mlp MODEL = new Mlp(List.of(new Layer(ones(2, 3), ones(3))));

    private static List<String> inputs(JitFn f, Object... arguments) {
        return f.graphFor(arguments).inputs().stream().map(JitNamesTest::text).toList();
    }

    private static String text(Input i) {
        return i.var().name() + " " + i.role();
    }

    @Test
    void aMethodNamesItsInputsAndDifferentiatedOnesAreParameters() {
        assertThat(inputs(jit(valueAndGrad(JitNamesTest::loss)), MODEL, ones(4, 2)))
                .containsExactly("model.layers[0].w PARAM", "model.layers[0].b PARAM", "data INPUT");
        assertThat(inputs(jit(JitNamesTest::loss), MODEL, ones(4, 2)))
                .containsExactly("model.layers[0].w INPUT", "model.layers[0].b INPUT", "data INPUT");
    }

    @Test
    void aLambdaHasLetters() {
        assertThat(inputs(jit((Tensor p, Tensor q) -> loss(new Mlp(List.of()), p.mul(q))), ones(2), ones(2)))
                .containsExactly("a INPUT", "b INPUT");
        assertThat(inputs(jit((Tensor p, Tensor q) -> grad((Tensor r) -> sum(r.mul(q))).apply(p)), ones(2), ones(2)))
                .containsExactly("a PARAM", "b INPUT");
    }

    @Test
    void anObjectWithAMethodNamesThemToo() {
        var scaled = new Scaled(3);
        assertThat(inputs(jit(scaled), ones(2))).containsExactly("signal INPUT");
        assertThat(inputs(jit(scaled::twice), ones(2))).containsExactly("once INPUT");
        assertThat(inputs(jit(grad(JitNamesTest::ofAll)), ones(2))).containsExactly("everything PARAM");
    }

    private static Tensor ofAll(Tensor everything) {
        return sum(everything.mul(everything));
    }

    private record Scaled(double factor) implements Fn1<Tensor, Tensor> {
        @Override
        public Tensor apply(Tensor signal) {
            return signal.mul(factor);
        }

        Tensor twice(Tensor once) {
            return once.mul(2 * factor);
        }
    }

    @Test
    void aProgramWithoutOperationsHasLetters() {
        var g = jit((Tensor x) -> x).graphFor(ones(2));
        assertThat(g.inputs().getFirst().var().name()).isEqualTo("a");
        assertThat(g.inputs().getFirst().role()).isEqualTo(Role.INPUT);
    }

    @Test
    void callingJitInEveryIterationIsSaidOnce() {
        int said = 0;
        for (int i = 0; i < 30; i++) {
            var f = jit((Tensor x) -> x.mul(x));
            f.apply(ones(2));
            said += f.log().stream().filter(l -> l.contains("call jit once, outside of the loop")).count();
        }
        assertThat(said).isEqualTo(1);
    }

    @Test
    void oneObjectTracedForManyTypesIsNotBlamed() {
        var f = jit((Tensor x) -> x.add(x));
        for (int i = 1; i < 30; i++) {
            f.apply(ones(i));
        }
        assertThat(f.log()).hasSize(29).noneMatch(l -> l.contains("outside of the loop"));
    }

    @Test
    void functionsMadeAtOneLineAreToldApart() {
        Fn1<Tensor, Tensor> sine = x -> sin(x);
        Fn1<Tensor, Tensor> cosine = x -> cos(x);
        for (int i = 0; i < 9; i++) {
            assertThat(List.of(sine, cosine)).allSatisfy(g -> {
                var f = jit(g);
                f.apply(ones(2));
                assertThat(f.log()).noneMatch(l -> l.contains("outside of the loop"));
            });
        }
    }
}
