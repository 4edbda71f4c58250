package org.cotangent.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import org.cotangent.core.FormatException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files from outside, good and bad: read, or rejected by name, quickly and without much memory.
class HostileFilesTest {
    private static final Set<String> TAKEN = Set.of("entry", "trailing_data", "zero_times", "bool_bytes", "empty_zip",
            "bomb_128", "name_");
    private static final long NANOS = 1_000_000_000L;
    private static final long SLACK = 16L << 20;

    private interface Reader {
        Object read(Path file) throws IOException;
    }

    static Path folder(String kind) {
        return Path.of(System.getProperty("cotangent.shared", "../../shared"), "vectors", "bad-inputs", kind);
    }

    private static Reader reader(String kind) {
        return switch (kind) {
            case "npy" -> Npy::read;
            case "npz" -> Npz::read;
            default -> f -> Safetensors.open(f).readAll();
        };
    }

    private static boolean isTaken(String name) {
        Predicate<String> starts = name::startsWith;
        return name.startsWith("valid") || TAKEN.stream().anyMatch(starts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"npy", "npz", "safetensors"})
    void outsideFilesAreReadOrRejectedByName(String kind) throws IOException {
        if (!Files.isDirectory(folder(kind))) {
            System.out.println("SKIPPED: no folder " + folder(kind) + " (set -Dcotangent.shared)");
            return;
        }
        var reader = reader(kind);
        try (var files = Files.list(folder(kind))) {
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString();
                if (isTaken(name)) {
                    assertThat(reader.read(file)).as(name).isNotNull();
                } else {
                    check(reader, file, name);
                }
            }
        }
    }

    private static void check(Reader reader, Path file, String name) {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        assertThatThrownBy(() -> reader.read(file)).as(name).isInstanceOf(FormatException.class)
                .hasMessageContaining(name)
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(2_000));
        assertThat(System.nanoTime() - start).as(name).isLessThan(NANOS);
        assertThat(threads.getCurrentThreadAllocatedBytes() - bytes).as(name).isLessThan(SLACK);
    }
}
