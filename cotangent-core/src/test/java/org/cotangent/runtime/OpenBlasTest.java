package org.cotangent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// OpenBLAS against plain loops, and what happens where it cannot be used.
class OpenBlasTest {
    private static final Cell[] CELLS = {Cell.F32, Cell.F64, Cell.I32};

    @Test
    void equalsThreeLoops() {
        for (Split split : new Split[] {Split.SERIAL, Threads.two()}) {
            Gemm gemm = openBlas(split);
            Random random = new Random(5);
            for (int i = 0; i < 600; i++) {
                Cases c = Cases.random(random, CELLS[i % 3], 40);
                GemmTest.close(c.run(gemm), c.naive(), c.tolerance(), c.toString());
            }
        }
    }

    @Test
    void largeHeapArraysAreCopied() {
        Gemm gemm = openBlas(Threads.two());
        Gemm java = new ScalarGemm(Split.SERIAL);
        Random random = new Random(6);
        for (Cell cell : new Cell[] {Cell.F32, Cell.F64}) {
            for (boolean add : new boolean[] {false, true}) {
                Cases c = Cases.of(random, cell, 1, 301, 260, 310, add);
                GemmTest.close(c.run(gemm), c.run(java), c.tolerance(), c.toString());
            }
        }
    }

    @Test
    void nothingIsSkippedForZeros() {
        Gemm gemm = openBlas(Split.SERIAL);
        for (int n : new int[] {1, 2, 5, 40}) {
            Storage a = Storage.allocate(Cell.F64, (long) n * n);
            Storage b = Storage.allocate(Cell.F64, (long) n * n);
            b.setDouble(0, Double.NaN);
            Storage c = Storage.allocate(Cell.F64, (long) n * n);
            gemm.gemm(Cell.F64, n, n, n, a, b, c);
            assertThat(c.getDouble(0)).isNaN();
        }
    }

    @Test
    void withoutNativeAccessThereIsAReasonAndNoWarning() throws Exception {
        Child child = child(List.of(), "auto");
        assertThat(child.error).isEmpty();
        assertThat(child.output).contains("gemm java-scalar");
        if (OpenBlas.provider().available()) {
            assertThat(child.output)
                    .contains("native access is off; start Java with --enable-native-access=ALL-UNNAMED");
        }
    }

    @Test
    void aWishThatCannotBeGrantedIsAnError() throws Exception {
        Child child = child(List.of(), "openblas");
        assertThat(child.output).contains("IllegalStateException: cotangent.blas is openblas, but ");
        assertThatThrownBy(() -> Products.choose(Split.SERIAL, "mkl"))
                .hasMessageContaining("use auto, openblas or java");
    }

    @Test
    void unpacksOnceAndRepairs(@TempDir Path cache) throws Exception {
        openBlas(Split.SERIAL);
        List<String> options = List.of("--enable-native-access=ALL-UNNAMED", "-Dcotangent.cache=" + cache);
        assertThat(child(options, "auto").output).contains("gemm openblas");
        Path library;
        try (var files = Files.walk(cache)) {
            library = files.filter(f -> f.endsWith("libquadmath.so.0")).findFirst().orElseThrow();
        }
        var first = Files.getLastModifiedTime(library);
        assertThat(child(options, "auto").output).contains("gemm openblas");
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(first);
        byte[] bytes = Files.readAllBytes(library);
        bytes[1000] ^= 1;
        Files.write(library, bytes);
        Child repaired = child(options, "auto");
        assertThat(repaired.error).isEmpty();
        assertThat(repaired.output).contains("gemm openblas");
        bytes[1000] ^= 1;
        assertThat(Files.readAllBytes(library)).isEqualTo(bytes);
        try (var files = Files.list(library.getParent())) {
            assertThat(files.filter(f -> f.toString().endsWith(".part"))).isEmpty();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsAReason(@TempDir Path folder) throws Exception {
        openBlas(Split.SERIAL);
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        Child child = child(List.of("--enable-native-access=ALL-UNNAMED", "-Dcotangent.cache=" + file), "auto");
        assertThat(child.error).isEmpty();
        assertThat(child.output).contains("gemm java-scalar").contains("it cannot be loaded");
    }

    private static Gemm openBlas(Split split) {
        Provider provider = OpenBlas.provider();
        if (!provider.available()) {
            System.out.println("SKIPPED in OpenBlasTest: " + provider);
        }
        assumeTrue(provider.available(), provider.toString());
        return new OpenBlas(split, new ScalarGemm(Split.SERIAL));
    }

    /// What a fresh JVM printed that chooses a product.
    private record Child(String output, String error) {
    }

    private static Child child(List<String> options, String wish) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.addAll(List.of(Chosen.class.getName(), wish));
        Path error = Files.createTempFile("child", ".err");
        Process process = new ProcessBuilder(command).redirectError(error.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        String text = Files.readString(error);
        Files.delete(error);
        return new Child(output, text);
    }

    /// Chooses a product, uses it, and prints what was chosen.
    static final class Chosen {
        public static void main(String[] args) {
            try {
                Products products = Products.choose(Split.SERIAL, args[0]);
                System.out.println("gemm " + products.gemm().name());
                products.providers().forEach(System.out::println);
                Storage x = Storage.ofArray(new float[] {1, 2, 3, 4});
                Storage y = Storage.allocate(Cell.F32, 4);
                products.gemm().gemm(Cell.F32, 2, 2, 2, x, x, y);
                System.out.println(y.getFloat(3));
            } catch (IllegalStateException e) {
                System.out.println(e);
            }
        }
    }
}
