package org.cotangent.runtime;

import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// A convolution over `float` as products of the kernel with tiles of the matrix of patches.
final class FloatConvolution {
    /// Rows of patches in one tile; a multiple of the panels of k, so that tiles do not change the order of summation.
    private static final int ROWS = 4 * FloatProduct.KC;
    private static final int CELLS = 1 << 18;
    private static final int NARROW = 64;
    private static final int WIDE = 2048;
    /// Output channels of a group up to which a product is not worth its packing.
    private static final int FEW_CHANNELS = 2;

    private final Cell cell;
    private final BatchedGemm gemm;
    private final Split split;
    private final Pool<Scratch> pool = new Pool<>(Scratch::new);
    /// Null where the library is quicker.
    private final Warm<Direct> direct;

    /// The ways without a matrix of patches.
    private record Direct(FloatDirect windows, FloatKernelGradient gradient) {
        static Direct on(FloatKernel kernel) {
            return new Direct(new FloatDirect(kernel), new FloatKernelGradient(kernel));
        }
    }

    private static final class Scratch {
        float[] patches = {};
        float[] result = {};
    }

    /// One convolution: shapes, storages and first cells.
    record Task(ConvSpec spec, long[] inShape, Storage in, long inOffset, long[] kernelShape, Storage kernel,
                long kernelOffset, long[] outShape, Storage out, long outOffset) {
        long outChannels() {
            return kernelShape[0] / spec.groups();
        }
    }

    /// A task with one phase, its kernel matrix (a row for each output channel) and the size of its tiles.
    private record Part(Task task, ConvPhase phase, FloatPatches patches, Storage kernel, long kernelOffset,
                        long depth, long outputs, boolean identity) {
    }

    FloatConvolution(Cell cell, BatchedGemm gemm, Split split) {
        this.cell = cell;
        this.gemm = gemm;
        this.split = split;
        this.direct = direct(gemm);
    }

    private static Warm<Direct> direct(Gemm gemm) {
        var plain = Direct.on(new ScalarFloatKernel());
        return switch (gemm) {
            case VectorGemm v -> {
                var kernel = VectorKernels.floats(v.bits());
                yield new Warm<>(Direct.on(kernel), plain, () -> WarmUp.rows(kernel), v.warms());
            }
            case OpenBlas b -> b.java() instanceof VectorGemm v ? direct(v) : null;
            default -> new Warm<>(plain, plain, () -> true, false);
        };
    }

    void run(Task t) {
        if (direct != null && FloatDirect.takes(t)) {
            direct.get().windows.run(t, split);
            return;
        }
        if (direct != null && FloatKernelGradient.takes(t)) {
            direct.get().gradient.run(t, split);
            return;
        }
        for (ConvPhase phase : ConvPhase.of(t.spec, t.kernelShape, t.outShape)) {
            long depth = t.kernelShape[1] * phase.taps();
            boolean whole = phase.taps() == Convolution.count(t.kernelShape, 2);
            Storage kernel = whole || depth == 0 ? t.kernel : gathered(t, phase, depth);
            phase(new Part(t, phase, new FloatPatches(t.in, t.inOffset, t.inShape, phase), kernel,
                    whole ? t.kernelOffset : 0, depth, phase.outputs(), phase.isIdentity(t.inShape)));
        }
    }

    private void phase(Part p) {
        Task t = p.task;
        long images = t.inShape[0];
        boolean inPlace = p.phase.dense() && p.outputs >= 4 * NARROW || p.identity || images == 1 && p.phase.dense();
        long columns = inPlace ? p.outputs : images * p.outputs;
        long most = Math.clamp(CELLS / Math.clamp(p.depth, 1, ROWS), NARROW, WIDE);
        long parts = Math.max(1, t.spec.groups() * (inPlace ? images : 1));
        long wanted = Math.max((columns + most - 1) / most, Math.min(2L * split.width() / parts, columns / NARROW));
        long tiles = Math.max(1, wanted);
        split.run(0, parts * tiles, 1, (from, to) -> {
            Scratch own = pool.take();
            for (long i = from; i < to; i++) {
                long tile = i % tiles;
                long group = i / tiles % t.spec.groups();
                long image = i / tiles / t.spec.groups();
                long q0 = columns * tile / tiles;
                long q1 = columns * (tile + 1) / tiles;
                if (q0 < q1) {
                    tile(p, group, inPlace ? image : -1, q0, q1, own);
                }
            }
            pool.give(own);
        });
    }

