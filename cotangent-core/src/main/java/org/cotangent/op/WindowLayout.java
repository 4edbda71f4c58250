package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Shape;

/// How the windows that [Gather] reads and [Scatter] writes lie in the tensor and in the list of windows.
///
/// The list's axes are the batch axes, the first `lead` window axes, the axes of the indices without their last, the
/// other window axes. `inTensor` and `inList` are the strides of the window axes in either; pick `j` of batch `i`
/// begins in the list at `i * batchStride + j * pickStride`.
public record WindowLayout(long[] sizes, long[] inTensor, long[] inList, int lead, long batches, long picks,
        long batchStride, long pickStride) {
    static WindowLayout of(Shape tensor, Shape list, Shape indices, int batch, int lead) {
        int picked = indices.rank() - 1 - batch;
        int windows = tensor.rank() - batch;
        var inTensor = Arrays.copyOfRange(tensor.strides(), batch, tensor.rank());
        var listStrides = list.strides();
        var inList = new long[windows];
        var sizes = new long[windows];
        long pickStride = 1;
        for (int a = 0; a < windows; a++) {
            int at = batch + a + (a < lead ? 0 : picked);
            sizes[a] = list.size(at);
            inList[a] = listStrides[at];
            pickStride *= a < lead ? 1 : sizes[a];
        }
        long batches = product(indices.sizes(), 0, batch);
        return new WindowLayout(sizes, inTensor, inList, lead, batches,
                product(indices.sizes(), batch, indices.rank() - 1),
                batches == 0 ? 0 : list.count() / batches, pickStride);
    }

    /// The product of some of the sizes.
    public static long product(long[] sizes, int from, int to) {
        long p = 1;
        for (int i = from; i < to; i++) {
            p *= sizes[i];
        }
        return p;
    }

    /// Where pick `j` of batch `i` begins in the list of windows.
    public long place(long i, long j) {
        return i * batchStride + j * pickStride;
    }

    /// The way from the tensor, whose window begins at `offset`, to the list.
    Block read(long offset, long i, long j) {
        return new Block(0, 0, offset, inTensor, place(i, j), inList, sizes);
    }

    /// The way from the list to the tensor, whose window begins at `offset`.
    Block write(long offset, long i, long j) {
        return new Block(0, 0, place(i, j), inList, offset, inTensor, sizes);
    }

    /// Where the window of each index vector begins in the tensor, batch by batch; -1 where it is to be left out.
    long[] offsets(String asked, Shape tensor, Concrete indices, List<Integer> axes, IndexMode mode) {
        int batch = tensor.rank() - sizes.length;
        int n = axes.size();
        var strides = AxisList.at(tensor.strides(), axes);
        var last = AxisList.at(tensor.sizes(), axes);
        for (int c = 0; c < n; c++) {
            last[c] -= sizes[axes.get(c) - batch];
        }
        boolean clip = mode == IndexMode.CLIP;
        long perBatch = product(tensor.sizes(), batch, tensor.rank());
        var out = new long[Math.toIntExact(batches * picks)];
        long left = picks;
        long base = 0;
        for (int v = 0; v < out.length; v++, left--) {
            if (left == 0) {
                left = picks;
                base += perBatch;
            }
            long at = base;
            for (int c = 0; c < n && at >= 0; c++) {
                long place = (long) v * n + c;
                long index = indices.getLong(place);
                boolean inside = index >= 0 && index <= last[c];
                if (!inside && (mode == IndexMode.ERROR || clip && last[c] < 0)) {
                    throw outside(asked, index, indices.shape(), place, tensor, axes.get(c), last[c]);
                }
                at = inside || clip ? at + Math.clamp(index, 0L, Math.max(0, last[c])) * strides[c] : -1;
            }
            out[v] = at;
        }
        return out;
    }

    private static NumericsException outside(String asked, long index, Shape indices, long place, Shape tensor,
            int axis, long last) {
        var at = new long[indices.rank()];
        var strides = indices.strides();
        for (int a = 0; a < at.length; a++) {
            at[a] = place / strides[a] % indices.size(a);
        }
        return new NumericsException(asked, "index " + index + " at " + Arrays.toString(at)
                + " of the indices, for axis " + axis
                + " of size " + tensor.size(axis) + " of a tensor of shape " + tensor,
                (last < 0 ? "an axis of size 0 has no index" : "indices run from 0 to " + last + " here")
                        + "; another IndexMode says what to do with those outside");
    }
}
