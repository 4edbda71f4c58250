package org.cotangent.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.cotangent.core.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tables, arrays and pictures as they are found, and broken ones.
class FilesTest {
    @TempDir
    private Path folder;

    private Path text(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "t", ".csv"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b c\n1,2\n3,4\n", "a;\"b c\"\r\n1;2\r\n3;4", "#a;\"b c\"\n1;2\n\n3;4\n\n",
        "\uFEFFa\tb c\n1\t 2\n3 \t4\n", "# made by hand\n# a ,b c \n1,2\n# in between\n3,4\n", "a|b c\n\"1\"|2\n3|4\n"})
    void tablesOfAllHabits(String text) throws IOException {
        var t = Csv.read(text(text));
        assertThat(t.cells().toDoubleArray()).containsExactly(1, 2, 3, 4);
        if (!text.contains("between")) {
            assertThat(t.names()).containsExactly("a", "b c");
            assertThat(t.column("b c").toDoubleArray()).containsExactly(2, 4);
        }
    }

    @Test
    void blanksAsSeparatorsMissingValuesAndCategories() throws IOException {
        assertThat(Csv.read(text("  1   2\n3 4  \n")).cells().toDoubleArray()).containsExactly(1, 2, 3, 4);
        var t = Csv.read(text("x,colour,y\n1,red,2\n,blue,3\n4,red,?\n5,,6\n"));
        assertThat(t.categories()).containsOnlyKeys("colour");
        assertThat(t.categories().get("colour")).containsExactly("blue", "red");
        assertThat(t.column("colour").toDoubleArray()).containsExactly(1, 0, 1, Double.NaN);
        assertThat(t.complete().rows()).isEqualTo(1);
        assertThat(t.without("colour").shape().sizes()).containsExactly(4, 2);
        assertThatThrownBy(() -> t.column("z")).hasMessageContaining("columns [x, colour, y]");
        assertThat(Csv.read(text("name,town\nAnn,Ulm\nBo,Rom\n")).names()).containsExactly("name", "town");
    }

    @Test
    void brokenTablesSayWhichLine() throws IOException {
        assertThatThrownBy(() -> Csv.read(text("a,b\n1,2\n3\n"))).isInstanceOf(FormatException.class)
                .hasMessageContaining("1 cells in line 3, 2 in the lines before");
        for (var empty : new String[] {"", "\n\n", "# only\n", "a,b\n"}) {
            assertThatThrownBy(() -> Csv.read(text(empty))).as(empty).isInstanceOf(FormatException.class);
        }
        var rows = Csv.stream(text("a,b\n1,2\n3,x\n"));
        try (var c = rows.open(0, 0)) {
            assertThat(c.next().toDoubleArray()).containsExactly(1, 2);
            assertThatThrownBy(c::next).hasMessageContaining("`x` in line 3");
        }
        assertThatThrownBy(() -> Csv.read(folder.resolve("none"))).hasMessageContaining("no such file");
    }

    @Test
    void aStreamIsReadLineByLineAndContinued() throws IOException {
        var lines = new StringBuilder("i,square\n");
        for (int i = 0; i < 10_000; i++) {
            lines.append(i).append(',').append((long) i * i).append('\n');
        }
        var batches = Csv.stream(text(lines.toString())).batched(64, false);
        try (var c = batches.open(0, 100)) {
            assertThat(c.next().toDoubleArray()).startsWith(6400, 40960000, 6401);
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 1", "9, 1", "11, 2", "12, 4", "13, 4", "14, 8"})
    void idxFilesOfAllKinds(int kind, int bytes) throws IOException {
        var data = new ByteArrayOutputStream();
        data.writeBytes(new byte[] {0, 0, (byte) kind, 2, 0, 0, 0, 2, 0, 0, 0, 3});
        for (int i = 0; i < 6; i++) {
            data.writeBytes(switch (kind) {
                case 13 -> java.nio.ByteBuffer.allocate(4).putFloat(i).array();
                case 14 -> java.nio.ByteBuffer.allocate(8).putDouble(i).array();
                default -> Arrays.copyOfRange(java.nio.ByteBuffer.allocate(4).putInt(i).array(), 4 - bytes, 4);
            });
        }
        var file = folder.resolve("x.idx");
        Files.write(file, data.toByteArray());
        assertThat(Idx.read(file).toDoubleArray()).containsExactly(0, 1, 2, 3, 4, 5);
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(data.toByteArray());
        }
        assertThat(Idx.read(file).shape().sizes()).containsExactly(2, 3);
    }

    @Test
    void brokenIdxFilesAreRejectedWithoutMemoryForWhatTheyClaim() throws IOException {
        for (var bytes : new byte[][] {{}, {0, 0, 8}, {1, 0, 8, 1, 0, 0, 0, 0}, {0, 0, 7, 1, 0, 0, 0, 0},
            {0, 0, 8, 1, 0, 0, 0, 2, 5}, {0, 0, 8, 1, 0, 0, 0, 1, 5, 6},
            {0, 0, 14, 4, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}}) {
            var file = folder.resolve("bad.idx");
            Files.write(file, bytes);
            assertThatThrownBy(() -> Idx.read(file)).as(Arrays.toString(bytes)).isInstanceOf(FormatException.class)
                    .hasMessageContaining("bad.idx");
        }
    }

    @Test
    void picturesAndWhatIsNone() throws IOException {
        var image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(2, 1, 0xff8000);
        var file = folder.resolve("p.png");
        ImageIO.write(image, "png", file.toFile());
        var t = Images.read(file);
        assertThat(t.shape().sizes()).containsExactly(2, 3, 3);
        assertThat(Arrays.copyOfRange(t.toDoubleArray(), 15, 18)).containsExactly(1, 128 / 255f, 0);
        assertThat(Images.readGrey(file).shape().sizes()).containsExactly(2, 3, 1);
        assertThatThrownBy(() -> Images.read(text("no picture"))).isInstanceOf(FormatException.class);
        var whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> Images.read(file)).isInstanceOf(FormatException.class).hasMessageContaining("p.png");
    }

    @Test
    void realSetsAreReadAsTheyAre() throws IOException {
        var data = Path.of(System.getProperty("cotangent.shared", "../../shared"), "data");
        if (!Files.isDirectory(data)) {
            System.out.println("SKIPPED: no folder " + data + " (set -Dcotangent.shared)");
            return;
        }
        assertThat(Idx.read(data.resolve("mnist/t10k-images-idx3-ubyte.gz")).shape().sizes())
                .containsExactly(10_000, 28, 28);
        var concrete = Csv.read(data.resolve("tabular/Concrete_Data.csv"));
        assertThat(concrete.cells().shape().sizes()).containsExactly(1030, 9);
        assertThat(concrete.names().getLast()).isEqualTo("Concrete compressive strength(MPa, megapascals)");
        var wine = Csv.read(data.resolve("tabular/winequality-red.csv"));
        assertThat(wine.names()).startsWith("fixed acidity").endsWith("quality").hasSize(12);
        assertThat(wine.rows()).isEqualTo(1599);
        var digits = Csv.read(data.resolve("optdigits/optdigits.tra"));
        assertThat(digits.cells().shape().sizes()).containsExactly(2999, 65);
        assertThat(java.util.Arrays.stream(digits.column("c64").toDoubleArray())).allMatch(d -> d >= 0 && d <= 9);
    }
}
