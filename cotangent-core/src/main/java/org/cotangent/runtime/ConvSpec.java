package org.cotangent.runtime;

import java.util.Arrays;

/// The parameters of a general convolution over any number of spatial axes, one entry of each array an axis.
///
/// It is a cross-correlation (the kernel is not turned round). `padLow` and `padHigh` may be negative, which crops;
/// `inputDilation` spreads the input, `kernelDilation` the kernel; both are 1 for none. The meaning of an output:
/// the sum over the taps t of kernel[t] * input[i], i = (o * stride + t * kernelDilation - padLow) / inputDilation,
/// where taps with a fraction in i are left out and an input outside its bounds is 0 (so 0 * infinity is NaN there).
public record ConvSpec(long[] strides, long[] padLow, long[] padHigh, long[] inputDilation, long[] kernelDilation,
                       long groups) {
    /// Unit strides, no padding, no dilation, one group.
    public static ConvSpec plain(int axes) {
        long[] ones = new long[axes];
        Arrays.fill(ones, 1);
        return new ConvSpec(ones, new long[axes], new long[axes], ones, ones, 1);
    }

    /// Number of spatial axes.
    public int axes() {
        return strides.length;
    }

    /// The shape [N, O, spatial...] of the result for an input [N, C, spatial...] and a kernel
    /// [O, C / groups, spatial...].
    ///
    /// @throws IllegalArgumentException that names the first disagreement
    public long[] outputShape(long[] input, long[] kernel) {
        check(input, kernel);
        long[] out = new long[input.length];
        out[0] = input[0];
        out[1] = kernel[0];
        for (int d = 0; d < axes(); d++) {
            long spread = input[d + 2] == 0 ? 0
                    : Math.addExact(Math.multiplyExact(input[d + 2] - 1, inputDilation[d]), 1);
            long padded = Math.addExact(Math.addExact(spread, padLow[d]), padHigh[d]);
            long window = kernel[d + 2] == 0 ? 0
                    : Math.addExact(Math.multiplyExact(kernel[d + 2] - 1, kernelDilation[d]), 1);
            out[d + 2] = padded < window || window == 0 ? 0 : (padded - window) / strides[d] + 1;
        }
        return out;
    }

    private void check(long[] input, long[] kernel) {
        int rank = axes() + 2;
        require(padLow.length == axes() && padHigh.length == axes() && inputDilation.length == axes()
                && kernelDilation.length == axes(), "its arrays differ in length");
        require(input.length == rank && kernel.length == rank, "input and kernel must have " + rank + " axes");
        for (int d = 0; d < rank; d++) {
            require(input[d] >= 0 && kernel[d] >= 0, "an extent is negative");
        }
        for (int d = 0; d < axes(); d++) {
            require(strides[d] > 0 && inputDilation[d] > 0 && kernelDilation[d] > 0,
                    "strides and dilations must be positive on spatial axis " + d);
        }
        require(groups > 0 && kernel[0] % groups == 0, "output channels must be a multiple of groups");
        require(input[1] == Math.multiplyExact(kernel[1], groups),
                "input channels must be kernel channels times groups");
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("convolution: " + what + "; got " + this);
        }
    }

    @Override
    public String toString() {
        return "strides %s, padding %s and %s, dilations %s (input) and %s (kernel), groups %d".formatted(
                Arrays.toString(strides), Arrays.toString(padLow), Arrays.toString(padHigh),
                Arrays.toString(inputDilation), Arrays.toString(kernelDilation), groups);
    }
}
