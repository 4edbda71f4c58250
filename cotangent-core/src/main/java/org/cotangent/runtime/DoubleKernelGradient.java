package org.cotangent.runtime;

import java.util.Arrays;
import org.cotangent.runtime.DoubleConvolution.Task;
import org.cotangent.storage.Storage;

/// Convolutions over two spatial axes of `double` whose windows are larger than the output, as in the gradient of a
/// kernel: for each image of the batch (here the channels that are summed) a product of its shifted places with those
/// of the window, contracted over the places.
///
/// Images are taken in at most [#GROUPS] groups; an element is the sum over the groups, in order, of the sums over
/// their images, in order, of chains over whole lines of the window, about [DoubleProduct#KC] places each.
final class DoubleKernelGradient {
    private static final int TILE = 12;
    private static final int GROUPS = 8;
    private static final long MOST = 1 << 20;
    private static final int FEW_CHANNELS = 4;

    private final DoubleKernel kernel;
    private final DoubleRows rows;
    private final Pool<Scratch> pool = new Pool<>(Scratch::new);

    private static final class Scratch {
        double[] image = {};
        double[] line = {};
        double[] window = {};
        double[] panel = {};
    }

    /// Sizes: `channels` give rows of the product and `outs` columns; `height` and `width` of the images, `wh` and `ww`
    /// of the windows, `oh` and `ow` of the output, `dy` and `dx` between places of the window.
    private record Sizes(int channels, int images, int height, int width, int outs, int wh, int ww, int oh, int ow,
                         int dy, int dx, long top, long left) {
        static Sizes of(Task t) {
            var s = t.spec();
            return new Sizes((int) t.inShape()[0], (int) t.inShape()[1], (int) t.inShape()[2], (int) t.inShape()[3],
                    (int) t.kernelShape()[0], (int) t.kernelShape()[2], (int) t.kernelShape()[3],
                    (int) t.outShape()[2], (int) t.outShape()[3], (int) s.kernelDilation()[0],
                    (int) s.kernelDilation()[1], s.padLow()[0], s.padLow()[1]);
        }

        int lines() {
            return (wh - 1) * dy + oh;
        }

        int places() {
            return (ww - 1) * dx + ow;
        }

        /// Tiles of rows for each line of the output.
        int tiles() {
            return (ow * channels + TILE - 1) / TILE;
        }

        int rows() {
            return oh * tiles() * TILE;
        }

        /// Lines of the window in one chain.
        int chain() {
            return Math.max(1, DoubleProduct.KC / ww);
        }
    }

    DoubleKernelGradient(DoubleKernel kernel) {
        this.kernel = kernel;
        this.rows = kernel.rows();
    }

    /// Whether this is the way for a convolution.
    static boolean takes(Task t) {
        var s = t.spec();
        if (s.axes() != 2 || s.groups() != 1 || s.inputDilation()[0] != 1 || s.inputDilation()[1] != 1
                || s.strides()[0] != 1 || s.strides()[1] != 1 || t.kernelShape()[0] < FEW_CHANNELS
                || t.inShape()[0] == 0 || t.inShape()[1] == 0) {
            return false;
        }
        double window = (double) t.kernelShape()[2] * t.kernelShape()[3];
        double outputs = (double) t.outShape()[2] * t.outShape()[3];
        double lines = (t.kernelShape()[2] - 1) * (double) s.kernelDilation()[0] + t.outShape()[2];
        double places = (t.kernelShape()[3] - 1) * (double) s.kernelDilation()[1] + t.outShape()[3];
        double outs = t.kernelShape()[0] + DoubleKernel.MAX_WIDTH;
        return window > outputs && t.outShape()[3] * t.inShape()[0] >= TILE
                && lines * places * t.inShape()[0] <= MOST && window * outs <= MOST
                && (outputs * t.inShape()[0] + TILE * t.outShape()[2]) * outs <= MOST
                && t.kernelShape()[3] <= 4 * DoubleProduct.KC;
    }

    /// Runs a convolution that [#takes] lets pass.
    void run(Task t, Split split) {
        var s = Sizes.of(t);
        int ld = 0;
        while (ld < s.outs) {
            ld += kernel.panelWidth(s.outs - ld);
        }
        int columns = ld;
        int groups = Math.min(GROUPS, s.images);
        double[][] sums = new double[groups][];
        split.run(0, groups, 1, (from, to) -> {
            var own = pool.take();
            for (long g = from; g < to; g++) {
                sums[(int) g] = group(t, s, (int) ((long) s.images * g / groups),
                        (int) ((long) s.images * (g + 1) / groups), columns, own);
            }
            pool.give(own);
        });
        for (int g = 1; g < groups; g++) {
            for (int i = 0; i < sums[0].length; i++) {
                sums[0][i] += sums[g][i];
            }
        }
        write(t, s, sums[0], ld);
    }

