package org.cotangent.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What is measured, on a workload that takes microseconds.
class StopwatchTest {
    private static final Settings QUICK = new Settings(0.05, 0.005, 3, 0.2);

    @Test
    void aMeasurementIsOrderedAndPrintsBothLines() {
        var workload = Workloads.named(List.of("W9-vmap")).getFirst();
        var m = Stopwatch.measure(workload, Mode.COMPILED, QUICK, workload.work().apply(Mode.COMPILED));
        assertThat(m.quantile(0)).isPositive().isLessThanOrEqualTo(m.quantile(0.5));
        assertThat(m.quantile(1)).isGreaterThanOrEqualTo(m.quantile(0.5));
        assertThat(m.first()).isPositive();
        assertThat(m.steady()).isGreaterThanOrEqualTo(m.first());
        assertThat(m.calls()).isPositive();
        assertThat(m.json(",\"more\":1")).contains("\"workload\":\"W9\",\"variant\":\"vmap\"", "\"check\":[54348.2",
            "\"more\":1}");
        assertThat(m.peerLine("1")).contains("\"peer\":\"cotangent\"", "\"workload\":\"W9\"", "\"median_s\":");
    }

    @Test
    void theSteadyStateBeginsWhereStepsStopBeingSlow() {
        var warm = new WarmUp(0);
        for (int i = 1; i <= 100; i++) {
            warm.add(i * 1_000_000L, 2, i <= 60 || i == 80 ? 3e6 : 3e5);
        }
        var steady = warm.steady(3e5);
        assertThat(steady.seconds()).isBetween(0.060, 0.065);
        assertThat(steady.calls()).isBetween(121L, 131L);
        assertThat(warm.lately()).isEqualTo(3e5);
        assertThat(warm.steady(1e7)).isEqualTo(new WarmUp.Steady(1e-3, 1));
    }

    @Test
    void theRooflineIsOrderedByNature() {
        var r = Roofline.measure(1);
        assertThat(r.floats()).isGreaterThan(r.doubles());
        assertThat(r.bandwidth(1)).isGreaterThan(1e9);
        assertThat(r.bandwidth(Long.MAX_VALUE)).isEqualTo(r.bandwidths().getLast().rate());
        assertThat(r.seconds(0, r.floats(), false)).isEqualTo(1);
    }

    @Test
    void aProfileNamesTheStepsAndTheirShares() {
        var work = Workloads.named(List.of("W9-vmap")).getFirst().work().apply(Mode.COMPILED);
        var profile = Profile.of(work, 5);
        assertThat(profile.parts()).isNotEmpty();
        assertThat(profile.parts().stream().mapToDouble(Profile.Part::share).sum()).isBetween(0.999, 1.001);
        assertThat(profile.json()).startsWith(",\"steps\":[{\"step\":\"").contains("\"roofline\":{\"bandwidth\":[{");
    }
}
