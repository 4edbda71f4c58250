package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.Transforms.grad;
import static org.cotangent.Transforms.jit;
import static org.cotangent.Transforms.vmap;
import static org.cotangent.core.Ops.*;

import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.junit.jupiter.api.Test;

/// Programs that draw numbers in loops: the same stream however they run.
class ChanceInLoopsTest {
    private static final TensorType ONE = TensorType.of(DType.FLOAT64);

    record Chain(Tensor x, Tensor key) {
    }

    /// A Metropolis chain (1953) for a normal density around `mean` with deviation 2; all its states.
    private static Tensor metropolis(Tensor key, Tensor mean, int steps) {
        var start = new Chain(zeros(ONE), key);
        return Control.<Chain, Tensor>scan(steps, c -> {
            var keys = split(c.key(), 3);
            var proposal = add(c.x(), mul(scalar(2.5), normal(index(keys, 0), ONE)));
            var gain = div(sub(square(sub(c.x(), mean)), square(sub(proposal, mean))), scalar(8));
            var taken = lt(log(uniform(index(keys, 1), ONE)), gain);
            var next = where(taken, proposal, c.x());
            return new Carried<>(new Chain(next, index(keys, 2)), next);
        }, start).out();
    }

    @Test
    void aMetropolisChainFindsMeanAndDeviation() {
        var states = metropolis(key(1), scalar(3.0).mul(ones(ONE)), 40_000);
        var late = slice(states, 0, 1_000, 40_000);
        // The error of the mean at this length is about 0.03 (autocorrelation time 5).
        assertThat(mean(late).item()).isCloseTo(3, within(0.15));
        assertThat(std(late).item()).isCloseTo(2, within(0.1));
    }

    @Test
    void theChainIsTheSameEagerCompiledAndBatched() {
        var mean = ones(ONE);
        var eager = metropolis(key(5), mean, 200).toDoubleArray();
        var compiled = jit((TensorFn) k -> metropolis(k, mean, 200)).apply(key(5)).toDoubleArray();
        assertThat(compiled).containsExactly(eager);
        var batch = vmap((TensorFn) k -> metropolis(k, mean, 200)).apply(stack(0, key(4), key(5), key(6)));
        assertThat(index(batch, 1).toDoubleArray()).containsExactly(eager);
        assertThat(index(batch, 0).toDoubleArray()).isNotEqualTo(eager);
    }

    @Test
    void javaLoopAndScanDrawTheSame() {
        var scanned = Control.<Tensor, Tensor>scan(20, k -> {
            var keys = split(k, 2);
            return new Carried<>(index(keys, 0), normal(index(keys, 1), ONE));
        }, key(9)).out().toDoubleArray();
        var k = key(9);
        for (int i = 0; i < 20; i++) {
            var keys = split(k, 2);
            k = index(keys, 0);
            assertThat(normal(index(keys, 1), ONE).item()).isEqualTo(scanned[i]);
        }
    }

    @Test
    void aGradientGoesThroughARandomWalk() {
        // E[(sum of n normals times s)^2] = n s^2; its derivative is that of one path: 2 (sum z)^2 s.
        TensorFn end = s -> {
            var walk = Control.fori(50, zeros(ONE),
                    (Tensor i, Tensor x) -> add(x, mul(s, normal(foldIn(key(3), i), ONE))));
            return square(walk);
        };
        double at2 = end.apply(full(ONE, 2)).item();
        assertThat(grad(end).apply(full(ONE, 2)).item()).isCloseTo(at2, within(1e-9 * Math.abs(at2)));
        assertThat(jit(grad(end)).apply(full(ONE, 2)).item()).isCloseTo(at2, within(1e-9 * Math.abs(at2)));
    }
}
