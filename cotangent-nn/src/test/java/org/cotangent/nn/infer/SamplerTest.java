package org.cotangent.nn.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.core.Ops.*;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.junit.jupiter.api.Test;

/// The sampler on distributions that are known.
class SamplerTest {
    private static Model correlated() {
        var factor = tensor(new double[][] {{1, 0, 0}, {0.9, 0.5, 0}, {0, 0, 20}});
        var centre = tensor(1.0, -2, 30);
        return Model.of(v -> multivariateNormalLogDensityCholesky(v.get("x"), centre, factor),
                Site.of("x", Constraint.REAL, 3));
    }

    private static void holds(Draws draws, String name, double mean, double deviation) {
        var e = Estimate.of(draws.of(name));
        assertThat(e.average()).as(name).isCloseTo(mean, within(4.5 * e.errors().average()));
        assertThat(e.deviation()).as(name).isCloseTo(deviation, within(4.5 * e.errors().deviation()));
        assertThat(e.rhat()).as(name).isLessThan(1.02);
        assertThat(e.essBulk()).as(name).isGreaterThan(400);
    }

    @Test
    void aNormalDistributionWithEitherMetric() {
        for (var settings : List.of(NutsSettings.usual(), NutsSettings.usual().withDenseMetric())) {
            var draws = Sampler.of(correlated(), settings.draws(400, 400)).run();
            holds(draws, "x[1]", 1, 1);
            holds(draws, "x[2]", -2, Math.sqrt(0.9 * 0.9 + 0.25));
            holds(draws, "x[3]", 30, 20);
            assertThat(draws.sum(Draws.DIVERGED)).isZero();
            assertThat(draws.sum(Draws.ACCEPTANCE) / 1600).isBetween(0.7, 0.97);
        }
    }

    @Test
    void constrainedNumbers() {
        var model = Model.of(v -> add(Densities.gamma(3, 2).total(v.get("a")), Densities.beta(tensor(2.0).reshape(),
                tensor(5.0).reshape()).total(v.get("b"))), Site.of("a", Constraint.POSITIVE),
                Site.of("b", Constraint.between(0, 1)));
        var draws = Sampler.of(model, NutsSettings.usual().draws(300, 500).from(3)).run();
        holds(draws, "a", 1.5, Math.sqrt(3) / 2);
        holds(draws, "b", 2.0 / 7, Math.sqrt(10.0 / (49 * 8)));
    }

    /// The trajectory as the paper defines it: a tree of subtrees, each checked from end to end, on the same steps.
    @Test
    void turnsAreThoseOfTheTree() {
        var target = new Target(x -> mul(sum(square(x)), scalar(-0.5)), zeros(TensorType.of(DType.FLOAT64, 2)),
                Metric.unit(2, false));
        for (int seed = 0; seed < 12; seed++) {
            var r = normal(key(seed), TensorType.of(DType.FLOAT64, 2));
            var start = new Point(tensor(0.0, 0), r, tensor(0.0, 0), tensor(0.0).reshape());
            double step = 0.02 + 0.11 * seed;
            var key = key(100 + seed);
            var t = Trajectory.of(target, start, tensor(step).reshape(), key, 8);
            assertThat((long) t.leaves().item()).as("seed " + seed).isEqualTo(walked(target, start, step, key));
            assertThat(t.diverged().item()).isZero();
        }
    }

    /// Leapfrog steps until the rule holds for the whole or, in the new half, for any subtree of 2^k leaves at a
    /// multiple of 2^k.
    private static long walked(Target target, Point start, double step, Tensor key) {
        var line = new java.util.ArrayList<>(List.of(start));
        long leaves = 0;
        for (int depth = 0; depth < 8; depth++) {
            boolean forward = uniform(foldIn(foldIn(key, -1), depth), TensorType.of(DType.FLOAT64)).item() < 0.5;
            var half = new java.util.ArrayList<Point>();
            var at = forward ? line.getLast() : line.getFirst();
            for (int i = 0; i < 1 << depth; i++) {
                at = at.leap(target, tensor(forward ? step : -step).reshape());
                half.add(at);
                leaves++;
                for (int size = 2; size <= half.size() && half.size() % size == 0; size *= 2) {
                    if (turned(half.get(half.size() - size), at, forward)) {
                        return leaves;
                    }
                }
            }
            line.addAll(forward ? line.size() : 0, forward ? half : half.reversed());
            if (turned(line.getFirst(), line.getLast(), true)) {
                return leaves;
            }
        }
        return leaves;
    }

    private static boolean turned(Point a, Point b, boolean forward) {
        var from = forward ? a : b;
        var to = forward ? b : a;
        return Point.turns(from.offset(), from.momentum(), to.offset(), to.momentum()).item() != 0;
    }

    @Test
    void savedChainsGoOnToTheSameBits() {
        var settings = NutsSettings.usual().draws(60, 30).chains(2);
        var whole = Sampler.of(correlated(), settings).run();
        var sampler = Sampler.of(correlated(), settings);
        var begun = sampler.start();
        for (int i = 0; i < 71; i++) {
            begun.next();
        }
        var saved = new TreeMap<>(begun.saved());
        var again = Sampler.of(correlated(), settings);
        var rest = again.start().restored(saved);
        assertThat(rest.done()).isEqualTo(71);
        while (!again.isDone(rest)) {
            rest.next();
        }
        assertThat(rest.draws().values()).isDeepEqualTo(whole.values());
        saved.remove("chains.free");
        assertThatThrownBy(() -> again.start().restored(saved)).isInstanceOf(FormatException.class)
                .hasMessageContaining("chains.free is missing");
    }

    @Test
    void windowsAreLaidOutAsUsual() {
        assertThat(NutsSettings.usual().windows()).containsExactly(75, 100, 150, 250, 450, 950);
        assertThat(NutsSettings.usual().draws(100, 1).windows()).containsExactly(15, 90);
        assertThat(NutsSettings.usual().draws(10, 1).windows()).isEmpty();
    }

    @Test
    void whatCannotBeSampledIsSaid() {
        var nowhere = Model.of(v -> mul(v.get("x"), scalar(Double.NaN)), Site.of("x", Constraint.REAL));
        assertThatThrownBy(() -> Sampler.of(nowhere, NutsSettings.usual()).start()).isInstanceOf(
                NumericsException.class).hasMessageContaining("finite log density");
        var many = Model.of(v -> v.get("x"), Site.of("x", Constraint.REAL, 2));
        assertThatThrownBy(() -> Sampler.of(many, NutsSettings.usual()).start()).hasMessageContaining(
                "a log density is one number");
        assertThatThrownBy(() -> NutsSettings.usual().aiming(1.5)).hasMessageContaining("acceptance");
    }

    @Test
    void namesCountFromOne() {
        var model = Model.of(v -> sum(v.get("w")), Site.of("w", Constraint.REAL, 2, 2), Site.of("a", Constraint.REAL));
        assertThat(model.names()).containsExactly("a", "w[1,1]", "w[1,2]", "w[2,1]", "w[2,2]");
        var values = Map.of("a", tensor(1.0).reshape(), "w", tensor(new double[][] {{1, 2}, {3, 4}}));
        assertThat(model.values(model.free(values)).get("w").toDoubleArray()).containsExactly(1, 2, 3, 4);
    }
}
