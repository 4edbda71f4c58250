package org.cotangent.nn.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.cotangent.core.FormatException;
import org.cotangent.core.Host;
import org.cotangent.core.Tensor;
import org.cotangent.io.ExistingFile;

/// Pictures as tensors: PNG, JPEG, GIF, BMP through the JDK's ImageIO.
public final class Images {
    /// The most pixels that a picture may have: its header is looked at before it is unpacked.
    public static final long MOST_PIXELS = 1L << 26;
    private static final float FULL = 255;

    private Images() {
    }

    /// Red, green and blue from 0 to 1: float32[height, width, 3].
    ///
    /// @throws FormatException when it is no picture, or too large
    public static Tensor read(Path file) throws IOException {
        return pixels(decode(file), 3);
    }

    /// Grey from 0 (black) to 1 (white): float32[height, width, 1], with the luma of ITU-R BT.601.
    ///
    /// @throws FormatException when it is no picture, or too large
    public static Tensor readGrey(Path file) throws IOException {
        return pixels(decode(file), 1);
    }

    private static BufferedImage decode(Path file) throws IOException {
        ExistingFile.require(file, "read " + file, "give a PNG or JPEG picture");
        try (var in = ImageIO.createImageInputStream(file.toFile())) {
            var readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw bad(file, "a file that begins like no picture", null);
            }
            var reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MOST_PIXELS) {
                    throw bad(file, reader.getWidth(0) + " x " + reader.getHeight(0) + " pixels, more than "
                            + MOST_PIXELS, null);
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw bad(file, "a picture that cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static Tensor pixels(BufferedImage image, int channels) {
        int w = image.getWidth();
        int h = image.getHeight();
        var out = new float[w * h * channels];
        var row = new int[w];
        for (int y = 0; y < h; y++) {
            image.getRGB(0, y, w, 1, row, 0, w);
            for (int x = 0; x < w; x++) {
                int r = row[x] >> 16 & 0xff;
                int g = row[x] >> 8 & 0xff;
                int b = row[x] & 0xff;
                int at = (y * w + x) * channels;
                if (channels == 1) {
                    out[at] = (0.299f * r + 0.587f * g + 0.114f * b) / FULL;
                } else {
                    out[at] = r / FULL;
                    out[at + 1] = g / FULL;
                    out[at + 2] = b / FULL;
                }
            }
        }
        return Host.wrap(out, h, w, channels);
    }

    private static FormatException bad(Path file, String reason, Exception cause) {
        return new FormatException("read " + file, reason, null, "give a PNG or JPEG picture", cause);
    }
}
