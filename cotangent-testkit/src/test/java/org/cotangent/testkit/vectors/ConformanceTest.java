package org.cotangent.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// The shown case files: nothing fails but for a reason that docs/conformance.md gives. Run with
/// `-Dcotangent.update=true` to write that page anew.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
    private final TreeMap<String, List<FileReport>> reports = new TreeMap<>();

    @TestFactory
    Stream<DynamicTest> shownFiles() {
        if (Shared.folder() == null) {
            System.out.println("SKIPPED ConformanceTest: no folder ../shared/vectors (set cotangent.shared)");
            return Stream.empty();
        }
        var files = Shared.kinds().stream().flatMap(k -> Shared.files(k).stream()
                .map(f -> DynamicTest.dynamicTest(k + "/" + f.getFileName(), () -> {
                    var report = Vectors.run(f);
                    reports.computeIfAbsent(k, n -> new ArrayList<>()).add(report);
                    System.out.println(report);
                    assertThat(report.passed() + report.failed() + report.skipped()).isPositive();
                    assertThat(report.unexplained()).as(() -> String.join("\n", report.failures())).isZero();
                })));
        return Stream.concat(files, Stream.of(DynamicTest.dynamicTest("docs/conformance.md", this::page)));
    }

    private void page() throws IOException {
        var file = Shared.root().resolve("docs/conformance.md");
        var page = ConformancePage.of(reports);
        if (Boolean.getBoolean("cotangent.update")) {
            Files.writeString(file, page);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "").isEqualTo(page);
    }

    @AfterAll
    void total() {
        var all = reports.values().stream().flatMap(List::stream).toList();
        System.out.println(all.stream().mapToInt(FileReport::passed).sum() + " passed, "
                + all.stream().mapToInt(FileReport::failed).sum() + " failed, "
                + all.stream().mapToInt(FileReport::skipped).sum() + " skipped");
    }
}
