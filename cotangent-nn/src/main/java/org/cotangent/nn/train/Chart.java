package org.cotangent.nn.train;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;

/// Lines over a common axis, drawn as a PNG picture. Points that are not finite are left out.
///
/// @param title what stands above
/// @param below what stands below the axis
/// @param lines the lines
public record Chart(String title, String below, List<Line> lines) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int TOP = 34;
    private static final int RIGHT = 20;
    private static final int BOTTOM = 46;
    private static final int TICKS = 5;
    private static final Color[] COLOURS = {new Color(0x0b62a4), new Color(0xc5481c), new Color(0x2f7d32),
        new Color(0x7b3fa0), new Color(0x8a6d1a)};

    /// One line: as many `x` as `y`.
    public record Line(String name, List<Double> x, List<Double> y) {
        boolean isShown(int i) {
            return Double.isFinite(x.get(i)) && Double.isFinite(y.get(i));
        }
    }

    /// The axes' ends.
    private record Frame(double x0, double x1, double y0, double y1) {
        double x(double v) {
            return LEFT + (v - x0) / (x1 - x0) * (WIDTH - LEFT - RIGHT);
        }

        double y(double v) {
            return HEIGHT - BOTTOM - (v - y0) / (y1 - y0) * (HEIGHT - TOP - BOTTOM);
        }
    }

    /// The picture, a PNG file's bytes.
    public byte[] png() throws IOException {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, WIDTH, HEIGHT);
        var frame = frame();
        axes(g, frame);
        for (int i = 0; i < lines.size(); i++) {
            g.setColor(COLOURS[i % COLOURS.length]);
            line(g, frame, lines.get(i));
            text(g, lines.get(i).name(), LEFT + 10 + 150 * i, TOP - 6);
        }
        g.setColor(Color.BLACK);
        text(g, title, LEFT, 14);
        g.dispose();
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private Frame frame() {
        double[] x = ends(lines.stream().flatMapToDouble(l -> shown(l, l.x())).summaryStatistics());
        double[] y = ends(lines.stream().flatMapToDouble(l -> shown(l, l.y())).summaryStatistics());
        return new Frame(x[0], x[1], y[0], y[1]);
    }

    private static DoubleStream shown(Line l, List<Double> values) {
        return java.util.stream.IntStream.range(0, values.size()).filter(l::isShown).mapToDouble(values::get);
    }

    private static double[] ends(java.util.DoubleSummaryStatistics s) {
        double low = s.getCount() == 0 ? 0 : s.getMin();
        double high = s.getCount() == 0 ? 1 : s.getMax();
        double least = Math.max(1e-300, 1e-9 * Math.abs(high));
        return high - low > least ? new double[] {low, high} : new double[] {low - 0.5 - Math.abs(low) / 10,
            high + 0.5 + Math.abs(high) / 10};
    }

    private void axes(Graphics2D g, Frame f) {
        for (int i = 0; i <= TICKS; i++) {
            double x = f.x0() + (f.x1() - f.x0()) * i / TICKS;
            double y = f.y0() + (f.y1() - f.y0()) * i / TICKS;
            g.setColor(new Color(0xe0e0e0));
            g.drawLine(LEFT, (int) f.y(y), WIDTH - RIGHT, (int) f.y(y));
            g.drawLine((int) f.x(x), TOP, (int) f.x(x), HEIGHT - BOTTOM);
            g.setColor(Color.DARK_GRAY);
            text(g, number(y), 6, (int) f.y(y) + 4);
            text(g, number(x), (int) f.x(x) - 14, HEIGHT - BOTTOM + 16);
        }
        g.setColor(Color.DARK_GRAY);
        text(g, below, WIDTH / 2 - 20, HEIGHT - 10);
    }

    private static String number(double v) {
        return Math.abs(v) >= 100 ? String.format(Locale.ROOT, "%.0f", v) : String.format(Locale.ROOT, "%.3g", v);
    }

    private static void line(Graphics2D g, Frame f, Line l) {
        var path = new Path2D.Double();
        boolean begun = false;
        for (int i = 0; i < l.x().size(); i++) {
            if (l.isShown(i)) {
                double x = f.x(l.x().get(i));
                double y = f.y(l.y().get(i));
                if (begun) {
                    path.lineTo(x, y);
                } else {
                    path.moveTo(x, y);
                }
                g.fillOval((int) x - 1, (int) y - 1, 3, 3);
                begun = true;
            }
        }
        g.setStroke(new BasicStroke(1.6f));
        g.draw(path);
    }

    /// A machine may have no fonts at all; the lines are worth having without words.
    private static void text(Graphics2D g, String text, int x, int y) {
        try {
            g.drawString(text, x, y);
        } catch (RuntimeException | LinkageError | InternalError _) {
            g.fillRect(x, y, 2, 2);
        }
    }
}
