package org.cotangent.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cotangent.codegen.LaneKernels;
import org.cotangent.core.DType;
import org.cotangent.op.Elementwise;

/// The kernels of elementwise operations, by operation and dtype.
final class RowKernels {
    private static final Map<Elementwise, LaneKernels[]> KERNELS = new ConcurrentHashMap<>();

    private RowKernels() {
    }

    static LaneKernels of(Elementwise op, DType dtype) {
        var known = KERNELS.get(op);
        var row = known != null ? known : KERNELS.computeIfAbsent(op, k -> new LaneKernels[DType.values().length]);
        var kernel = row[dtype.ordinal()];
        if (kernel == null) {
            kernel = LaneKernels.of(op.program(dtype));
            row[dtype.ordinal()] = kernel;
        }
        return kernel;
    }
}
