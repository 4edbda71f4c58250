package org.cotangent.core;

import org.cotangent.op.LogSoftmax;
import org.cotangent.op.LogSumExp;
import org.cotangent.op.Normalizing;
import org.cotangent.op.Softmax;

/// Composites that programs with data and losses are made of.
public class NnOps extends IndexOps {
    NnOps() {
    }

    /// log(sum(exp(x))) along the axes (none given: all), which the result lacks; never overflows.
    public static Tensor logsumexp(Tensor x, int... axes) {
        return normalizing(new LogSumExp(Shapes.axes(x.type(), axes)), x);
    }

    /// exp(x) / sum(exp(x)) along the axes (none given: all).
    public static Tensor softmax(Tensor x, int... axes) {
        return normalizing(new Softmax(Shapes.axes(x.type(), axes)), x);
    }

    /// log(softmax(x)) along the axes (none given: all).
    public static Tensor logSoftmax(Tensor x, int... axes) {
        return normalizing(new LogSoftmax(Shapes.axes(x.type(), axes)), x);
    }

    private static Tensor normalizing(Normalizing op, Tensor x) {
        var half = x.dtype();
        var y = Dispatch.bind(op, half.isFloat() ? convert(x, half.compute()) : convert(x, DType.FLOAT32));
        return half.isHalf() ? convert(y, half) : y;
    }
}
