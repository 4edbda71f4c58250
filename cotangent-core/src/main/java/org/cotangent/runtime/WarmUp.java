package org.cotangent.runtime;

import java.lang.foreign.Arena;
import java.util.Arrays;

/// Runs the vector kernels on scratch data until they are compiled; where C2 is absent they never are.
final class WarmUp {
    /// Nanoseconds after which a kernel is given up.
    private static final long LIMIT = 60_000_000_000L;
    private static final int KC = 64;
    private static final int QUICK_ROUNDS = 40;
    /// Nanoseconds for a round of all tiles, slower than any compiled code and quicker than any interpreted.
    private static final long QUICK = 60_000;

    private WarmUp() {
    }

    static boolean floats(FloatKernel kernel) {
        float[] a = new float[12 * KC];
        float[] b = new float[FloatKernel.MAX_WIDTH * KC];
        float[] c = new float[12 * FloatKernel.MAX_WIDTH];
        int wide = kernel.panelWidth(FloatKernel.MAX_WIDTH);
        int[] count = {0};
        int narrow = kernel.panelWidth(1);
        return until(() -> {
            for (int w : new int[] {wide, narrow}) {
                boolean add = (count[0]++ & 2) == 0;
                kernel.tile(12, w, KC, a, 0, b, 0, c, 0, w, add);
                kernel.tile(4, w, KC, a, 0, b, 0, c, 0, w, add);
            }
            kernel.dots(kernel.dotRows(), KC, b, 0, KC, a, 0, c, 0);
        });
    }

    /// The kernels of [FloatDirect].
    static boolean rows(FloatKernel kernel) {
        float[] a = new float[13 * KC];
        float[] b = new float[FloatKernel.MAX_WIDTH * KC];
        float[] c = new float[12 * FloatKernel.MAX_WIDTH];
        int[] starts = new int[12];
        Arrays.setAll(starts, i -> i * KC);
        int wide = kernel.panelWidth(FloatKernel.MAX_WIDTH);
        int[] count = {0};
        int narrow = kernel.panelWidth(1);
        return until(() -> {
            for (int w : new int[] {wide, narrow}) {
                boolean add = (count[0]++ & 2) == 0;
                kernel.rows().multiply(w, KC, a, starts, 0, 0, b, 0, c, 0, w, add);
                kernel.tile(12, w, KC, a, 0, b, 0, c, 0, w, add);
            }
            kernel.rows().pack(b, 0, 8, KC - 2, a, 0);
        });
    }

    /// The kernels of [DoubleDirect].
    static boolean rows(DoubleKernel kernel) {
        double[] a = new double[13 * KC];
        double[] b = new double[DoubleKernel.MAX_WIDTH * KC];
        double[] c = new double[12 * DoubleKernel.MAX_WIDTH];
        int[] starts = new int[12];
        Arrays.setAll(starts, i -> i * KC);
        int wide = kernel.panelWidth(DoubleKernel.MAX_WIDTH);
        int[] count = {0};
        int narrow = kernel.panelWidth(1);
        return until(() -> {
            for (int w : new int[] {wide, narrow}) {
                boolean add = (count[0]++ & 2) == 0;
                kernel.rows().multiply(w, KC, a, starts, 0, 0, b, 0, c, 0, w, add);
                kernel.tile(12, w, KC, a, 0, b, 0, c, 0, w, add);
            }
            kernel.rows().pack(b, 0, 8, KC - 2, a, 0);
        });
    }

    static boolean doubles(DoubleKernel kernel) {
        double[] a = new double[12 * KC];
        double[] b = new double[DoubleKernel.MAX_WIDTH * KC];
        double[] c = new double[12 * DoubleKernel.MAX_WIDTH];
        int wide = kernel.panelWidth(DoubleKernel.MAX_WIDTH);
        int[] count = {0};
        int narrow = kernel.panelWidth(1);
        return until(() -> {
            for (int w : new int[] {wide, narrow}) {
                boolean add = (count[0]++ & 2) == 0;
                kernel.tile(12, w, KC, a, 0, b, 0, c, 0, w, add);
                kernel.tile(4, w, KC, a, 0, b, 0, c, 0, w, add);
            }
            kernel.dots(kernel.dotRows(), KC, b, 0, KC, a, 0, c, 0);
        });
    }

    /// The loops of [FloatRowProducts], on memory like that of storages.
    static boolean rowLoops(FloatRowLoops loops) {
        var a = Arena.ofAuto().allocate(33L * KC * Float.BYTES, 64);
        var x = new float[KC];
        var lanes = new float[16 * FloatKernel.LANES];
        var sums = new float[(KC + 1) * FloatKernel.LANES];
        return until(() -> {
            for (int i = 0; i < 8; i++) {
                loops.dots(a, 0, 8 - i % 2, KC - i, x, lanes);
                loops.columns(a, 0, 32 - i / 4 * 16, KC - i % 4, x, 0, sums, KC);
            }
        });
    }

    /// The loops of [DoubleRowProducts], on memory like that of storages.
    static boolean rowLoops(DoubleRowLoops loops) {
        var a = Arena.ofAuto().allocate(33L * KC * Double.BYTES, 64);
        var x = new double[KC];
        var lanes = new double[16 * DoubleKernel.LANES];
        var sums = new double[(KC + 1) * DoubleKernel.LANES];
        return until(() -> {
            for (int i = 0; i < 8; i++) {
                loops.dots(a, 0, 8 - i % 2, KC - i, x, lanes);
                loops.columns(a, 0, 32 - i / 4 * 16, KC - i % 4, x, 0, sums, KC);
            }
        });
    }

    /// Repeats a round until many were quick, and says whether they were; one that another process held up is no
    /// matter.
    private static boolean until(Runnable round) {
        long begin = System.nanoTime();
        int quick = 0;
        while (quick < QUICK_ROUNDS && System.nanoTime() - begin < LIMIT) {
            long t = System.nanoTime();
            round.run();
            quick = System.nanoTime() - t < QUICK ? quick + 1 : Math.max(0, quick - 4);
        }
        return quick == QUICK_ROUNDS;
    }
}
