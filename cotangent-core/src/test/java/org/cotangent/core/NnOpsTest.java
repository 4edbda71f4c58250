package org.cotangent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Transforms.grad;
import static org.cotangent.core.Ops.*;

import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.cotangent.TensorFn;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NnOpsTest {
    private static Tensor wave(long... sizes) {
        return sin(arange(Shape.of(sizes).count(), DType.FLOAT64).mul(1.7).add(0.3)).reshape(sizes);
    }

    private static Named<TensorFn> f(String name, TensorFn f) {
        return Named.of(name, f);
    }

    /// Functions of `[2, 4, 6]`, smooth near the point.
    static Stream<Named<TensorFn>> functions() {
        var w = wave(6);
        var c = wave(4);
        var y = abs(wave(2, 4, 6));
        var classes = tensor(0, 5, 2, 3, 1, 1, 4, 0).reshape(2, 4);
        return Stream.of(
                f("layerNorm", x -> layerNorm(x, w, w, 1e-5)), f("rmsNorm", x -> rmsNorm(x, w, 1e-5)),
                f("groupNorm", x -> groupNorm(x, 2, c, c, 1e-5)), f("instanceNorm", x -> instanceNorm(x, 1e-5)),
                f("batchNorm", x -> batchNorm(x, c, c, 1e-5).result()), f("normalize", x -> normalize(x, -1, 1e-12)),
                f("cosine", x -> cosineSimilarity(x, wave(2, 4, 6).mul(x), -1, 1e-8)),
                f("attention", x -> attention(x, x, x)), f("causal", x -> causalAttention(x, x, x)),
                f("conv1d", x -> conv1d(x, wave(6, 2, 3), Window.SAME.stride(2).groups(2))),
                f("convTranspose", x -> convTranspose(x, wave(4, 3, 3), Window.VALID.stride(2).pad(1).groups(2), 1)),
                f("maxPool", x -> maxPool(x, new long[] {3}, Window.VALID.stride(2).pad(1))),
                        f("avgPool", x -> avgPool(x, 2)),
                f("avgPoolInside", x -> avgPoolInside(x, new long[] {3}, Window.VALID.stride(2).pad(1))),
                f("crossEntropy", x -> crossEntropy(x, classes, 0.1, Reduction.NONE)),
                f("probabilities", x -> crossEntropy(x, softmax(y, -1), 0, Reduction.NONE)),
                f("bce", x -> binaryCrossEntropyWithLogits(x, y, Reduction.NONE)),
                        f("huber", x -> huber(x, y, 0.7, Reduction.NONE)),
                f("smoothL1", x -> smoothL1(x, y, 0.4, Reduction.NONE)),
                        f("hinge", x -> hinge(x, sign(wave(2, 4, 6)), Reduction.NONE)),
                f("klDiv", x -> klDiv(x, y, Reduction.NONE)), f("nll", x -> nll(x, classes, Reduction.NONE)),
                f("gelu", Ops::gelu), f("geluTanh", Ops::geluTanh), f("silu", Ops::silu), f("mish", Ops::mish),
                        f("selu", Ops::selu),
                f("logSigmoid", Ops::logSigmoid), f("sinc", Ops::sinc), f("logCosh", Ops::logCosh),
                        f("softsign", Ops::softsign),
                f("logit", x -> logit(add(mul(x, scalar(0.49)), scalar(0.5)))),
                        f("distances", x -> pairwiseDistances(2, x, wave(3, 6))),
                f("norm5", x -> norm(5, x, 1)), f("var", x -> var(1, x, 0, 2)),
                        f("logcumsumexp", x -> logcumsumexp(x, 1)),
                f("median", x -> median(x, 0, 2)), f("topK", x -> topK(x, 2, 1).values()),
                        f("kron", x -> kron(x, wave(2, 3))),
                f("einsum", x -> einsum("bij,bkj,j->ik", x, x, w)));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void gradientIsDifferenceQuotient(TensorFn f) {
        var x = wave(2, 4, 6);
        var weights = cos(arange(f.apply(x).shape().count(), DType.FLOAT64)).reshape(f.apply(x).shape().sizes());
        TensorFn loss = t -> sum(f.apply(t).mul(weights));
        var direction = cos(arange(48, DType.FLOAT64).mul(0.9)).reshape(2, 4, 6);
        double e = 1e-5;
        double quotient = loss.apply(x.add(direction.mul(e))).sub(loss.apply(x.sub(direction.mul(e)))).item() / (2 * e);
        double slope = sum(grad(loss).apply(x).mul(direction)).item();
        assertThat(slope).isCloseTo(quotient, Offset.offset(1e-7 * (1 + Math.abs(quotient))));
    }

    @Test
    void convolutionIsCorrelation() {
        var x = tensor(1.0, 2, 3, 4).reshape(1, 1, 4);
        var w = tensor(1.0, 10).reshape(1, 1, 2);
        assertThat(conv1d(x, w).toDoubleArray()).containsExactly(21, 32, 43);
        assertThat(conv1d(x, w, Window.SAME).toDoubleArray()).containsExactly(21, 32, 43, 4);
        assertThat(conv1d(x, w, Window.VALID.stride(2)).toDoubleArray()).containsExactly(21, 43);
        assertThat(convTranspose(x, w, Window.SAME.stride(2)).shape()).isEqualTo(Shape.of(1, 1, 8));
        assertThat(convTranspose(x, w, Window.VALID).toDoubleArray()).containsExactly(1, 12, 23, 34, 40);
    }

    @Test
    void pools() {
        var x = arange(16, DType.FLOAT64).reshape(1, 1, 4, 4);
        assertThat(maxPool(x, 2, 2).toDoubleArray()).containsExactly(5, 7, 13, 15);
        assertThat(avgPool(x, 2, 2).toDoubleArray()).containsExactly(2.5, 4.5, 10.5, 12.5);
        assertThat(maxPool(sub(scalar(1), x), new long[] {3, 3}, Window.VALID.stride(2).pad(1)).toDoubleArray())
                .containsExactly(1, 0, -3, -4);
        assertThat(avgPoolInside(ones(1, 1, 3), new long[] {3}, Window.VALID.stride(1).pad(1)).toDoubleArray())
                .containsExactly(1, 1, 1);
        assertThatThrownBy(() -> maxPool(x, 2)).isInstanceOf(ShapeException.class);
    }

    @Test
    void maskedAttentionSeesOnlyWhatItMay() {
        var x = wave(3, 2);
        var first = ones(TensorType.of(DType.BOOL, 3, 3)).eq(scalar(1)).eq(lt(indices(Shape.of(3, 3), 1), scalar(1)));
        assertThat(allClose(attention(x, x, x, first), broadcastTo(slice(x, 0, 0, 1), Shape.of(3, 2)), 1e-14, 0))
                .isTrue();
        var none = zeros(TensorType.of(DType.BOOL, 3, 3));
        assertThat(attention(x, x, x, none).toDoubleArray()).containsOnly(0);
        assertThat(grad(t -> sum(attention(t, t, x, none))).apply(x).toDoubleArray()).containsOnly(0);
    }

    @Test
    void causalAttentionIsAttentionWithItsMask() {
        for (long[] nm : new long[][] {{3, 3}, {2, 5}, {5, 2}}) {
            var q = wave(nm[0], 2);
            var kv = wave(nm[1], 2);
            var shape = Shape.of(nm[0], nm[1]);
            var seen = le(indices(shape, 1), add(indices(shape, 0), scalar(nm[1] - nm[0])));
            assertThat(causalAttention(q, kv, kv).toDoubleArray())
                .containsExactly(attention(q, kv, kv, seen).toDoubleArray());
        }
    }

    @Test
    void masksOfFewerAndMoreAxesBroadcast() {
        var x = wave(3, 2);
        var yes = ones(TensorType.of(DType.BOOL));
        assertThat(attention(x, x, x, yes).toDoubleArray()).containsExactly(attention(x, x, x).toDoubleArray());
        var two = attention(x, x, x, stack(0, ones(TensorType.of(DType.BOOL, 3, 3)),
                zeros(TensorType.of(DType.BOOL, 3, 3))));
        assertThat(two.shape()).isEqualTo(Shape.of(2, 3, 2));
        assertThat(slice(two, 0, 1, 2).toDoubleArray()).containsOnly(0);
        var column = lt(indices(Shape.of(3, 1), 0), scalar(1));
        assertThat(slice(attention(x, x, x, column), 0, 1, 3).toDoubleArray()).containsOnly(0);
    }

    @Test
    void lossesAreStable() {
        assertThat(binaryCrossEntropyWithLogits(tensor(-1000.0, 1000), tensor(0.0, 1)).item()).isZero();
        assertThat(crossEntropy(tensor(new double[][] {{1000, -1000}}), tensor(0)).item()).isZero();
        assertThat(klDiv(tensor(-1.0, -0.5), tensor(0.0, 1), Reduction.SUM).item()).isEqualTo(0.5);
        assertThatThrownBy(() -> crossEntropy(wave(2, 3), tensor(0, 3))).isInstanceOf(CotangentException.class);
    }
}
