package org.cotangent.runtime;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cotangent.codegen.LaneKernels;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Kernels;
import org.cotangent.core.TensorType;
import org.cotangent.op.Binary;
import org.cotangent.op.Dot;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Indexing;
import org.cotangent.op.Movement;
import org.cotangent.op.Op;
import org.cotangent.storage.Storage;

/// Runs operations on generated kernels and libraries; what has no fast path runs on its reference evaluation.
public final class FastKernels implements Kernels {
    private final Map<Elementwise, LaneKernels[]> kernels = new ConcurrentHashMap<>();

    @Override
    public List<Concrete> evaluate(Op op, List<Concrete> operands, List<TensorType> types) {
        return switch (op) {
            case Elementwise e -> List.of(elementwise(e, operands, types.getFirst()));
            case Dot d -> List.of(MatrixProducts.dot(d, operands.get(0), operands.get(1), types.getFirst()));
            case Movement m -> m.evaluate(operands, types, Movements::move);
            case Indexing i -> Movements.evaluate(i, operands, types);
            default -> op.evaluate(operands, types);
        };
    }

    @Override
    public void addInto(Concrete sum, Concrete more) {
        run(kernel(Binary.ADD, sum.dtype()), new Storage[] {sum.storage(), more.storage()}, new boolean[2], sum.storage());
    }

    private Concrete elementwise(Elementwise op, List<Concrete> operands, TensorType type) {
        op.checkDivisor(operands);
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        var in = new Storage[operands.size()];
        var single = new boolean[in.length];
        for (int i = 0; i < in.length; i++) {
            in[i] = operands.get(i).storage();
            single[i] = operands.get(i).rank() == 0 && type.rank() > 0;
        }
        run(kernel(op, operands.getFirst().dtype()), in, single, out);
        return Concrete.of(type, out);
    }

    private static void run(LaneKernels kernel, Storage[] in, boolean[] single, Storage out) {
        Workers.run(0, out.count(), kernel.grain(), (from, to) -> kernel.run(in, single, out, from, to));
    }

    private LaneKernels kernel(Elementwise op, DType dtype) {
        var row = kernels.computeIfAbsent(op, k -> new LaneKernels[DType.values().length]);
        var kernel = row[dtype.ordinal()];
        if (kernel == null) {
            kernel = LaneKernels.of(op.program(dtype));
            row[dtype.ordinal()] = kernel;
        }
        return kernel;
    }
}
