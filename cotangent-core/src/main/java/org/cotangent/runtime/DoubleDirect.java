package org.cotangent.runtime;

import java.util.Arrays;
import org.cotangent.runtime.DoubleConvolution.Task;
import org.cotangent.storage.Storage;

/// Convolutions over two spatial axes of `double` without a matrix of patches: images are laid out anew with their
/// channels side by side and zeros around, where a row of the window is one run of cells, and every output multiplies
/// such runs by the packed kernel.
///
/// An element is p0 + p1 + ..., each p a chain of fused multiply-adds over one run (at most [DoubleProduct#KC] cells)
/// of a row of the window begun at 0; so bits do not depend on kernels, threads or other elements.
final class DoubleDirect {
    private static final int TILE = 12;
    /// Cells of an image in the new layout, and of results, at which a block of output rows ends.
    private static final long BLOCK = 1 << 16;
    /// Cells of one line of an image, or of a packed kernel, at most.
    private static final long MOST = 1 << 22;
    private static final int FEW_CHANNELS = 4;
    /// Cells of a run below which patches are quicker.
    private static final int SHORT = 12;

    private final DoubleKernel kernel;
    private final DoubleRows rows;
    private final Pool<Scratch> pool = new Pool<>(Scratch::new);

    private static final class Scratch {
        double[] image = {};
        double[] line = {};
        double[] tiles = {};
        int[] starts = {};
    }

    /// Sizes of a convolution: of its images, windows and outputs.
    private record Sizes(int channels, int height, int width, int kh, int kw, int outs, int oh, int ow, int sy, int sx,
                         int dy, int dx, long top, long left) {
        static Sizes of(Task t) {
            var s = t.spec();
            return new Sizes((int) t.inShape()[1], (int) t.inShape()[2], (int) t.inShape()[3],
                    (int) t.kernelShape()[2], (int) t.kernelShape()[3], (int) t.kernelShape()[0],
                    (int) t.outShape()[2], (int) t.outShape()[3], (int) s.strides()[0], (int) s.strides()[1],
                    (int) s.kernelDilation()[0], (int) s.kernelDilation()[1], s.padLow()[0], s.padLow()[1]);
        }

        /// Lines and places of a line that the windows of `rows` output rows touch.
        int lines(int rows) {
            return (rows - 1) * sy + (kh - 1) * dy + 1;
        }

        int places() {
            return (ow - 1) * sx + (kw - 1) * dx + 1;
        }

        /// Cells of a run, and runs.
        int run() {
            return dx == 1 ? kw * channels : channels;
        }

        int runs() {
            return dx == 1 ? kh : kh * kw;
        }

        /// Where run `r` of a window begins, from the window's first cell.
        int shift(int r) {
            int i = dx == 1 ? r : r / kw;
            int j = dx == 1 ? 0 : r % kw;
            return (i * dy * places() + j * dx) * channels;
        }
    }

    DoubleDirect(DoubleKernel kernel) {
        this.kernel = kernel;
        this.rows = kernel.rows();
    }

    /// Whether this is the way for a convolution: two axes, one group, no holes in the input, windows of more than one
    /// element that are not larger than the output.
    static boolean takes(Task t) {
        var s = t.spec();
        if (s.axes() != 2 || s.groups() != 1 || s.inputDilation()[0] != 1 || s.inputDilation()[1] != 1
                || t.kernelShape()[0] < FEW_CHANNELS) {
            return false;
        }
        long window = t.kernelShape()[2] * t.kernelShape()[3];
        long outputs = t.outShape()[2] * t.outShape()[3];
        long places = (t.outShape()[3] - 1) * s.strides()[1] + (t.kernelShape()[3] - 1) * s.kernelDilation()[1] + 1;
        long lines = (t.kernelShape()[2] - 1) * s.kernelDilation()[0] + 1;
        long run = t.inShape()[1] * (s.kernelDilation()[1] == 1 ? t.kernelShape()[3] : 1);
        return window > 1 && window <= outputs && run >= SHORT && t.inShape()[0] > 0
                && (double) lines * places * t.inShape()[1] <= MOST
                && (double) (t.kernelShape()[0] + DoubleKernel.MAX_WIDTH) * window * t.inShape()[1] <= MOST;
    }

    /// Runs a convolution that [#takes] lets pass.
    void run(Task t, Split split) {
        var s = Sizes.of(t);
        int ld = paddedOuts(s);
        double[] packed = packed(t, s, ld);
        long fits = (BLOCK / ((long) s.places() * s.channels) - (s.kh - 1L) * s.dy - 1) / s.sy + 1;
        int most = Math.clamp(Math.min(fits, BLOCK / ((long) s.ow * ld)), 1, s.oh);
        long images = t.inShape()[0];
        long wanted = Math.clamp(2L * split.width() / images, 1, s.oh);
        int blocks = (int) Math.max((s.oh + most - 1) / most, wanted);
        split.run(0, images * blocks, 1, (from, to) -> {
            var own = pool.take();
            for (long i = from; i < to; i++) {
                int b = (int) (i % blocks);
                int y0 = (int) ((long) s.oh * b / blocks);
                int y1 = (int) ((long) s.oh * (b + 1) / blocks);
                block(t, s, i / blocks, y0, y1, packed, ld, own);
            }
            pool.give(own);
        });
    }

