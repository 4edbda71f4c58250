package org.cotangent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The files over `double` are those over `float` with one word exchanged for the other.
class MirrorTest {
    @ParameterizedTest
    @ValueSource(strings = {"FloatKernel", "ScalarFloatKernel", "VectorFloatKernel", "FloatPanels", "FloatProduct",
        "FloatDots", "FloatPatches", "FloatConvolution", "FloatRows",
        "ScalarFloatRows", "VectorFloatRows", "FloatDirect", "FloatKernelGradient", "FloatRowLoops",
        "ScalarFloatRowLoops", "VectorFloatRowLoops", "FloatRowProducts"})
    void doubleMirrorsFloat(String name) throws Exception {
        Path folder = Path.of("src", "main", "java", "org", "cotangent", "runtime");
        if (!Files.isDirectory(folder)) {
            System.out.println("SKIPPED MirrorTest: no sources at " + folder.toAbsolutePath());
        }
        assumeTrue(Files.isDirectory(folder));
        String expected = Files.readString(folder.resolve(name + ".java")).replace("Float", "Double")
                .replace("float", "double").replace("FLOAT", "DOUBLE");
        assertThat(Files.readString(folder.resolve(name.replace("Float", "Double") + ".java"))).isEqualTo(expected);
    }
}
