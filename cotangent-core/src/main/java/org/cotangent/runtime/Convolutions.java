package org.cotangent.runtime;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.TensorType;
import org.cotangent.op.Conv;
import org.cotangent.storage.Storage;

/// Hands convolutions to [Convolution]; those of integers and of nothing run on the reference evaluation.
final class Convolutions {
    private static final class Holder {
        static final Convolution CONVOLUTION = new Convolution(MatrixProducts.products().gemm(), Split.WORKERS);
    }

    private Convolutions() {
    }

    static Concrete run(Conv op, Concrete x, Concrete w, TensorType type) {
        if (!type.dtype().isFloat() || x.storage().count() == 0 || w.storage().count() == 0
                || type.shape().count() == 0) {
            return op.evaluate(List.of(x, w), List.of(type)).getFirst();
        }
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        var spec = new ConvSpec(array(op.stride()), array(op.low()), array(op.high()), array(op.lhsDilation()),
                array(op.rhsDilation()),
                op.groups());
        Holder.CONVOLUTION.convolve(type.dtype().cell(), spec, x.shape().sizes(), x.storage(), 0, w.shape().sizes(),
                w.storage(), 0, out, 0);
        return Concrete.of(type, out);
    }

    private static long[] array(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
