package org.cotangent.nn.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.cotangent.core.CotangentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Data that cannot be learnt from: one clear error each, and the checkpoints of the run that was there are untouched.
class BadDataTest {
    @TempDir
    private Path folder;

    private Order order(Path data, boolean isContinued) {
        return new Order(data, null, 1L, 6L, 0, folder.resolve("out"), isContinued, "test", List.of(), _ -> { });
    }

    private static Path table(Path file, String cell) throws IOException {
        return Files.writeString(file, "a,b,y\n" + IntStream.range(0, 60).mapToObj(i -> i + "," + i * i % 7 + ","
                + (i == 31 ? cell : Integer.toString(i % 5))).collect(Collectors.joining("\n")) + "\n");
    }

    private static Path digits(Path data, String row) throws IOException {
        Files.createDirectories(data);
        for (var name : List.of("optdigits.tra", "optdigits.tes")) {
            Files.writeString(data.resolve(name), IntStream.range(0, 80).mapToObj(i -> i == 40 ? row
                    : row(i % 10)).collect(Collectors.joining("\n")) + "\n");
        }
        return data;
    }

    private static String row(int label) {
        return Stream.concat(IntStream.range(0, 64).mapToObj(i -> Integer.toString(i % 17)), Stream.of(
                Integer.toString(label))).collect(Collectors.joining(","));
    }

    private AbstractThrowableAssert<?, ?> refused(String recipe, Path data, boolean isContinued) {
        return assertThatThrownBy(() -> Recipe.named(recipe).run(order(data, isContinued)))
                .isInstanceOf(CotangentException.class).hasMessageContaining("do:");
    }

    private List<String> checkpoints() throws IOException {
        try (var files = Files.walk(folder.resolve("out"))) {
            return files.filter(Files::isRegularFile).filter(f -> f.toString().contains("checkpoints"))
                    .map(f -> {
                        try {
                            return f + " " + Files.getLastModifiedTime(f) + " " + Files.size(f);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }).sorted().toList();
        }
    }

    @Test
    void labelsOutOfRange() throws IOException {
        refused("digits", digits(folder.resolve("d"), row(10)), false).hasMessageContaining("a label 10")
                .hasMessageContaining("optdigits").hasMessageContaining("0 to 9");
        refused("digits", digits(folder.resolve("d"), row(-1)), false).hasMessageContaining("-1");
    }

    @Test
    void picturesOfAnotherShape() throws IOException {
        refused("digits", digits(folder.resolve("d"), "1,2,3"), false).hasMessageContaining("optdigits");
    }

    @Test
    void noData() throws IOException {
        refused("regression", Files.writeString(folder.resolve("e.csv"), ""), false).hasMessageContaining("e.csv");
        refused("regression", Files.writeString(folder.resolve("h.csv"), "a,b,y\n"), false)
                .hasMessageContaining("h.csv");
        Files.createDirectories(folder.resolve("empty"));
        refused("digits", folder.resolve("empty"), false).hasMessageContaining("empty");
        refused("digits", folder.resolve("not there"), false).hasMessageContaining("not there");
    }

    @Test
    void anInfinityInTheDataLeavesTheCheckpointsAlone() throws IOException {
        var good = table(folder.resolve("t.csv"), "3");
        Recipe.named("regression").run(order(good, false));
        var before = checkpoints();
        assertThat(before).isNotEmpty();
        // The same file, spoilt meanwhile; the run goes on from its checkpoint and must not take the step.
        table(good, "Infinity");
        assertThatThrownBy(() -> Recipe.named("regression").run(new Order(good, null, 9L, 60L, 0,
                folder.resolve("out"), true, "test", List.of(), _ -> { }))).isInstanceOf(CotangentException.class)
                .hasMessageContaining("Infinity in column y of whole row 32");
        assertThat(checkpoints()).isEqualTo(before);
    }

    @Test
    void gapsAreLeftOutAndSaid() throws IOException {
        var said = Numbers.in(table(folder.resolve("t.csv"), "NaN"), 0).name();
        assertThat(said).contains("59 rows").contains("1 with gaps left out");
    }
}
