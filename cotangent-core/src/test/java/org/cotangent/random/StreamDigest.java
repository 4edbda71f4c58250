package org.cotangent.random;

import static org.cotangent.core.Ops.*;

import java.util.Arrays;
import org.cotangent.codegen.LaneKernels;
import org.cotangent.core.DType;
import org.cotangent.core.TensorType;
import org.cotangent.op.Variate;

/// Prints a digest of draws of every kind, with vector code warmed first; run at several vector widths by
/// [StreamsOnMachinesTest].
final class StreamDigest {
    private StreamDigest() {
    }

    public static void main(String[] args) {
        int vectors = 0;
        for (var variate : Variate.values()) {
            for (var dtype : DType.values()) {
                if (variate.gives(dtype) && (variate == Variate.BITS ? dtype == DType.INT64
                        : variate == Variate.NORMAL && dtype == DType.FLOAT32)) {
                    var kernels = LaneKernels.of(variate.program(dtype));
                    var single = new boolean[variate.program(dtype).inputs().size()];
                    Arrays.fill(single, 1, single.length, true);
                    vectors += kernels.warmOff(single) ? 1 : 0;
                }
            }
        }
        System.out.println(vectors + " " + digest());
    }

    static long digest() {
        long h = 1;
        for (long n : new long[] {1, 5, 8191, 8193, 200_001}) {
            for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
                var type = TensorType.of(dtype, n);
                h = 31 * h + Arrays.hashCode(normal(key(n), type).toDoubleArray());
                h = 31 * h + Arrays.hashCode(uniform(key(n), type).toDoubleArray());
                h = 31 * h + Arrays.hashCode(exponential(key(n), type).toDoubleArray());
            }
            h = 31 * h + Arrays.hashCode(bits(key(n), DType.INT32, n).toLongArray());
            h = 31 * h + Arrays.hashCode(bits(split(key(n), 3), DType.INT64, n).toLongArray());
        }
        return h;
    }
}
