package org.cotangent.codegen;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Conversions between kinds of number: block by block through small arrays, with plain loops that the JIT makes
/// vector code of.
///
/// Floats to integers truncate and saturate, NaN gives 0; int64 to int32 wraps; to bool is `x != 0`; every float result
/// is rounded once to nearest even (int64 to the half-precision kinds goes by way of float64).
public final class Conversions {
    private static final int BLOCK = 1024;

    private Conversions() {}

    /// Converts elements `from` to `to` of `in` into the same elements of `out`; any number of threads may take
    /// disjoint ranges.
    public static void run(NumberKind source, Storage in, NumberKind target, Storage out, long from, long to) {
        if (in.cell() != source.cell() || out.cell() != target.cell() || from < 0 || from > to || in.count() < to
                || out.count() < to) {
            throw new IllegalArgumentException("convert " + source + " to " + target + ", elements " + from + " to "
                + to + ": got " + in.count() + " cells of " + in.cell() + " and a result of " + out.count() + " of "
                + out.cell());
        }
        new Task(source, in, target, out, (int) Math.min(BLOCK, to - from)).run(from, to);
    }

    /// One call: the arrays in place, or scratch for what lies elsewhere.
    private static final class Task {
        private final NumberKind source;
        private final NumberKind target;
        private final Storage in;
        private final Storage out;
        private final Object read;
        private final Object written;
        private final float[] floats;
        private final double[] doubles;

        Task(NumberKind source, Storage in, NumberKind target, Storage out, int block) {
            this.source = source;
            this.target = target;
            this.in = in;
            this.out = out;
            this.read = in.array() == null ? source.array(block) : null;
            this.written = out.array() == null ? target.array(block) : null;
            boolean half = half(source) || half(target);
            this.floats = half ? new float[block] : null;
            this.doubles = half(target) && source != NumberKind.F32 && !half(source) ? new double[block] : null;
        }

        private static boolean half(NumberKind kind) {
            return kind.cell() == Cell.I16;
        }

        void run(long from, long to) {
            for (long at = from; at < to; at += BLOCK) {
                int n = (int) Math.min(BLOCK, to - at);
                if (read != null) {
                    MemorySegment.copy(in.segment(), layout(in.cell()), at * in.cell().bytes(), read, 0, n);
                }
                block(read != null ? read : in.array(), read != null ? 0 : (int) at,
                    written != null ? written : out.array(), written != null ? 0 : (int) at, n);
                if (written != null) {
                    MemorySegment.copy(written, 0, out.segment(), layout(out.cell()), at * out.cell().bytes(), n);
                }
            }
        }

        private void block(Object a, int at, Object b, int to, int n) {
            if (source == target) {
                System.arraycopy(a, at, b, to, n);
                return;
            }
            if (floats == null) {
                ConversionLoops.convert(a, at, b, to, n);
                return;
            }
            toFloats(a, at, n);
            switch (target) {
                case F16 -> ConversionLoops.toFloat16(floats, (short[]) b, to, n);
                case BF16 -> ConversionLoops.toBfloat16(floats, (short[]) b, to, n);
                default -> ConversionLoops.convert(floats, 0, b, to, n);
            }
        }

        private void toFloats(Object a, int at, int n) {
            switch (source) {
                case F16 -> ConversionLoops.fromFloat16((short[]) a, at, floats, n);
                case BF16 -> ConversionLoops.fromBfloat16((short[]) a, at, floats, n);
                case F32 -> System.arraycopy(a, at, floats, 0, n);
                default -> {
                    ConversionLoops.convert(a, at, doubles, 0, n);
                    ConversionLoops.toOdd(doubles, floats, n);
                }
            }
        }

        private static ValueLayout layout(Cell cell) {
            return switch (cell) {
                case F32 -> ValueLayout.JAVA_FLOAT_UNALIGNED;
                case F64 -> ValueLayout.JAVA_DOUBLE_UNALIGNED;
                case I32 -> ValueLayout.JAVA_INT_UNALIGNED;
                case I64 -> ValueLayout.JAVA_LONG_UNALIGNED;
                case I16 -> ValueLayout.JAVA_SHORT_UNALIGNED;
                case I8 -> ValueLayout.JAVA_BYTE;
            };
        }
    }
}
