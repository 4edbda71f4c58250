package org.cotangent.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every workload computes what the programs of the other libraries compute: their check numbers (libtorch 2.10 on the
/// same inputs), to the accuracy of float32 or float64.
class WorkloadsTest {
    private static final double SINGLE = 2e-6;
    private static final double DOUBLE = 1e-12;

    private record Expected(String id, double tolerance, double... check) {
    }

    private static final List<Expected> EXPECTED = List.of(
        new Expected("W1-1000", SINGLE, 446.0612487792969, 517.2244262695312, 284.2708435058594, 316.7348937988281),
        new Expected("W1-100000", SINGLE, 44104.1796875, 51321.328125, 29618.103515625, 32278.75390625),
        new Expected("W1s-1000", SINGLE, 602.935546875, 396.8481750488281, 74.78682708740234, 299.2033386230469),
        new Expected("W1s-100000", SINGLE, 62013.43359375, 38336.69921875, 8905.029296875, 30254.5546875),
        new Expected("W2f-128", SINGLE, 48857.35546875),
        new Expected("W2g-128", SINGLE, 229208.734375, 915434.75, 905375.4375),
        new Expected("W3-32", SINGLE, 2.304373264312744, 2.1662864685058594, 2.057910442352295),
        new Expected("W6", SINGLE, 2.302795648574829, 2.301882028579712, 2.300968885421753),
        new Expected("W8", DOUBLE, 0.7080548012904413, 0.43523274628532316),
        new Expected("W8h", DOUBLE, 3.721340351491602),
        new Expected("W9-leaves", DOUBLE, 54348.23506726597, 223761.2531336502),
        new Expected("W9-fori", DOUBLE, 54348.23506726597, 223761.2531336502),
        new Expected("W9-vmap", DOUBLE, 54348.23506726597, 223761.2531336502),
        new Expected("W9-scalars", DOUBLE, 54348.23506726597, 223761.2531336502));

    /// Those that take seconds: with `-Dcotangent.large=true`.
    private static final List<Expected> LARGE = List.of(
        new Expected("W4", SINGLE, 2.304982900619507, 2.300063133239746, 2.295445203781128),
        new Expected("W5", SINGLE, 6.381721019744873, 6.049044132232666, 5.8028106689453125),
        new Expected("W7-loop", DOUBLE, 14.80412969238414, 1.1617104745366014, 61.52448018674947, 74.3223034223415),
        new Expected("W7-scan", DOUBLE, 14.80412969238414, 1.1617104745366014, 61.52448018674947, 74.3223034223415),
        new Expected("W7-whole", DOUBLE, 14.80412969238414, 1.1617104745366014, 61.52448018674947, 74.3223034223415));

    @TestFactory
    Stream<DynamicTest> compiledStepsGiveTheNumbersOfOtherLibraries() {
        return tests(Mode.COMPILED, chosen());
    }

    @TestFactory
    Stream<DynamicTest> eagerStepsDoToo() {
        return tests(Mode.EAGER, chosen().stream().filter(e -> !e.id.equals("W9-fori")).toList());
    }

    private static List<Expected> chosen() {
        return Boolean.getBoolean("cotangent.large")
            ? Stream.concat(EXPECTED.stream(), LARGE.stream()).toList() : EXPECTED;
    }

    private static Stream<DynamicTest> tests(Mode mode, List<Expected> all) {
        return all.stream().map(e -> DynamicTest.dynamicTest(e.id, () -> {
            var work = Workloads.named(List.of(e.id)).getFirst().work().apply(mode);
            work.step().get();
            var check = work.check().get();
            assertThat(check).hasSize(e.check.length);
            for (int i = 0; i < check.length; i++) {
                assertThat(Math.abs(check[i] - e.check[i])).as("number " + i + " of " + e.id)
                    .isLessThanOrEqualTo(e.tolerance * Math.abs(e.check[i]));
            }
            assertThat(work.compiled().isPresent()).isEqualTo(mode == Mode.COMPILED);
        }));
    }

    @Test
    void anIdNamesOneAndANameNamesAll() {
        assertThat(Workloads.list()).extracting(Workload::id).doesNotHaveDuplicates();
        assertThat(Workloads.named(List.of("W1"))).extracting(Workload::id).containsExactly("W1-1000", "W1-100000",
            "W1-10000000");
        assertThat(Workloads.named(List.of("w9-fori", "W9-fori"))).extracting(Workload::id).containsExactly("W9-fori");
        assertThatThrownBy(() -> Workloads.named(List.of("W0"))).hasMessageContaining("no workload is called W0")
            .hasMessageContaining("W8h");
    }
}
