package org.cotangent.nn.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Draws one digit with a random hand: jittered points, a smooth curve, slant, turn, bend, pen width and noise.
final class Hand {
    static final int SIZE = 28;
    private static final double BOX = 20;
    private static final int STEPS = 8;

    private final SplittableRandom random;

    Hand(SplittableRandom random) {
        this.random = random;
    }

    /// Writes SIZE x SIZE numbers from 0 (paper) to 1 (ink) to `out` from `at` on.
    void draw(int digit, float[] out, int at) {
        var lines = new ArrayList<double[]>();
        double jitter = between(0.01, 0.05);
        for (var stroke : Skeletons.strokes(digit, random.nextInt(Skeletons.hands(digit)))) {
            lines.add(smooth(stroke, jitter));
        }
        deform(lines);
        double scale = fit(lines);
        double pen = between(0.035, 0.085) * BOX * Math.sqrt(scale);
        var ink = new double[SIZE * SIZE];
        var joint = new double[2];
        centre(lines, joint);
        for (var line : lines) {
            double lean = between(0.85, 1.15);
            for (int i = 0; i + 3 < line.length; i += 2) {
                segment(ink, line[i] + joint[0], line[i + 1] + joint[1], line[i + 2] + joint[0],
                        line[i + 3] + joint[1], pen * lean);
            }
        }
        double dark = between(0.85, 1);
        double noise = random.nextInt(3) == 0 ? between(0, 0.06) : 0;
        for (int i = 0; i < ink.length; i++) {
            out[at + i] = (float) Math.clamp(ink[i] * dark + noise * normal(), 0, 1);
        }
    }

    /// Points on a Catmull-Rom curve through the jittered points of a stroke.
    private double[] smooth(double[] stroke, double jitter) {
        int n = stroke.length / 2;
        var p = new double[stroke.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = stroke[i] + jitter * normal();
        }
        var out = new double[((n - 1) * STEPS + 1) * 2];
        for (int i = 0, o = 0; i < n; i++) {
            for (int s = 0; s < (i == n - 1 ? 1 : STEPS); s++) {
                double t = (double) s / STEPS;
                for (int d = 0; d < 2; d++) {
                    double a = p[2 * Math.max(0, i - 1) + d];
                    double b = p[2 * i + d];
                    double c = p[2 * Math.min(n - 1, i + 1) + d];
                    double e = p[2 * Math.min(n - 1, i + 2) + d];
                    out[o++] = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - e + t * (3 * (b - c) + e - a)));
                }
            }
        }
        return out;
    }

    /// Slant, width, turn and a smooth bend of the whole figure.
    private void deform(List<double[]> lines) {
        double slant = 0.22 * normal();
        double width = between(0.45, 0.95);
        double turn = 0.10 * normal();
        double cos = Math.cos(turn);
        double sin = Math.sin(turn);
        double[] bend = new double[8];
        for (int i = 0; i < bend.length; i++) {
            bend[i] = i < 4 ? 0.025 * normal() : between(0, 2 * Math.PI);
        }
        for (var line : lines) {
            for (int i = 0; i < line.length; i += 2) {
                double x = line[i] - 0.5;
                double y = line[i + 1] - 0.5;
                double bx = x + bend[0] * Math.sin(4 * y + bend[4]) + bend[1] * Math.sin(7 * x + bend[5]);
                double by = y + bend[2] * Math.sin(4 * x + bend[6]) + bend[3] * Math.sin(7 * y + bend[7]);
                double wx = width * bx - slant * by;
                line[i] = cos * wx - sin * by;
                line[i + 1] = sin * wx + cos * by;
            }
        }
    }

    /// Scales the figure to the box that MNIST's digits fill; how large it was, relative to that.
    private double fit(List<double[]> lines) {
        double[] lo = {Double.MAX_VALUE, Double.MAX_VALUE};
        double[] hi = {-Double.MAX_VALUE, -Double.MAX_VALUE};
        for (var line : lines) {
            for (int i = 0; i < line.length; i++) {
                lo[i & 1] = Math.min(lo[i & 1], line[i]);
                hi[i & 1] = Math.max(hi[i & 1], line[i]);
            }
        }
        double larger = Math.max(hi[0] - lo[0], hi[1] - lo[1]);
        double scale = between(0.8, 0.92) * BOX / larger;
        for (var line : lines) {
            for (int i = 0; i < line.length; i++) {
                line[i] = (line[i] - (lo[i & 1] + hi[i & 1]) / 2) * scale;
            }
        }
        return between(0.7, 1.4);
    }

    /// The shift that brings the strokes' centre of mass near the middle.
    private void centre(List<double[]> lines, double[] shift) {
        double mass = 0;
        double x = 0;
        double y = 0;
        for (var line : lines) {
            for (int i = 0; i + 3 < line.length; i += 2) {
                double length = Math.hypot(line[i + 2] - line[i], line[i + 3] - line[i + 1]);
                mass += length;
                x += length * (line[i] + line[i + 2]) / 2;
                y += length * (line[i + 1] + line[i + 3]) / 2;
            }
        }
        shift[0] = SIZE / 2.0 - x / mass + 0.5 * normal();
        shift[1] = SIZE / 2.0 - y / mass + 0.5 * normal();
    }

    /// Inks every pixel by its distance from a piece of line, with a soft edge of one pixel.
    private static void segment(double[] ink, double ax, double ay, double bx, double by, double radius) {
        double reach = radius + 1;
        int x0 = (int) Math.max(0, Math.floor(Math.min(ax, bx) - reach));
        int x1 = (int) Math.min(SIZE - 1, Math.ceil(Math.max(ax, bx) + reach));
        int y0 = (int) Math.max(0, Math.floor(Math.min(ay, by) - reach));
        int y1 = (int) Math.min(SIZE - 1, Math.ceil(Math.max(ay, by) + reach));
        double dx = bx - ax;
        double dy = by - ay;
        double square = Math.max(1e-12, dx * dx + dy * dy);
        for (int y = y0; y <= y1; y++) {
            for (int x = x0; x <= x1; x++) {
                double px = x + 0.5 - ax;
                double py = y + 0.5 - ay;
                double t = Math.clamp((px * dx + py * dy) / square, 0, 1);
                double far = Math.hypot(px - t * dx, py - t * dy);
                double value = Math.clamp(radius + 0.5 - far, 0, 1);
                ink[y * SIZE + x] = Math.max(ink[y * SIZE + x], value);
            }
        }
    }

    private double between(double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    private double normal() {
        return random.nextGaussian();
    }
}
