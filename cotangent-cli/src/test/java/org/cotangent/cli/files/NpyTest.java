package org.cotangent.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// NPY and NPZ files, good and bad, from outside.
class NpyTest {
    private interface Reader {
        Map<String, Concrete> read(Path file) throws IOException;
    }

    private static Path folder(String kind) {
        return Path.of(System.getProperty("cotangent.shared", "../../shared"), "vectors", "bad-inputs", kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"npy", "npz"})
    void outsideFilesAreReadOrRejectedByName(String kind) throws IOException {
        if (!Files.isDirectory(folder(kind))) {
            System.out.println("SKIPPED: no folder " + folder(kind) + " (set -Dcotangent.shared)");
            return;
        }
        Reader reader = kind.equals("npy") ? f -> Map.of("", Npy.read(f)) : Npz::read;
        try (var files = Files.list(folder(kind))) {
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString();
                boolean valid = name.startsWith("valid") || name.startsWith("entry") || name.startsWith("trailing")
                        || name.startsWith("zero_times")
                        || name.startsWith("bool_bytes") || name.startsWith("empty") || name.startsWith("bomb_128");
                if (valid) {
                    assertThat(reader.read(file)).as(name).isNotNull();
                } else {
                    assertThatThrownBy(() -> reader.read(file)).as(name).isInstanceOf(FormatException.class)
                            .hasMessageContaining(name);
                }
            }
        }
    }

    @Test
    void fortranOrderIsTurnedRound() throws IOException {
        var file = folder("npy").resolve("valid_fortran.npy");
        if (Files.isRegularFile(file)) {
            assertThat(Npy.read(file).toDoubleArray()).containsExactly(1, 3, 5, 2, 4, 6);
        }
    }
}
