package org.cotangent.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// Orders of bytes and axes in NPY files from outside.
class NpyTest {
    @Test
    void fortranOrderIsTurnedRound() throws IOException {
        var file = HostileFilesTest.folder("npy").resolve("valid_fortran.npy");
        if (!Files.isRegularFile(file)) {
            System.out.println("SKIPPED: no file " + file + " (set -Dcotangent.shared)");
            return;
        }
        assertThat(Npy.read(file).toDoubleArray()).containsExactly(1, 3, 5, 2, 4, 6);
    }
}
