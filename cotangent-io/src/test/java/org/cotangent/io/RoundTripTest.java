package org.cotangent.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.core.Ops.convert;
import static org.cotangent.core.Ops.linspace;
import static org.cotangent.core.Ops.reshape;
import static org.cotangent.core.Ops.tensor;
import static org.cotangent.core.Ops.zeros;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.FormatException;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.storage.AtomicFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What was written is read back bit for bit.
class RoundTripTest {
    @TempDir
    private Path folder;

    private static void assertSame(Tensor read, Tensor written) {
        assertThat(read.type()).isEqualTo(written.type());
        assertThat(read.concrete().storage().segment().mismatch(written.concrete().storage().segment())).isEqualTo(-1);
    }

    private static Tensor some(DType dtype, long... sizes) {
        long n = Shape.of(sizes).count();
        return convert(reshape(linspace(-3, 7, n, DType.FLOAT64), sizes), dtype);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void everyDtypeInSafetensors(DType dtype) throws IOException {
        var all = new LinkedHashMap<String, Tensor>();
        all.put("a.b", some(dtype, 3, 5));
        all.put("odd", some(dtype, 7));
        all.put("scalar", reshape(some(dtype, 1)));
        all.put("empty", convert(zeros(0, 4), dtype));
        var file = folder.resolve("all.safetensors");
        Safetensors.write(file, all, Map.of("format", "pt", "made by", "Cotangent \"äß\""));
        var read = Safetensors.open(file);
        assertThat(read.metadata()).containsEntry("made by", "Cotangent \"äß\"").containsEntry("format", "pt");
        assertThat(read.readAll().keySet()).containsExactlyElementsOf(all.keySet());
        for (var e : all.entrySet()) {
            assertSame(read.read(e.getKey()), e.getValue());
            assertSame(read.map(e.getKey()), e.getValue());
        }
        assertThat(read.entries()).extracting(TensorEntry::shape).contains(Shape.of(0, 4), Shape.SCALAR);
        assertThatThrownBy(() -> read.read("c")).isInstanceOf(FormatException.class).hasMessageContaining("tensor c");
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = "BFLOAT16", mode = EnumSource.Mode.EXCLUDE)
    void everyDtypeInNumpysFiles(DType dtype) throws IOException {
        var t = some(dtype, 2, 3, 4);
        var file = folder.resolve("t.npy");
        Npy.write(file, t);
        assertSame(Npy.read(file), t);
        assertThat(Npy.describe(file).shape()).isEqualTo(t.shape());
        assertThat(Files.size(file) % 64).isEqualTo(24L * t.dtype().cell().bytes() % 64);
        var zip = folder.resolve("t.npz");
        Npz.write(zip, Map.of("t", t));
        assertSame(Npz.read(zip).get("t"), t);
        assertThat(Npz.describe(zip)).extracting(TensorEntry::name).containsExactly("t");
    }

    @Test
    void valuesOfManyBlocks() throws IOException {
        var t = some(DType.FLOAT32, 1_000_003);
        Npy.write(folder.resolve("large.npy"), t);
        assertSame(Npy.read(folder.resolve("large.npy")), t);
        Safetensors.write(folder.resolve("large.safetensors"), Map.of("t", t), Map.of());
        assertSame(Safetensors.open(folder.resolve("large.safetensors")).map("t"), t);
    }

    @Test
    void bfloat16IsUnknownToNumpy() {
        assertThatThrownBy(() -> Npy.write(folder.resolve("b.npy"), some(DType.BFLOAT16, 2)))
                .isInstanceOf(DTypeException.class).hasMessageContaining("safetensors");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        var file = folder.resolve("x");
        Files.writeString(file, "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
            out.write(new byte[100_000]);
            throw new IOException("disk full");
        })).hasMessage("disk full");
        assertThat(file).hasContent("old");
        try (var all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("none/x"), out -> { }))
                .isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.npy", "t.npz", "t.safetensors"})
    void everyTruncationAndFlipOfHeaderIsAnErrorOrTheFile(String name) throws IOException {
        var file = folder.resolve(name);
        write(file, tensor(1.0, 2, 3));
        var whole = Files.readAllBytes(file);
        var cut = folder.resolve("cut" + name.substring(1));
        for (int n = 0; n < whole.length; n++) {
            Files.write(cut, java.util.Arrays.copyOf(whole, n));
            assertThatThrownBy(() -> read(cut)).as("cut at " + n).isInstanceOf(FormatException.class);
        }
        for (int bit = 0; bit < whole.length * 8; bit++) {
            var flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(cut, flipped);
            try {
                assertThat(read(cut)).isNotNull();
            } catch (FormatException e) {
                assertThat(e.getMessage()).contains(cut.getFileName().toString());
            }
        }
    }

    private static void write(Path file, Tensor t) throws IOException {
        switch (file.toString().substring(file.toString().lastIndexOf('.'))) {
            case ".npy" -> Npy.write(file, t);
            case ".npz" -> Npz.write(file, Map.of("t", t));
            default -> Safetensors.write(file, Map.of("t", t), Map.of());
        }
    }

    private static Object read(Path file) throws IOException {
        return switch (file.toString().substring(file.toString().lastIndexOf('.'))) {
            case ".npy" -> Npy.read(file);
            case ".npz" -> Npz.read(file);
            default -> Safetensors.open(file).readAll();
        };
    }
}
