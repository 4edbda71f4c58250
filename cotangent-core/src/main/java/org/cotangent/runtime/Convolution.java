package org.cotangent.runtime;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// General convolutions over F32 and F64: input [N, C, spatial...] with kernel [O, C / groups, spatial...] gives
/// [N, O, spatial...]; all row-major without gaps. What is computed is said by [ConvSpec].
///
/// Patches of the input are gathered in tiles and multiplied by the kernel. A dilated input is done phase by phase,
/// so the holes cost nothing. The output must not share cells with the operands. Safe for use by many threads.
public final class Convolution {
    private final FloatConvolution floats;
    private final DoubleConvolution doubles;

    /// Convolutions whose tiles are shared by `split` and multiplied by `gemm`, one thread each.
    public Convolution(Gemm gemm, Split split) {
        BatchedGemm tiles = (BatchedGemm) gemm;
        floats = new FloatConvolution(Cell.F32, tiles, split);
        doubles = new DoubleConvolution(Cell.F64, tiles, split);
    }

    /// Convolves operands that begin at the given cells.
    ///
    /// @throws IllegalArgumentException  for shapes or parameters that disagree, or another cell
    /// @throws IndexOutOfBoundsException where an operand leaves its storage
    public void convolve(Cell cell, ConvSpec spec, long[] inShape, Storage in, long inOffset, long[] kernelShape,
                         Storage kernel, long kernelOffset, Storage out, long outOffset) {
        long[] outShape = spec.outputShape(inShape, kernelShape);
        check(cell, "input", in, inOffset, inShape);
        check(cell, "kernel", kernel, kernelOffset, kernelShape);
        check(cell, "output", out, outOffset, outShape);
        if (count(outShape, 0) == 0) {
            return;
        }
        if (cell == Cell.F32) {
            floats.run(new FloatConvolution.Task(spec, inShape, in, inOffset, kernelShape, kernel, kernelOffset,
                    outShape, out, outOffset));
        } else {
            doubles.run(new DoubleConvolution.Task(spec, inShape, in, inOffset, kernelShape, kernel, kernelOffset,
                    outShape, out, outOffset));
        }
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(kernel);
        Reference.reachabilityFence(out);
    }

    private static void check(Cell cell, String name, Storage s, long offset, long[] shape) {
        if (cell != Cell.F32 && cell != Cell.F64) {
            throw new IllegalArgumentException("no convolution over " + cell + " cells; convert to F32");
        }
        if (s.cell() != cell) {
            throw new IllegalArgumentException("convolution over %s: the %s holds %s cells".formatted(cell, name,
                    s.cell()));
        }
        long cells = count(shape, 0);
        if (offset < 0 || Math.addExact(offset, cells) > s.count()) {
            throw new IndexOutOfBoundsException("convolution: the %s of %s from cell %d leaves a storage of %d"
                    .formatted(name, Arrays.toString(shape), offset, s.count()));
        }
    }

    /// Elements of the axes from `first` on.
    static long count(long[] shape, int first) {
        long n = 1;
        for (int d = first; d < shape.length; d++) {
            n = Math.multiplyExact(n, shape[d]);
        }
        return n;
    }

    /// The meaning of a convolution as plain loops over all axes, in double; what the fast way is tested against.
    static void reference(Cell cell, ConvSpec spec, long[] inShape, Storage in, long[] kernelShape, Storage kernel,
                          Storage out) {
        long[] outShape = spec.outputShape(inShape, kernelShape);
        long perGroup = kernelShape[0] / spec.groups();
        long spatial = count(outShape, 2);
        long taps = count(kernelShape, 2);
        for (long at = 0; at < count(outShape, 0); at++) {
            long o = at / spatial % outShape[1];
            long n = at / spatial / outShape[1];
            double sum = 0;
            for (long c = 0; c < kernelShape[1]; c++) {
                long line = (n * inShape[1] + o / perGroup * kernelShape[1] + c) * count(inShape, 2);
                for (long t = 0; t < taps; t++) {
                    long i = place(spec, inShape, kernelShape, outShape, at % spatial, t);
                    if (i != HOLE) {
                        double w = get(kernel, (o * kernelShape[1] + c) * taps + t);
                        sum += w * (i == PADDING ? 0 : get(in, line + i));
                    }
                }
            }
            if (cell == Cell.F32) {
                out.setFloat(at, (float) sum);
            } else {
                out.setDouble(at, sum);
            }
        }
    }

    private static final long PADDING = -1;
    private static final long HOLE = -2;

    /// The input element that a tap meets, [#PADDING] or [#HOLE].
    private static long place(ConvSpec spec, long[] inShape, long[] kernelShape, long[] outShape, long output,
                              long tap) {
        long index = 0;
        long step = 1;
        boolean padding = false;
        for (int d = spec.axes() - 1; d >= 0; d--) {
            long at = output % outShape[d + 2] * spec.strides()[d]
                    + tap % kernelShape[d + 2] * spec.kernelDilation()[d] - spec.padLow()[d];
            output /= outShape[d + 2];
            tap /= kernelShape[d + 2];
            if (Math.floorMod(at, spec.inputDilation()[d]) != 0) {
                return HOLE;
            }
            long i = Math.floorDiv(at, spec.inputDilation()[d]);
            padding |= i < 0 || i >= inShape[d + 2];
            index += i * step;
            step *= inShape[d + 2];
        }
        return padding ? PADDING : index;
    }

    private static double get(Storage s, long i) {
        return s.cell() == Cell.F32 ? s.getFloat(i) : s.getDouble(i);
    }
}
