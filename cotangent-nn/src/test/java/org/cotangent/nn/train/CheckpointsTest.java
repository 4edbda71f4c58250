package org.cotangent.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.nn.train.Checkpoints.Saved;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged, foreign and unwritable checkpoints.
class CheckpointsTest {
    @TempDir
    private Path folder;

    private static Saved saved(int i) {
        return new Saved(null, Map.of("w", Ops.zeros(3).add(i)), "{\"i\":" + i + "}");
    }

    private Path two() {
        Checkpoints.in(folder).save(saved(0), 5, false);
        return Checkpoints.in(folder).save(saved(1), 5, false);
    }

    private void lastIsOne() {
        var last = Checkpoints.in(folder).last().orElseThrow();
        assertThat(last.notes()).isEqualTo("{\"i\":1}");
        assertThat(last.tensors().get("w").toDoubleArray()).containsExactly(1, 1, 1);
    }

    @Test
    void flippedBytesAndTruncationsAreFound() throws IOException {
        var last = two();
        lastIsOne();
        for (var name : List.of("tensors.safetensors", "run.json", "SHA256SUMS")) {
            var file = last.resolve(name);
            var good = Files.readAllBytes(file);
            for (int i = 0; i < good.length; i += 1 + good.length / 50) {
                var bad = good.clone();
                bad[i] ^= 4;
                refused(file, bad);
                refused(file, Arrays.copyOf(good, i));
            }
            Files.delete(file);
            assertThatThrownBy(() -> Checkpoints.in(folder).last()).isInstanceOf(FormatException.class);
            Files.write(file, good);
        }
        Files.writeString(folder.resolve("last"), "../../etc");
        assertThatThrownBy(() -> Checkpoints.in(folder).last()).isInstanceOf(FormatException.class)
                .hasMessageContaining("earlier checkpoint");
        Files.writeString(folder.resolve("last"), "000000");
        assertThat(Checkpoints.in(folder).last().orElseThrow().notes()).isEqualTo("{\"i\":0}");
    }

    private void refused(Path file, byte[] bad) throws IOException {
        Files.write(file, bad);
        assertThatThrownBy(() -> Checkpoints.in(folder).last()).isInstanceOf(FormatException.class)
                .hasMessageContaining(file.getParent().toString());
    }

    @Test
    void whatIsLeftOfAStoppedWriteIsTakenAway() throws IOException {
        two();
        var part = Files.createDirectory(folder.resolve("000002.part"));
        Files.writeString(part.resolve("tensors.safetensors"), "half");
        lastIsOne();
        Checkpoints.in(folder).save(saved(2), 1, true);
        Checkpoints.in(folder).save(saved(3), 1, false);
        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()).sorted().toList())
                    .containsExactly("000002", "000003", "best", "last");
        }
    }

    @Test
    void aWholeFolderThatTheRunNeverPointedToIsPassedOver() {
        var stray = two().resolveSibling("000009");
        stray.toFile().mkdir();
        lastIsOne();
        assertThat(Checkpoints.in(folder).save(saved(4), 5, false).getFileName()).hasToString("000010");
    }

    @Test
    void whereItCannotBeWrittenTheLastOneStands() throws IOException {
        two();
        Files.writeString(folder.resolve("000002.part"), "in the way");
        Files.createDirectories(folder.resolve("000003.part/full/deep"));
        assertThatThrownBy(() -> Checkpoints.in(folder).save(saved(2), 1, false)).isInstanceOf(FormatException.class)
                .hasMessageContaining("as they were");
        lastIsOne();
        var file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Checkpoints.in(file.resolve("below")).save(saved(2), 1, false))
                .isInstanceOf(FormatException.class).hasMessageContaining(file.toString());
    }

    @Test
    void aRunOfAnotherModelOrOtherSettingsIsRefused() {
        Toy.trainer(Toy.settings(folder, 2)).run();
        assertThatThrownBy(() -> Toy.trainer(Toy.settings(folder, 4).from(9)).resume())
                .isInstanceOf(FormatException.class).hasMessageContaining("seed=5, not 9");
        assertThatThrownBy(() -> Toy.trainer(Toy.settings(folder, 4).noting(Map.of("data", "x"))).resume())
                .isInstanceOf(FormatException.class).hasMessageContaining("data");
        var run = Toy.trainer(Toy.settings(folder, 4)).start();
        var other = new Saved(folder, Map.of("params.layers[0].weight", Ops.zeros(4, 8), "stray", Ops.zeros(1)),
                Checkpoints.in(folder).last().orElseThrow().notes());
        assertThatThrownBy(() -> SavedRun.restored(other, run, Toy.settings(folder, 4)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("params.layers[0].weight is f32[4,8] in place of f32[3,8]")
                .hasMessageContaining("is missing").hasMessageContaining("more");
    }
}
