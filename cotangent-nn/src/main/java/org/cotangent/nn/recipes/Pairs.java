package org.cotangent.nn.recipes;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/// Draws of each two of some numbers as points, and their histograms, in a square of squares.
final class Pairs {
    private static final int CELL = 150;
    private static final int GAP = 8;
    private static final int BINS = 30;
    private static final int POINTS = 2000;
    private static final Color INK = new Color(0x0b, 0x62, 0xa4, 0x60);

    private Pairs() {
    }

    /// A PNG file's bytes; each of `draws` is by chain and draw.
    static byte[] png(List<String> names, List<double[][]> draws) throws IOException {
        int n = names.size();
        var image = new BufferedImage(n * CELL, n * CELL, BufferedImage.TYPE_INT_RGB);
        var g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, n * CELL, n * CELL);
        var flat = draws.stream().map(d -> Stream.of(d).flatMapToDouble(Arrays::stream).toArray()).toList();
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
                var cell = (Graphics2D) g.create(column * CELL + GAP, row * CELL + GAP, CELL - GAP, CELL - GAP);
                cell.setColor(INK);
                if (row == column) {
                    histogram(cell, flat.get(row));
                    cell.setColor(Color.BLACK);
                    label(cell, names.get(row));
                } else {
                    points(cell, flat.get(column), flat.get(row));
                }
                cell.dispose();
            }
        }
        g.dispose();
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static double[] ends(double[] x) {
        var s = Arrays.stream(x).filter(Double::isFinite).summaryStatistics();
        return s.getCount() == 0 || s.getMin() == s.getMax() ? new double[] {-1, 1}
                : new double[] {s.getMin(), s.getMax()};
    }

    private static int place(double v, double[] ends) {
        return (int) Math.round((v - ends[0]) / (ends[1] - ends[0]) * (CELL - 2 * GAP));
    }

    private static void points(Graphics2D g, double[] x, double[] y) {
        var across = ends(x);
        var up = ends(y);
        int stride = Math.max(1, x.length / POINTS);
        for (int i = 0; i < x.length; i += stride) {
            g.fillRect(place(x[i], across), CELL - 2 * GAP - place(y[i], up), 2, 2);
        }
    }

    private static void histogram(Graphics2D g, double[] x) {
        var across = ends(x);
        var counts = new int[BINS];
        for (double v : x) {
            counts[Math.clamp((int) ((v - across[0]) / (across[1] - across[0]) * BINS), 0, BINS - 1)]++;
        }
        int most = Arrays.stream(counts).max().orElse(1);
        int wide = (CELL - 2 * GAP) / BINS;
        for (int i = 0; i < BINS; i++) {
            int high = (CELL - 3 * GAP) * counts[i] / Math.max(1, most);
            g.fillRect(i * wide, CELL - 2 * GAP - high, wide, high);
        }
    }

    /// A machine may have no fonts at all; the points are worth having without words.
    private static void label(Graphics2D g, String text) {
        try {
            g.drawString(text, GAP, 2 * GAP);
        } catch (RuntimeException | LinkageError | InternalError _) {
            g.fillRect(GAP, GAP, 2, 2);
        }
    }
}