    private double[] group(Task t, Sizes s, int first, int last, int ld, Scratch own) {
        double[] sums = new double[s.rows() * ld];
        int places = s.wh * s.ww;
        int slack = DoubleKernel.LANES + TILE;
        own.image = DoublePanels.room(own.image, s.lines() * s.places() * s.channels + slack);
        own.line = DoublePanels.room(own.line, Math.max(places, s.width));
        own.window = DoublePanels.room(own.window, places * ld);
        own.panel = DoublePanels.room(own.panel, TILE * Math.max(DoubleProduct.KC, s.ww) + slack);
        for (int n = first; n < last; n++) {
            long plane = (long) s.height * s.width;
            DoubleDirect.lay(t.in(), t.inOffset() + n * plane, plane * s.images, s.channels, s.height, s.width, -s.top,
                    s.lines(), -s.left, s.places(), own.image, own.line);
            window(t, s, n, own);
            for (int y = 0; y < s.wh; y += s.chain()) {
                multiply(s, y, Math.min(s.chain(), s.wh - y), ld, n > first || y > 0, sums, own);
            }
        }
        return sums;
    }

    /// The windows of image `n` as panels of output channels, a line for each place.
    private void window(Task t, Sizes s, int n, Scratch own) {
        int places = s.wh * s.ww;
        for (int o = 0; o < s.outs;) {
            int w = kernel.panelWidth(s.outs - o);
            int most = Math.min(w, s.outs - o);
            if (most < w) {
                Arrays.fill(own.window, o * places, (o + w) * places, 0);
            }
            for (int j = 0; j < most; j++) {
                DoublePanels.run(t.kernel(), t.kernelOffset() + ((long) (o + j) * s.images + n) * places, 1, places,
                        own.line, 0);
                for (int p = 0; p < places; p++) {
                    own.window[o * places + p * w + j] = own.line[p];
                }
            }
            o += w;
        }
    }

    private void multiply(Sizes s, int y, int lines, int ld, boolean add, double[] sums, Scratch own) {
        int places = s.wh * s.ww;
        for (int i = 0; i < s.oh; i++) {
            for (int r = 0; r < s.tiles(); r++) {
                for (int l = 0; l < lines; l++) {
                    int from = ((y + l) * s.dy + i) * s.places() * s.channels + r * TILE;
                    rows.pack(own.image, from, s.dx * s.channels, s.ww, own.panel, l * s.ww * TILE);
                }
                for (int o = 0; o < ld;) {
                    int w = kernel.panelWidth(s.outs - o);
                    tile(w, lines * s.ww, own, o * places + y * s.ww * w, sums,
                            (i * s.tiles() + r) * TILE * ld + o, ld, add);
                    o += w;
                }
            }
        }
    }

    private void tile(int w, int kc, Scratch own, int from, double[] sums, int to, int ld, boolean add) {
        if (kernel.direct()) {
            kernel.tile(TILE, w, kc, own.panel, 0, own.window, from, sums, to, ld, add);
            return;
        }
        double[] tile = new double[TILE * w];
        kernel.tile(TILE, w, kc, own.panel, 0, own.window, from, tile, 0, w, false);
        for (int i = 0; i < TILE; i++) {
            for (int j = 0; j < w; j++) {
                sums[to + i * ld + j] = add ? sums[to + i * ld + j] + tile[i * w + j] : tile[i * w + j];
            }
        }
    }

    private static void write(Task t, Sizes s, double[] sums, int ld) {
        Storage out = t.out();
        double[] line = new double[s.oh * s.ow];
        for (int c = 0; c < s.channels; c++) {
            for (int o = 0; o < s.outs; o++) {
                for (int i = 0; i < s.oh; i++) {
                    for (int j = 0; j < s.ow; j++) {
                        line[i * s.ow + j] = sums[(i * s.tiles() * TILE + j * s.channels + c) * ld + o];
                    }
                }
                DoublePanels.put(line, 0, line.length, out, t.outOffset() + ((long) c * s.outs + o) * line.length, 1);
            }
        }
    }
}
