package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;
import static org.cotangent.op.HostCall.Batching.EACH;
import static org.cotangent.op.HostCall.Batching.REFUSE;
import static org.cotangent.op.HostCall.Batching.WHOLE;
import static org.cotangent.op.HostCall.Effect.ORDERED;
import static org.cotangent.op.HostCall.Effect.PURE;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.core.UnsupportedException;
import org.cotangent.core.Variable;
import org.cotangent.graph.DeadCode;
import org.cotangent.graph.Parser;
import org.cotangent.op.HostCall;
import org.junit.jupiter.api.Test;

/// Java code inside programs: called exactly as often as promised under every transformation.
class HostCallTest {
    private static final TensorType SCALAR = TensorType.of(DType.FLOAT64);
    private final List<String> calls = new ArrayList<>();

    /// x + 1, written down when it happens.
    private Tensor noted(String name, HostCall.Effect effect, Tensor x) {
        return hostCall(name, in -> {
            calls.add(name + in.getFirst().item());
            return List.of(in.getFirst().add(1));
        }, List.of(SCALAR), effect, EACH, x).getFirst();
    }

    private Tensor two(Tensor x) {
        var y = noted("a", ORDERED, x);
        noted("b", ORDERED, x);
        noted("p", PURE, x);
        return y.mul(noted("c", ORDERED, y));
    }

    private void happened(String... names) {
        assertThat(calls).containsExactly(names);
        calls.clear();
    }

    @Test
    void orderedCallsHappenOnceInOrder() {
        var x = scalar(1.0);
        assertThat(two(x).item()).isEqualTo(6);
        happened("a1.0", "b1.0", "p1.0", "c2.0");
        var f = jit((TensorFn) this::two);
        var graph = f.graphFor(x);
        happened();
        assertThat(graph.isPure()).isFalse();
        assertThat(f.apply(x).item()).isEqualTo(6);
        happened("a1.0", "b1.0", "c2.0");
        f.apply(scalar(2.0));
        happened("a2.0", "b2.0", "c3.0");
        jit((Tensor y) -> f.apply(y).add(f.apply(y))).apply(x);
        happened("a1.0", "b1.0", "c2.0", "a1.0", "b1.0", "c2.0");
    }

    @Test
    void pureCallsAreSharedAndLeftOut() {
        java.util.function.UnaryOperator<Tensor> g = v -> {
            calls.add("g");
            return v.mul(2);
        };
        org.cotangent.core.HostFunction once = in -> List.of(g.apply(in.getFirst()));
        TensorFn f = x -> {
            hostCall("unused", once, List.of(SCALAR), PURE, REFUSE, x.mul(3));
            return hostCall("g", once, List.of(SCALAR), PURE, REFUSE, x).getFirst()
                    .add(hostCall("g", once, List.of(SCALAR), PURE, REFUSE, x).getFirst());
        };
        assertThat(jit(f).apply(scalar(3.0)).item()).isEqualTo(12);
        assertThat(calls).hasSize(1);
        assertThat(DeadCode.remove(jit(f).graphFor(scalar(1.0))).toString()).doesNotContain("unused");
    }

    /// The call itself with derivative 1, by a rule for either mode.
    private TensorFn ruled(boolean forward) {
        TensorFn f = x -> noted("r", ORDERED, x);
        return forward ? customJvp(f, (x, y, t) -> t) : customVjp(f, (x, y, ct) -> ct);
    }

    @Test
    void gradientsByCustomRulesCallOnce() {
        for (boolean forward : new boolean[] {true, false}) {
            var r = ruled(forward);
            TensorFn f = x -> square(r.apply(x));
            TensorFn[] all = {grad(f), jit(grad(f)), grad(x -> jit(f).apply(x)), x -> jvp(f).apply(x, scalar(1.0))
                    .tangent(), x -> jvp((Tensor y) -> jit(f).apply(y)).apply(x, scalar(1.0)).tangent(),
                grad(x -> checkpoint(f).apply(x)), jit(grad(x -> checkpoint(f).apply(x))),
                x -> jvp((Tensor y) -> checkpoint(f).apply(y)).apply(x, scalar(1.0)).tangent(),
                grad(x -> checkpoint((Tensor y) -> jit(f).apply(y)).apply(x)),
                grad(x -> checkpoint((Tensor y) -> checkpoint(f).apply(y)).apply(x)),
                x -> linearize(f).apply(x).tangent().apply(scalar(1.0))};
            for (int i = 0; i < all.length; i++) {
                assertThat(all[i].apply(scalar(2.0)).item()).isEqualTo(6);
                assertThat(calls).as("form " + i).containsExactly("r2.0");
                calls.clear();
            }
            assertThat(hvp(f).apply(scalar(2.0), scalar(1.0)).item()).isEqualTo(2);
            happened("r2.0");
            var v = Variable.param(scalar(2.0));
            jit(f).apply(v).backward();
            assertThat(v.grad().item()).isEqualTo(6);
            happened("r2.0");
        }
    }

