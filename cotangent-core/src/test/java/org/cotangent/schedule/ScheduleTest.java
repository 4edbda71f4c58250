package org.cotangent.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.Fn1;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;

/// What becomes one step: the shape of schedules, not their numbers.
class ScheduleTest {
    private static Schedule of(Fn1<List<Tensor>, List<Tensor>> f, Tensor... x) {
        return Schedule.of(jit(f).graphFor(List.of(x)));
    }

    private static Tensor f32(long... sizes) {
        return zeros(sizes);
    }

    @Test
    void valueAndGradientsOfAnElementwiseLossAreOneLoop() {
        Fn1<List<Tensor>, Tensor> f = p -> sum(tanh(p.get(1).mul(p.get(0)).add(p.get(2))).mul(logistic(p.get(0))));
        var s = of(p -> {
            var g = valueAndGrad(f).apply(p);
            return List.of(g.value(), g.gradient().get(0), g.gradient().get(1), g.gradient().get(2));
        }, f32(5000), f32(5000), f32(5000));
        assertThat(s.steps()).as(s.toString()).hasSize(1).first().isInstanceOf(Fused.class);
        assertThat(s.bytes()).isEqualTo(6 * 20000 + 4);
    }

    @Test
    void broadcastsAreReadNotMade() {
        var s = of(p -> List.of(relu(p.get(0).add(p.get(1))).mul(p.get(2).reshape(64, 1))), f32(64, 32), f32(32),
            f32(64));
        assertThat(s.steps()).as(s.toString()).hasSize(1);
        assertThat(s.bytes()).isEqualTo(4 * (64 * 32 + 32 + 64 + 64 * 32));
    }

    @Test
    void softmaxAndItsGradientAreOneStepOverRows() {
        var forward = of(p -> List.of(softmax(p.get(0).add(p.get(1)), -1)), f32(8, 16, 16), f32(16, 16));
        assertThat(forward.steps()).as(forward.toString()).hasSize(1);
        assertThat(((Fused) forward.steps().getFirst()).rows()).isTrue();
        Fn1<List<Tensor>, Tensor> loss = p -> sum(logSoftmax(p.get(0), -1).mul(p.get(1)));
        var backward = of(p -> List.of(grad(loss).apply(p).getFirst()), f32(32, 10), f32(32, 10));
        assertThat(backward.steps()).as(backward.toString()).hasSize(1);
    }

    @Test
    void layerNormIsOneStepOverRows() {
        var s = of(p -> {
            var x = p.get(0);
            var mean = mean(x, -1).reshape(64, 1);
            var d = x.sub(mean);
            var variance = mean(d.mul(d), -1).reshape(64, 1);
            return List.of(d.mul(rsqrt(variance.add(1e-5))).mul(p.get(1)).add(p.get(2)));
        }, f32(64, 48), f32(48), f32(48));
        assertThat(s.steps()).as(s.toString()).hasSize(1);
    }

    @Test
    void anOptimiserUpdateIsOneLoopWithThreeResults() {
        var s = of(p -> {
            var g = permute(p.get(3), 1, 0);
            var m = p.get(1).mul(0.9).add(g.mul(0.1));
            var v = p.get(2).mul(0.999).add(g.mul(g).mul(0.001));
            return List.of(p.get(0).sub(m.div(sqrt(v).add(1e-8)).mul(p.get(4))), m, v);
        }, f32(16, 24), f32(16, 24), f32(16, 24), f32(24, 16), f32());
        assertThat(s.steps()).as(s.toString()).hasSize(2);
        assertThat(s.steps().get(1).makes()).hasSize(3);
    }

    @Test
    void productsTakePermutationsIn() {
        var s = of(p -> List.of(permute(permute(p.get(0), 1, 0).matmul(p.get(1)), 1, 0)), f32(8, 4), f32(8, 3));
        assertThat(s.steps()).as(s.toString()).hasSize(1);
    }

    @Test
    void sumsOfColumnsAreTakenWhileRowsAreInCache() {
        var s = of(p -> {
            var d = p.get(0).mul(p.get(1));
            return List.of(d, sum(d, 0));
        }, f32(100, 10), f32(100, 10));
        assertThat(s.steps()).as(s.toString()).hasSize(1);
        assertThat(s.toString()).contains("sum of columns");
    }

    @Test
    void aStepBetweenKeepsItsNeighboursApart() {
        var s = of(p -> {
            var a = exp(p.get(0)).mul(2);
            var b = cumsum(a, 0);
            return List.of(a.add(b), sin(b));
        }, f32(100));
        assertThat(s.steps()).as(s.toString()).hasSize(3);
        assertThat(s.steps().get(1)).isInstanceOf(Single.class);
    }

    @Test
    void aScheduleSaysWhatItMoves() {
        var s = of(p -> List.of(exp(p.get(0).add(p.get(1)))), f32(8, 4), f32(4));
        assertThat(s.toString()).contains("1 steps for 3 equations").contains("loop [8, 4]").contains("272 bytes");
    }

    @Test
    void pathsAndTheirGradientsGoTileByTileAndLeaveNothingOfTheirSize() {
        Fn1<List<Tensor>, Tensor> whole = p -> {
            var s = exp(cumsum(p.get(0).mul(p.get(1)).add(p.get(2)), 0));
            return mean(relu(mean(s, 0).sub(1)).add(relu(select(s, 0, 15).sub(1))));
        };
        Fn1<List<Tensor>, Tensor> product = p -> mean(relu(mean(cumprod(exp(p.get(0).mul(p.get(1)).add(p.get(2))), 0),
            0).sub(1)));
        Fn1<List<Tensor>, Tensor> loop = p -> {
            var row = select(p.get(0), 0, 0);
            var end = org.cotangent.Control.scan((List<Tensor> c, Tensor z) -> {
                var s = c.get(0).mul(exp(z.mul(p.get(1)).add(p.get(2))));
                return new org.cotangent.Carried<>(List.of(s, c.get(1).add(s)), (Tensor) null);
            }, List.of(onesLike(row), zerosLike(row)), p.get(0)).carry();
            return mean(relu(end.get(1).sub(16)).add(relu(end.get(0).sub(1))));
        };
        for (var f : List.of(whole, product, loop)) {
            var s = of(p -> {
                var g = valueAndGrad((List<Tensor> q) -> f.apply(List.of(p.get(0), q.get(0), q.get(1))))
                    .apply(List.of(p.get(1), p.get(2)));
                return List.of(g.value(), g.gradient().get(0), g.gradient().get(1));
            }, f32(16, 300), f32(), f32());
            assertThat(s.steps().stream().filter(t -> t instanceof Tiled)).as(s.toString()).hasSize(1);
            assertThat(s.steps()).as(s.toString()).allMatch(t -> t.makes().stream()
                .allMatch(v -> v.type().shape().count() <= 300));
        }
    }
}
