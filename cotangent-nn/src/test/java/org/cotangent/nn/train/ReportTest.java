package org.cotangent.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.cotangent.nn.train.Chart.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pictures, pages and event files.
class ReportTest {
    @TempDir
    private Path folder;

    @Test
    void aLineIsDrawnWhereItsPointsAre() throws IOException {
        for (var y : List.of(List.of(0.0, 1.0), List.of(2.0, 2.0), List.of(Double.NaN, 1e300), List.<Double>of())) {
            var image = ImageIO.read(new ByteArrayInputStream(new Chart("t", "steps", List.of(new Line("a",
                    List.of(0.0, 1.0).subList(0, y.size()), y))).png()));
            assertThat(image.getWidth()).isEqualTo(720);
        }
        var image = ImageIO.read(new ByteArrayInputStream(new Chart("t", "steps", List.of(new Line("a",
                List.of(0.0, 1.0), List.of(0.0, 1.0)))).png()));
        // Half way between the ends of the axes: on the line; beside it: paper.
        assertThat(image.getRGB(385, 174) & 0xff).isGreaterThan((image.getRGB(385, 174) >> 16 & 0xff) + 40);
        assertThat(image.getRGB(440, 250) & 0xffffff).isEqualTo(0xffffff);
    }

    @Test
    void thePageIsWholeAndEscaped() throws IOException {
        var file = folder.resolve("r.html");
        new Report("a <b>").numbers(Map.of("accuracy", 0.5)).confusion(new long[][] {{1, 2}, {3, 4}})
                .environment("cotangent train x --data \"y\"").write(file);
        assertThat(Files.readString(file)).contains("a &lt;b&gt;", "<td>0.500000</td>", "&quot;y&quot;", "</html>",
                "<tr><td>1</td><td>3</td><td>4</td></tr>").doesNotContain("<b>");
    }

    @Test
    void eventFilesHaveTheirChecksumsAndScalars() throws IOException {
        try (var events = new EventFile(folder)) {
            events.stepped(new Callback.Step(300, 0, 1, -1, -1, 1.5, 0.25, 2));
            events.evaluated(new Evaluation(1, 300, 1.5, 0.25, Map.of("accuracy", 0.75)));
        }
        Path file;
        try (var files = Files.list(folder)) {
            file = files.findFirst().orElseThrow();
        }
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        var records = new ArrayList<String>();
        while (bytes.hasRemaining()) {
            var length = new byte[8];
            bytes.get(length);
            assertThat(bytes.getInt()).isEqualTo(EventFile.checksum(length));
            var record = new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
            bytes.get(record);
            assertThat(bytes.getInt()).isEqualTo(EventFile.checksum(record));
            records.add(new String(record, StandardCharsets.ISO_8859_1));
        }
        assertThat(records).hasSize(4);
        assertThat(records.getFirst()).endsWith("brain.Event:2");
        // Field 2 (step) as the varint of 300, then the summary; 0.75 as a little-endian float behind its name.
        assertThat(records.get(2)).contains("\u0010\u00ac\u0002", "accuracy\u0015\0\0@?");
        assertThat(records.get(1)).contains("loss/step\u0015\0\0\u00c0?");
    }

    /// The value that the format's documentation gives for the nine bytes 123456789: CRC-32C 0xe3069283.
    @Test
    void theChecksumIsTheMaskedOne() {
        int crc = 0xe3069283;
        assertThat(EventFile.checksum("123456789".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo((crc >>> 15 | crc << 17) + 0xa282ead8);
    }
}