    @Test
    void withoutARuleThereIsNoDerivative() {
        for (TensorFn f : new TensorFn[] {grad((TensorFn) this::two), jit(grad((TensorFn) this::two)),
            x -> jvp((TensorFn) this::two).apply(x, x).tangent()}) {
            assertThatThrownBy(() -> f.apply(scalar(1.0))).isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("cannot differentiate host call `").hasMessageContaining("customVjp");
        }
        assertThat(grad((Tensor x) -> two(stopGradient(x)).mul(x)).apply(scalar(1.0)).item()).isEqualTo(6);
    }

    @Test
    void batchedAsTold() {
        var xs = tensor(1.0, 2, 3);
        assertThat(vmap((Tensor x) -> noted("e", ORDERED, x)).apply(xs).toDoubleArray()).containsExactly(2, 3, 4);
        happened("e1.0", "e2.0", "e3.0");
        var twice = vmap(vmap((Tensor x) -> noted("e", ORDERED, x))::apply).apply(stack(0, xs, xs.mul(2)));
        assertThat(twice.toDoubleArray()).containsExactly(2, 3, 4, 3, 5, 7);
        assertThat(calls).hasSize(6);
        calls.clear();
        TensorFn whole = vmap((Tensor x) -> hostCall("w", in -> {
            calls.add(in.getFirst().shape().toString());
            return List.of(sum(in.getFirst(), -1));
        }, List.of(SCALAR), PURE, WHOLE, x).getFirst());
        assertThat(whole.apply(xs.reshape(3, 1)).toDoubleArray()).containsExactly(1, 2, 3);
        assertThat(jit(whole).apply(xs.reshape(3, 1)).toDoubleArray()).containsExactly(1, 2, 3);
        happened("[3,1]", "[3,1]");
        assertThatThrownBy(() -> vmap((Tensor x) -> hostCall("n", y -> y, SCALAR, x)).apply(xs))
                .isInstanceOf(UnsupportedException.class).hasMessageContaining("`n` under vmap")
                .hasMessageContaining("Batching.EACH");
    }

    @Test
    void wrongResultsAreNamed() {
        assertThatThrownBy(() -> hostCall("bad", y -> tensor(1.0, 2), SCALAR, scalar(1.0)))
                .isInstanceOf(ShapeException.class).hasMessageContaining("host call `bad`")
                .hasMessageContaining("[f64[2]]").hasMessageContaining("return [f64[]]");
        assertThatThrownBy(() -> jit((Tensor x) -> hostCall("bad", y -> null, SCALAR, x)).apply(scalar(1.0)))
                .isInstanceOf(ShapeException.class).hasMessageContaining("[null]");
    }

    @Test
    void printedByNameAndMissingWhenReadBack() {
        var g = jit((Tensor x) -> {
            hostCall("log", in -> List.of(), List.of(), ORDERED, REFUSE, x);
            return hostCall("look up", y -> y.mul(2), TensorType.of(DType.FLOAT64, 2), x);
        }).graphFor(tensor(1.0, 2));
        assertThat(g.toString()).contains("host_call[callback=\"look up\", types=[f64[2]], effect=pure",
                "= host_call[callback=\"log\", types=[], effect=ordered");
        var back = Parser.parse(g.toString());
        assertThat(back.toString()).isEqualTo(g.toString());
        assertThatThrownBy(() -> back.apply(List.of(tensor(1.0, 2)))).isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("run host call `log`").hasMessageContaining("read from text");
        assertThat(g.apply(List.of(tensor(1.0, 2))).getFirst().shape()).isEqualTo(Shape.of(2));
    }
}
