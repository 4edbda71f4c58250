package org.cotangent.runtime;

import java.util.ArrayList;
import java.util.List;

/// The outputs of a convolution that meet the same taps of a dilated input, and so form a convolution without dilation.
///
/// On axis d output j lies at `outStart[d] + j * outStep[d]`; its tap u is kernel element `tap[d][u]` and meets input
/// element `inStart[d][u] + j * inStep[d]`. Without input dilation there is one phase with all outputs and taps.
record ConvPhase(int[] count, int[] outStart, int[] outStep, int[][] tap, long[][] inStart, long[] inStep) {
    /// All phases; together they hold every output once.
    static List<ConvPhase> of(ConvSpec spec, long[] kernel, long[] out) {
        int axes = spec.axes();
        int[] period = new int[axes];
        long phases = 1;
        for (int d = 0; d < axes; d++) {
            period[d] = Math.toIntExact(spec.inputDilation()[d] / gcd(spec.strides()[d], spec.inputDilation()[d]));
            phases = Math.multiplyExact(phases, Math.min(period[d], Math.max(1, out[d + 2])));
        }
        List<ConvPhase> list = new ArrayList<>();
        for (long p = 0; p < phases; p++) {
            long rest = p;
            int[] start = new int[axes];
            for (int d = axes - 1; d >= 0; d--) {
                long here = Math.min(period[d], Math.max(1, out[d + 2]));
                start[d] = (int) (rest % here);
                rest /= here;
            }
            list.add(at(spec, kernel, out, start, period));
        }
        return list;
    }

    private static ConvPhase at(ConvSpec spec, long[] kernel, long[] out, int[] start, int[] period) {
        int axes = spec.axes();
        int[] count = new int[axes];
        int[][] tap = new int[axes][];
        long[][] inStart = new long[axes][];
        long[] inStep = new long[axes];
        for (int d = 0; d < axes; d++) {
            long dilation = spec.inputDilation()[d];
            count[d] = Math.toIntExact((out[d + 2] - start[d] + period[d] - 1) / period[d]);
            inStep[d] = spec.strides()[d] * period[d] / dilation;
            List<Integer> taps = new ArrayList<>();
            List<Long> starts = new ArrayList<>();
            for (int t = 0; t < kernel[d + 2]; t++) {
                long at = start[d] * spec.strides()[d] + t * spec.kernelDilation()[d] - spec.padLow()[d];
                if (Math.floorMod(at, dilation) == 0) {
                    taps.add(t);
                    starts.add(Math.floorDiv(at, dilation));
                }
            }
            tap[d] = taps.stream().mapToInt(Integer::intValue).toArray();
            inStart[d] = starts.stream().mapToLong(Long::longValue).toArray();
        }
        return new ConvPhase(count, start, period, tap, inStart, inStep);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /// Outputs of one image and channel.
    long outputs() {
        long n = 1;
        for (int c : count) {
            n *= c;
        }
        return n;
    }

    /// Taps of one channel.
    long taps() {
        long n = 1;
        for (int[] t : tap) {
            n *= t.length;
        }
        return n;
    }

    /// Whether the outputs of one image and channel are contiguous.
    boolean dense() {
        for (int s : outStep) {
            if (s != 1) {
                return false;
            }
        }
        return true;
    }

    /// Whether the one tap meets input j for output j, so that the input itself is the matrix of patches.
    boolean isIdentity(long[] input) {
        for (int d = 0; d < count.length; d++) {
            if (tap[d].length != 1 || inStart[d][0] != 0 || inStep[d] != 1 || count[d] != input[d + 2]) {
                return false;
            }
        }
        return dense();
    }
}
