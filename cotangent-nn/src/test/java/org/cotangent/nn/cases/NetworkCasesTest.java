package org.cotangent.nn.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The shown case files for optimisers, schedules and layers: all hold.
class NetworkCasesTest {
    @TestFactory
    Stream<DynamicTest> shownFiles() {
        return Stream.of("optimizers", "modules").flatMap(k -> Shared.files(k).stream()
                .map(f -> DynamicTest.dynamicTest(k + "/" + f.getFileName(), () -> {
                    var report = NetworkCases.run(f).orElseThrow();
                    System.out.println(report);
                    assertThat(report.failures()).isEmpty();
                    assertThat(report.skipped()).isEmpty();
                    assertThat(report.passed()).isPositive();
                })));
    }
}