    private int paddedOuts(Sizes s) {
        int ld = 0;
        while (ld < s.outs) {
            ld += kernel.panelWidth(s.outs - ld);
        }
        return ld;
    }

    /// The kernel as panels of output channels: for each row and place of the window and each channel one line.
    private double[] packed(Task t, Sizes s, int ld) {
        int window = s.kh * s.kw;
        int depth = window * s.channels;
        double[] from = new double[s.outs * depth];
        DoublePanels.run(t.kernel(), t.kernelOffset(), 1, from.length, from, 0);
        double[] packed = new double[ld * depth];
        for (int o = 0; o < s.outs;) {
            int w = kernel.panelWidth(s.outs - o);
            int most = Math.min(w, s.outs - o);
            for (int e = 0; e < window; e++) {
                for (int c = 0; c < s.channels; c++) {
                    int to = o * depth + (e * s.channels + c) * w;
                    for (int j = 0; j < most; j++) {
                        packed[to + j] = from[((o + j) * s.channels + c) * window + e];
                    }
                }
            }
            o += w;
        }
        return packed;
    }

    private void block(Task t, Sizes s, long image, int y0, int y1, double[] packed, int ld, Scratch own) {
        int lines = s.lines(y1 - y0);
        int pixels = (y1 - y0) * s.ow;
        int tiles = (pixels + TILE - 1) / TILE;
        own.image = DoublePanels.room(own.image, lines * s.places() * s.channels);
        own.line = DoublePanels.room(own.line, Math.max(pixels, s.width));
        own.tiles = DoublePanels.room(own.tiles, tiles * TILE * ld);
        own.starts = own.starts.length < tiles * TILE ? new int[tiles * TILE] : own.starts;
        for (int p = 0; p < tiles * TILE; p++) {
            int q = Math.min(p, pixels - 1);
            own.starts[p] = (q / s.ow * s.sy * s.places() + q % s.ow * s.sx) * s.channels;
        }
        long at = t.inOffset() + image * s.channels * s.height * s.width;
        lay(t.in(), at, (long) s.height * s.width, s.channels, s.height, s.width, y0 * (long) s.sy - s.top, lines,
                -s.left, s.places(), own.image, own.line);
        multiply(s, tiles, packed, ld, own);
        long out = t.outOffset() + image * s.outs * s.oh * s.ow + (long) y0 * s.ow;
        for (int o = 0; o < s.outs; o++) {
            for (int p = 0; p < pixels; p++) {
                own.line[p] = own.tiles[p * ld + o];
            }
            DoublePanels.put(own.line, 0, pixels, t.out(), out + (long) o * s.oh * s.ow, 1);
        }
    }

    private void multiply(Sizes s, int tiles, double[] packed, int ld, Scratch own) {
        int depth = s.kh * s.kw * s.channels;
        for (int o = 0; o < ld;) {
            int w = kernel.panelWidth(s.outs - o);
            for (int r = 0; r < s.runs(); r++) {
                for (int k = 0; k < s.run(); k += DoubleProduct.KC) {
                    int kc = Math.min(DoubleProduct.KC, s.run() - k);
                    int from = o * depth + (r * s.run() + k) * w;
                    for (int i = 0; i < tiles * TILE; i += TILE) {
                        rows.multiply(w, kc, own.image, own.starts, i, s.shift(r) + k, packed, from, own.tiles,
                                i * ld + o, ld, r + k > 0);
                    }
                }
            }
            o += w;
        }
    }

    /// Lays lines `y` to `y + lines` and places `x` to `x + places` of an image out with its channels side by side,
    /// zeros outside of it. Channels are `plane` cells apart.
    static void lay(Storage from, long at, long plane, int channels, int height, int width, long y, int lines, long x,
                    int places, double[] to, double[] line) {
        int low = (int) Math.clamp(-x, 0L, places);
        int high = Math.clamp(width - x, low, places);
        Arrays.fill(to, 0, lines * places * channels, 0);
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < lines; i++) {
                if (y + i < 0 || y + i >= height || low == high) {
                    continue;
                }
                DoublePanels.run(from, at + c * plane + (y + i) * width + x + low, 1, high - low, line, 0);
                int o = (i * places + low) * channels + c;
                for (int j = 0; j < high - low; j++) {
                    to[o + j * channels] = line[j];
                }
            }
        }
    }
}
