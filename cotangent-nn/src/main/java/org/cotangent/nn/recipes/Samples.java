package org.cotangent.nn.recipes;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import javax.imageio.ImageIO;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.storage.AtomicFile;

/// Grey pictures side by side in one.
final class Samples {
    private static final int TIMES = 3;
    private static final int GAP = 4;
    private static final int FULL = 255;

    private Samples() {
    }

    /// Pictures `[n, side, side, 1]` from 0 (white) to 1 (black) in rows of `across`, a PNG file's bytes.
    static byte[] png(Tensor pictures, int across) throws IOException {
        int n = (int) pictures.size(0);
        int side = (int) pictures.size(1);
        int cell = side * TIMES + GAP;
        var image = new BufferedImage(across * cell, Math.max(1, Math.ceilDiv(n, across)) * cell,
                BufferedImage.TYPE_BYTE_GRAY);
        var ink = pictures.toFloatArray();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int at = y / cell * across + x / cell;
                int row = y % cell / TIMES;
                int column = x % cell / TIMES;
                boolean inside = at < n && row < side && column < side;
                float dark = inside ? Math.clamp(ink[(at * side + row) * side + column], 0f, 1f) : 0;
                int grey = Math.round(FULL * (1 - dark));
                image.setRGB(x, y, grey << 16 | grey << 8 | grey);
            }
        }
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /// Rows of `across` pictures of each in turn.
    static Tensor paired(Tensor a, Tensor b, int across) {
        var parts = new ArrayList<Tensor>();
        for (long at = 0; at < a.size(0); at += across) {
            long end = Math.min(at + across, a.size(0));
            parts.add(Ops.slice(a, 0, at, end));
            parts.add(Ops.slice(b, 0, at, end));
        }
        return Ops.concat(parts, 0);
    }

    /// Writes `samples.png`.
    static void write(Path folder, byte[] png) throws IOException {
        AtomicFile.write(folder.resolve("samples.png"), out -> out.write(png));
    }
}
