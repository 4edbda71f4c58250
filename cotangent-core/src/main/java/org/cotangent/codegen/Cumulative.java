package org.cotangent.codegen;

import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.storage.Storage;

/// Cumulative sum, product, maximum and minimum over the middle axis of `[outer, n, inner]`, strictly in order.
///
/// Result i combines elements 0 to i (from n-1 down to i if reversed), beginning with the first of them as it is.
public final class Cumulative {
    private static final long PIECE = 1 << 16;
    private static final int TILE = 512;

    private Cumulative() {}

    /// Runs over `in`; `out` holds as many cells and may be `in` itself. Lines are spread over threads, never cut.
    public static void run(ReduceOp op, LaneType type, boolean reverse, Storage in, Storage out, long outer, long n,
            long inner, Split split) {
        long all = Math.multiplyExact(Math.multiplyExact(outer, n), inner);
        if (!op.takes(type) || type == LaneType.MASK || in.cell() != Cells.of(type) || out.cell() != Cells.of(type)
                || in.count() < all || out.count() < all) {
            throw new IllegalArgumentException("cumulative " + op + " of " + type + " over [" + outer + ", " + n
                + ", " + inner + "]: got " + in.count() + " cells of " + in.cell() + " and a result of " + out.count()
                + " of " + out.cell());
        }
        if (all == 0) {
            return;
        }
        long tiles = Math.ceilDiv(inner, (long) TILE);
        split.run(outer * tiles, Math.max(1, PIECE / (n * Math.min(inner, TILE))), (from, to) -> {
            for (long p = from; p < to; p++) {
                long column = p % tiles * TILE;
                long start = p / tiles * n * inner + column;
                int width = (int) Math.min(TILE, inner - column);
                if (inner == 1) {
                    line(op, type, reverse, in, out, start, n);
                } else {
                    tile(op, type, reverse, in, out, start, n, inner, width);
                }
            }
        });
    }

    // Rows of a tile, each combined with the one before.
    private static void tile(ReduceOp op, LaneType type, boolean reverse, Storage in, Storage out, long start, long n,
            long inner, int width) {
        var sum = Cells.array(type, width);
        var row = Cells.array(type, width);
        for (long i = 0; i < n; i++) {
            long at = start + (reverse ? n - 1 - i : i) * inner;
            Cells.load(in, type, at, i == 0 ? sum : row, width);
            if (i > 0) {
                combine(op, sum, row, width);
            }
            Cells.store(out, type, at, sum, width);
        }
    }

    // One line, a block of it at a time: within the block each element takes up the one before.
    private static void line(ReduceOp op, LaneType type, boolean reverse, Storage in, Storage out, long start, long n) {
        int block = (int) Math.min(1024, n);
        var values = Cells.array(type, block + 1);
        long carry = 0;
        for (long i = 0; i < n; i += block) {
            int count = (int) Math.min(block, n - i);
            long at = start + (reverse ? n - i - count : i);
            Cells.load(in, type, at, values, count);
            carry = scan(op, values, count, reverse, carry, i == 0);
            Cells.store(out, type, at, values, count);
        }
    }

    private static long scan(ReduceOp op, Object values, int n, boolean reverse, long carry, boolean first) {
        int from = reverse ? n - 1 : 0;
        int step = reverse ? -1 : 1;
        return switch (values) {
            case float[] a -> {
                float sum = first ? a[from] : combine(op, Float.intBitsToFloat((int) carry), a[from]);
                a[from] = sum;
                for (int k = 1, i = from + step; k < n; k++, i += step) {
                    a[i] = sum = combine(op, sum, a[i]);
                }
                yield Float.floatToRawIntBits(sum);
            }
            case double[] a -> {
                double sum = first ? a[from] : combine(op, Double.longBitsToDouble(carry), a[from]);
                a[from] = sum;
                for (int k = 1, i = from + step; k < n; k++, i += step) {
                    a[i] = sum = combine(op, sum, a[i]);
                }
                yield Double.doubleToRawLongBits(sum);
            }
            case int[] a -> {
                int sum = first ? a[from] : (int) op.combine(LaneType.I32, carry, a[from]);
                a[from] = sum;
                for (int k = 1, i = from + step; k < n; k++, i += step) {
                    a[i] = sum = (int) op.combine(LaneType.I32, sum, a[i]);
                }
                yield sum;
            }
            case long[] a -> {
                long sum = first ? a[from] : op.combine(LaneType.I64, carry, a[from]);
                a[from] = sum;
                for (int k = 1, i = from + step; k < n; k++, i += step) {
                    a[i] = sum = op.combine(LaneType.I64, sum, a[i]);
                }
                yield sum;
            }
            default -> throw new IllegalArgumentException(values.getClass().getTypeName());
        };
    }

    private static float combine(ReduceOp op, float a, float b) {
        return switch (op) {
            case SUM -> a + b;
            case PROD -> a * b;
            case MAX -> Math.max(a, b);
            default -> Math.min(a, b);
        };
    }

    private static double combine(ReduceOp op, double a, double b) {
        return switch (op) {
            case SUM -> a + b;
            case PROD -> a * b;
            case MAX -> Math.max(a, b);
            default -> Math.min(a, b);
        };
    }

    private static void combine(ReduceOp op, Object sum, Object row, int n) {
        switch (sum) {
            case float[] a -> {
                for (int j = 0; j < n; j++) {
                    a[j] = combine(op, a[j], ((float[]) row)[j]);
                }
            }
            case double[] a -> {
                for (int j = 0; j < n; j++) {
                    a[j] = combine(op, a[j], ((double[]) row)[j]);
                }
            }
            case int[] a -> {
                for (int j = 0; j < n; j++) {
                    a[j] = (int) op.combine(LaneType.I32, a[j], ((int[]) row)[j]);
                }
            }
            case long[] a -> {
                for (int j = 0; j < n; j++) {
                    a[j] = op.combine(LaneType.I64, a[j], ((long[]) row)[j]);
                }
            }
            default -> throw new IllegalArgumentException(sum.getClass().getTypeName());
        }
    }
}
