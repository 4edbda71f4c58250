package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Axes.NONE;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.core.OutOfStorageException;
import org.cotangent.core.Tensor;
import org.cotangent.core.Variable;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Parser;
import org.cotangent.op.Bilinear;
import org.cotangent.op.Call;
import org.cotangent.op.Remat;
import org.cotangent.trace.Tape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Values that are computed again: the same numbers from fewer that are kept, under every transformation.
class CheckpointTest {
    private static final Tensor W = sin(arange(16, org.cotangent.core.DType.FLOAT64).mul(1.3)).reshape(4, 4);
    private static final Tensor X = tensor(0.3, -1.2, 2.0, 0.7);

    private static Tensor body(Tensor x) {
        var y = checkpointName(tanh(W.matmul(x)), "hidden");
        return exp(sin(W.matmul(y))).mul(y);
    }

    static Stream<CheckpointPolicy> policies() {
        return Stream.of(CheckpointPolicy.NOTHING, CheckpointPolicy.EVERYTHING, CheckpointPolicy.PRODUCTS,
                CheckpointPolicy.named("hidden"), CheckpointPolicy.named("other"));
    }

    private static Tensor loss(TensorFn block, Tensor x) {
        return sum(square(block.apply(block.apply(x))));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void theSameNumbersToTheBit(CheckpointPolicy keep) {
        TensorFn again = checkpoint((TensorFn) CheckpointTest::body, keep);
        TensorFn f = x -> loss(CheckpointTest::body, x);
        TensorFn g = x -> loss(again, x);
        var t = tensor(1.0, 0.5, -2, 0.1);
        var xs = stack(0, X, X.mul(0.5));
        same(g.apply(X), f.apply(X));
        same(grad(g).apply(X), grad(f).apply(X));
        same(jvp(g).apply(X, t).tangent(), jvp(f).apply(X, t).tangent());
        same(hvp(g).apply(X, t), hvp(f).apply(X, t));
        // Batched, products of other shapes are taken in one of the two.
        assertThat(allClose(vmap(grad(g)).apply(xs), vmap(grad(f)).apply(xs), 1e-13, 0)).isTrue();
        // Under jit the two are different programs, which may be rewritten differently.
        assertThat(allClose(jit(grad(g)).apply(X), jit(grad(f)).apply(X), 1e-13, 0)).isTrue();
        assertThat(allClose(jit(grad(g)).apply(X), grad(f).apply(X), 1e-13, 0)).isTrue();
        assertThat(allClose(grad(x -> sum(grad(g).apply(x).mul(t))).apply(X), hvp(f).apply(X, t), 1e-12, 0)).isTrue();
        assertThat(allClose(jit(hessian(g)).apply(X), hessian(f).apply(X), 1e-12, 1e-12)).isTrue();
        assertThat(allClose(vmap(hessian(g)).apply(xs), vmap(hessian(f)).apply(xs), 1e-12, 1e-12)).isTrue();
        assertThat(allClose(jacobianReverse(jacobianForward(g)).apply(X), hessian(f).apply(X), 1e-12, 1e-12)).isTrue();
    }

    private static void same(Tensor got, Tensor want) {
        assertThat(got.toDoubleArray()).containsExactly(want.toDoubleArray());
    }

    private static long kept(TensorFn f) {
        return Tape.record(in -> List.of(f.apply(in.getFirst())), List.of(X), new boolean[] {true}).bytes();
    }

    @Test
    void fewerValuesAreKept() {
        long vector = 4 * Double.BYTES;
        long in = 4 * vector + vector;
        assertThat(kept(checkpoint((TensorFn) CheckpointTest::body))).isEqualTo(in + vector);
        assertThat(kept(checkpoint((TensorFn) CheckpointTest::body, CheckpointPolicy.named("hidden"))))
                .isEqualTo(in + 2 * vector);
        assertThat(kept(checkpoint((TensorFn) CheckpointTest::body, CheckpointPolicy.PRODUCTS)))
                .isEqualTo(in + 3 * vector);
        assertThat(kept(checkpoint((TensorFn) CheckpointTest::body, CheckpointPolicy.EVERYTHING)))
                .isGreaterThan(in + 5 * vector);
        assertThat(kept(CheckpointTest::body)).isGreaterThan(in + 5 * vector);
    }

    @Test
    void productsThatAreKeptDoNotRunAgain() {
        assertThat(products(CheckpointPolicy.NOTHING)).isEqualTo(2 + 2 + 2);
        assertThat(products(CheckpointPolicy.PRODUCTS)).isEqualTo(2 + 2);
        assertThat(products(CheckpointPolicy.EVERYTHING)).isEqualTo(2 + 2);
    }

    /// Forward, and in the pull back again forward and back.
    private static long products(CheckpointPolicy keep) {
        var f = checkpoint((TensorFn) CheckpointTest::body, keep);
        var g = jit(valueAndGrad((Tensor x) -> sum(f.apply(x)))).graphFor(X);
        return count(g);
    }

    private static long count(Graph g) {
        return g.equations().stream().mapToLong(e -> switch (e.op()) {
            case Bilinear b -> 1;
            case Remat r -> count(r.graph());
            case Call c -> count(c.graph());
            default -> 0;
        }).sum();
    }

    @Test
    void visibleInThePrintedGraphAndReadBack() {
        var g = jit(grad((Tensor x) ->
                sum(checkpoint((TensorFn) CheckpointTest::body, CheckpointPolicy.named("hidden")).apply(x))))
                .graphFor(X);
        assertThat(g.toString()).contains("remat[graph=", "policy=\"named hidden\", kept=1]", "barrier[tag=0]",
                "named[name=\"hidden\"]");
        assertThat(Parser.parse(g.toString())).isEqualTo(g);
        var ops = g.equations().stream().map(e -> (Class<?>) e.op().getClass()).toList();
        assertThat(ops.stream().filter(c -> c == Remat.class).count()).isEqualTo(1);
        assertThat(ops.stream().map(Class::getSimpleName)).contains("Barrier", "Call");
    }

    @Test
    void variablesAndCapturedValues() {
        var w = Variable.param(W);
        var f = checkpoint((Tensor x) -> tanh(w.matmul(x)));
        sum(square(f.apply(X))).backward();
        same(w.grad(), grad((Tensor v) -> sum(square(tanh(v.matmul(X))))).apply(W));
        same(grad((Tensor v) -> sum(checkpoint((Tensor x) -> v.matmul(x)).apply(X))).apply(W),
                grad((Tensor v) -> sum(v.matmul(X))).apply(W));
    }

    record Pair(Tensor a, Tensor b) {
    }

    @Test
    void structuresTwoArgumentsAndLiterals() {
        var f = checkpoint((Pair p, Tensor x) -> new Pair(p.a().mul(x), p.b().add(x)));
        var p = new Pair(tensor(1.0, 2), tensor(3.0, 4));
        same(f.apply(p, scalar(2.0)).a(), tensor(2.0, 4));
        same(grad((Pair q) -> sum(f.apply(q, scalar(2.0)).a())).apply(p).a(), tensor(2.0, 2));
        same(vmap((Tensor x, Tensor y) -> checkpoint((Tensor u) -> u.mul(y)).apply(x), in(0, NONE), out(0))
                .apply(tensor(1.0, 2), scalar(3.0)), tensor(3.0, 6));
    }

    @Test
    void nestedCheckpoints() {
        TensorFn inner = checkpoint((TensorFn) CheckpointTest::body);
        TensorFn outer = checkpoint((Tensor x) -> inner.apply(inner.apply(x)))::apply;
        same(grad((Tensor x) -> sum(outer.apply(x))).apply(X),
                grad((Tensor x) -> sum(body(body(x)))).apply(X));
        same(jit(grad((Tensor x) -> sum(outer.apply(x)))).apply(X),
                grad((Tensor x) -> sum(body(body(x)))).apply(X));
    }

    @Test
    void stabilisedBeforeItIsDifferentiated() {
        TensorFn f = checkpoint((Tensor x) -> log(exp(x).add(1)))::apply;
        assertThat(jit(grad(f)).apply(scalar(800.0)).item()).isEqualTo(1);
        assertThat(jit(grad((Tensor x) -> f.apply(x))).apply(scalar(800.0)).item()).isEqualTo(1);
    }

    /// A chain of states, segment by segment; with `each` equal to the square root of its length few are held at once.
    static Tensor chain(Tensor x, int length, int each) {
        TensorFn step = y -> sin(y).add(0.1);
        for (int i = 0; i < length; i += each) {
            TensorFn segment = y -> {
                for (int k = 0; k < each; k++) {
                    y = step.apply(y);
                }
                return y;
            };
            x = each == 1 ? segment.apply(x) : checkpoint(segment).apply(x);
        }
        return x;
    }

    @Test
    void aDeepChainHoldsTheSquareRootOfItsStates() throws Exception {
        var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-Dcotangent.storage.bytes=24m", "-cp", System.getProperty("java.class.path"), Chain.class.getName());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        assertThat(text).contains("plain: out of storage", "checkpointed: true");
    }

    /// In 24 MB: 900 steps over a state of 64 KiB, whose values and sines would be 115 MB.
    static final class Chain {
        public static void main(String[] args) {
            var x = arange(8192, org.cotangent.core.DType.FLOAT64).mul(1e-4);
            try {
                grad((Tensor y) -> sum(chain(y, 900, 1))).apply(x);
                System.out.println("plain: enough storage");
            } catch (OutOfStorageException e) {
                System.out.println("plain: out of storage");
            }
            var got = grad((Tensor y) -> sum(chain(y, 900, 30))).apply(x);
            double v = 8191e-4;
            double d = 1;
            for (int i = 0; i < 900; i++) {
                d *= Math.cos(v);
                v = Math.sin(v) + 0.1;
            }
            double last = got.toDoubleArray()[8191];
            System.out.println("checkpointed: " + (Math.abs(last - d) <= 1e-9 * Math.abs(d) + 1e-300));
        }
    }

    @Test
    void aVeryDeepChain() {
        var x = scalar(0.5);
        int each = Boolean.getBoolean("cotangent.large") ? 317 : 100;
        var got = grad((Tensor y) -> chain(y, each * each, each)).apply(x).item();
        var want = grad((Tensor y) -> chain(y, each * each, 1)).apply(x).item();
        assertThat(got).isEqualTo(want);
    }

}