    /// Columns `q0` to `q1` of one image written in place, or, where `image` is -1, of all images.
    private void tile(Part p, long group, long image, long q0, long q1, Scratch own) {
        Task t = p.task;
        long rows = t.outChannels();
        int width = (int) (q1 - q0);
        long skipped = image < 0 ? 0 : image * p.outputs;
        long spatial = t.outShape[1] == 0 ? 0 : Convolution.count(t.outShape, 2);
        if (rows <= FEW_CHANNELS) {
            few(p, group, skipped + q0, skipped + q1);
            return;
        }
        Storage to = t.out;
        long at = t.outOffset + (Math.max(image, 0) * t.outShape[1] + group * rows) * spatial + q0;
        long stride = spatial;
        if (image < 0) {
            own.result = FloatPanels.room(own.result, Math.toIntExact(rows * width));
            to = Storage.ofArray(own.result);
            at = 0;
            stride = width;
        }
        product(p, group, skipped + q0, skipped + q1, image, own, to, at, stride);
        if (image < 0) {
            p.patches.scatter(own.result, rows, q0, q1, t.out, t.outOffset, t.outShape, group * rows);
        }
    }

    /// Output channels one by one, each a chain of multiply-adds over channels and taps: groups of one channel.
    private void few(Part p, long group, long q0, long q1) {
        Task t = p.task;
        int rows = (int) t.outChannels();
        int width = (int) (q1 - q0);
        float[][] sums = new float[rows][width];
        float[] line = new float[width];
        for (long r = 0; r < p.depth; r++) {
            p.patches.fill(group * t.kernelShape[1], r, r + 1, q0, q1, line);
            for (int o = 0; o < rows; o++) {
                add(p.kernel.getFloat(p.kernelOffset + (group * rows + o) * p.depth + r), line, sums[o]);
            }
        }
        for (int o = 0; o < rows; o++) {
            p.patches.scatter(sums[o], 1, q0, q1, t.out, t.outOffset, t.outShape, group * rows + o);
        }
    }

    private static void add(float weight, float[] line, float[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] = Math.fma(weight, line[j], sum[j]);
        }
    }

    private void product(Part p, long group, long q0, long q1, long image, Scratch own, Storage to, long at,
                         long stride) {
        Task t = p.task;
        long rows = t.outChannels();
        long width = q1 - q0;
        long kernel = p.kernelOffset + group * rows * p.depth;
        long channel = group * t.kernelShape[1];
        MatrixView c = new MatrixView(to, at, stride, 1, 0);
        if (p.depth == 0) {
            MatrixView none = new MatrixView(t.kernel, 0, 0, 1, 0);
            gemm.gemm(cell, 1, rows, width, 0, none, none, c, false);
        } else if (p.identity && image >= 0) {
            MatrixView b = new MatrixView(t.in, t.inOffset + (image * t.inShape[1] + channel) * p.outputs + q0
                    - image * p.outputs, p.outputs, 1, 0);
            multiply(new MatrixView(p.kernel, kernel, p.depth, 1, 0), b, c, rows, width, p.depth, false);
        } else {
            for (long r = 0; r < p.depth; r += ROWS) {
                long some = Math.min(ROWS, p.depth - r);
                own.patches = FloatPanels.room(own.patches, Math.toIntExact(some * width));
                boolean byColumns = p.patches.longTaps();
                if (byColumns) {
                    p.patches.fillByColumns(channel, r, r + some, q0, q1, own.patches);
                } else {
                    p.patches.fill(channel, r, r + some, q0, q1, own.patches);
                }
                MatrixView b = new MatrixView(Storage.ofArray(own.patches), 0, byColumns ? 1 : width,
                        byColumns ? some : 1, 0);
                multiply(new MatrixView(p.kernel, kernel + r, p.depth, 1, 0), b, c, rows, width, some, r > 0);
            }
        }
    }

    private void multiply(MatrixView a, MatrixView b, MatrixView c, long m, long n, long k, boolean add) {
        Product.check(cell, 1, m, n, k, a, b, c);
        gemm.run(cell, Product.item(0, m, n, k, a, b, c, add), Split.SERIAL);
    }

    /// The kernel's taps that a phase uses, a row for each output channel.
    private Storage gathered(Task t, ConvPhase phase, long depth) {
        long lines = t.kernelShape[0] * t.kernelShape[1];
        long size = Convolution.count(t.kernelShape, 2);
        float[] taps = new float[Math.toIntExact(t.kernelShape[0] * depth)];
        int each = (int) phase.taps();
        for (int u = 0; u < each; u++) {
            long from = 0;
            int rest = u;
            long step = 1;
            for (int d = phase.tap().length - 1; d >= 0; d--) {
                int[] tap = phase.tap()[d];
                from += tap[rest % tap.length] * step;
                rest /= tap.length;
                step *= t.kernelShape[d + 2];
            }
            for (long line = 0; line < lines; line++) {
                taps[(int) (line * each + u)] = t.kernel.getFloat(t.kernelOffset + line * size + from);
            }
        }
        return Storage.ofArray(taps);
    }
}
