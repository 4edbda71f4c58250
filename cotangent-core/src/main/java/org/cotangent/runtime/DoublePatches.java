package org.cotangent.runtime;

import java.util.Arrays;
import org.cotangent.storage.Storage;

/// Fills matrices of patches over `double` (im2col): a row a channel and tap, a column an image and output.
final class DoublePatches {
    private final Storage input;
    private final long offset;
    private final long[] shape;
    private final ConvPhase phase;
    private final int axes;
    private final long[] plane;

    /// Patches of an input [N, C, spatial...] without gaps that begins at cell `offset`.
    DoublePatches(Storage input, long offset, long[] shape, ConvPhase phase) {
        this.input = input;
        this.offset = offset;
        this.shape = shape;
        this.phase = phase;
        this.axes = shape.length - 2;
        this.plane = new long[shape.length + 1];
        plane[shape.length] = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            plane[d] = plane[d + 1] * shape[d];
        }
    }

    /// Rows `r0` to `r1` (row r is tap r mod taps of channel `channel` + r / taps) of columns `q0` to `q1`, row-major.
    void fill(long channel, long r0, long r1, long q0, long q1, double[] to) {
        int width = (int) (q1 - q0);
        int[] tap = new int[axes];
        int[] j = new int[axes];
        for (long r = r0; r < r1; r++) {
            long rest = r;
            for (int d = axes - 1; d >= 0; d--) {
                tap[d] = (int) (rest % phase.tap()[d].length);
                rest /= phase.tap()[d].length;
            }
            row(channel + rest, tap, j, q0, q1, to, (int) (r - r0) * width);
        }
    }

    private void row(long channel, int[] tap, int[] j, long q0, long q1, double[] to, int at) {
        long image = start(q0, j);
        int last = axes - 1;
        for (long q = q0; q < q1; ) {
            int length = axes == 0 ? 1 : (int) Math.min(phase.count()[last] - j[last], q1 - q);
            long base = offset + image * plane[1] + channel * plane[2];
            boolean inside = true;
            for (int d = 0; d < last; d++) {
                long i = phase.inStart()[d][tap[d]] + j[d] * phase.inStep()[d];
                inside &= i >= 0 && i < shape[d + 2];
                base += i * plane[d + 3];
            }
            if (axes == 0) {
                to[at] = input.getDouble(base);
            } else if (inside) {
                long step = phase.inStep()[last];
                run(base, phase.inStart()[last][tap[last]] + j[last] * step, step, length, to, at);
            } else {
                Arrays.fill(to, at, at + length, 0);
            }
            at += length;
            q += length;
            image += next(j, length);
        }
    }

    /// Whether runs along the taps are longer than runs along the outputs, as in the gradient of a kernel.
    boolean longTaps() {
        return axes > 0 && phase.tap()[axes - 1].length > phase.count()[axes - 1];
    }

    /// The same as [#fill], but column after column.
    void fillByColumns(long channel, long r0, long r1, long q0, long q1, double[] to) {
        int[] tap = new int[axes];
        int[] j = new int[axes];
        int at = 0;
        for (long q = q0; q < q1; q++) {
            long image = start(q, j);
            for (long r = r0; r < r1; ) {
                long rest = r;
                for (int d = axes - 1; d >= 0; d--) {
                    tap[d] = (int) (rest % phase.tap()[d].length);
                    rest /= phase.tap()[d].length;
                }
                int length = (int) Math.min(phase.tap()[axes - 1].length - tap[axes - 1], r1 - r);
                taps(offset + image * plane[1] + (channel + rest) * plane[2], tap, j, length, to, at);
                at += length;
                r += length;
            }
        }
    }

    private void taps(long base, int[] tap, int[] j, int length, double[] to, int at) {
        int last = axes - 1;
        boolean inside = true;
        for (int d = 0; d < last; d++) {
            long i = phase.inStart()[d][tap[d]] + j[d] * phase.inStep()[d];
            inside &= i >= 0 && i < shape[d + 2];
            base += i * plane[d + 3];
        }
        if (inside) {
            long[] starts = phase.inStart()[last];
            long step = starts.length > 1 ? starts[1] - starts[0] : 1;
            run(base, starts[tap[last]] + j[last] * phase.inStep()[last], step, length, to, at);
        } else {
            Arrays.fill(to, at, at + length, 0);
        }
    }

    /// Copies inputs i, i + step, ... of one line, with zeros where it is left.
    private void run(long base, long i, long step, int length, double[] to, int at) {
        long extent = shape[axes + 1];
        int low = Math.clamp(i >= 0 ? 0 : (step - 1 - i) / step, 0, length);
        int high = Math.clamp(i >= extent ? 0 : (extent - 1 - i) / step + 1, low, length);
        Arrays.fill(to, at, at + low, 0);
        if (low < high) {
            DoublePanels.run(input, base + i + low * step, step, high - low, to, at + low);
        }
        Arrays.fill(to, at + high, at + length, 0);
    }

    /// Sets the outputs' coordinates of column q and returns its image.
    private long start(long q, int[] j) {
        long rest = q;
        for (int d = axes - 1; d >= 0; d--) {
            j[d] = (int) (rest % phase.count()[d]);
            rest /= phase.count()[d];
        }
        return rest;
    }

    /// Goes on by `length` columns of the same line; returns 1 where the next image begins, otherwise 0.
    private int next(int[] j, int length) {
        for (int d = axes - 1; d >= 0; d--) {
            j[d] += d == axes - 1 ? length : 1;
            if (j[d] < phase.count()[d]) {
                return 0;
            }
            j[d] = 0;
        }
        return 1;
    }

    /// Writes columns `q0` to `q1` of a row-major matrix, a row an output channel, to an output [N, O, spatial...].
    void scatter(double[] from, long rows, long q0, long q1, Storage out, long outOffset, long[] outShape,
                 long channel) {
        int width = (int) (q1 - q0);
        int[] j = new int[axes];
        int last = axes - 1;
        long[] size = new long[outShape.length + 1];
        size[outShape.length] = 1;
        for (int d = outShape.length - 1; d >= 0; d--) {
            size[d] = size[d + 1] * outShape[d];
        }
        long image = start(q0, j);
        for (long q = q0; q < q1; ) {
            int length = axes == 0 ? 1 : (int) Math.min(phase.count()[last] - j[last], q1 - q);
            long base = outOffset + image * size[1] + channel * size[2];
            for (int d = 0; d < axes; d++) {
                base += (phase.outStart()[d] + (long) j[d] * phase.outStep()[d]) * size[d + 3];
            }
            long step = axes == 0 ? 1 : phase.outStep()[last];
            for (long o = 0; o < rows; o++) {
                DoublePanels.put(from, (int) (o * width + q - q0), length, out, base + o * size[2], step);
            }
            q += length;
            image += next(j, length);
        }
    }
}
