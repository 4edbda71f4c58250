package org.cotangent.core;

import org.cotangent.op.LogSoftmax;
import org.cotangent.op.LogSumExp;
import org.cotangent.op.Normalizing;
import org.cotangent.op.Softmax;

/// Composites that programs with data and losses are made of.
public class NnOps extends LossOps {
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

    /// [#logsumexp(Tensor, int...)] that keeps the axes.
    public static Tensor logsumexp(Tensor x, KeepDims keep, int... axes) {
        var y = logsumexp(x, axes);
        return keep == KeepDims.NO ? y : keepDims(y, x.shape(), axes);
    }

    /// `x w + b` for `x: [..., in]`, `w: [in, out]`, `b: [out]`.
    public static Tensor dense(Tensor x, Tensor w, Tensor b) {
        return add(matmul(x, w), b);
    }

    /// `softmax(q k^T / sqrt(d)) v` for `q: [..., n, d]`, `k: [..., m, d]`, `v: [..., m, e]`, giving `[..., n, e]`.
    /// Vaswani et al. 2017.
    public static Tensor attention(Tensor q, Tensor k, Tensor v) {
        return matmul(softmax(scores(q, k), -1), v);
    }

    /// Attention where `mask`, which broadcasts to `[..., n, m]`, says what is seen; a query that sees nothing gives 0.
    public static Tensor attention(Tensor q, Tensor k, Tensor v, Tensor mask) {
        if (mask.dtype() != DType.BOOL) {
            throw new DTypeException("mask attention", "a mask of type " + mask.type(),
                    "give bool, true where a query sees a key");
        }
        var seen = mask.rank() == 0 ? reshape(mask, 1) : mask;
        var any = any(seen, KeepDims.YES, -1);
        return matmul(where(any, weights(q, k, or(seen, not(any))), scalar(0)), v);
    }

    /// The weights of keys where every query sees at least one.
    private static Tensor weights(Tensor q, Tensor k, Tensor seen) {
        return softmax(where(seen, scores(q, k), scalar(Double.NEGATIVE_INFINITY)), -1);
    }

    /// Attention where query i sees the keys up to i + m - n: as many queries as keys see what came before and
    /// themselves.
    public static Tensor causalAttention(Tensor q, Tensor k, Tensor v) {
        long n = q.size(-2);
        long m = k.size(-2);
        var shape = Shape.of(n, m);
        var seen = le(indices(shape, 1), add(indices(shape, 0), scalar(m - n)));
        return m < n ? attention(q, k, v, seen) : matmul(weights(q, k, seen), v);
    }

    private static Tensor scores(Tensor q, Tensor k) {
        if (q.rank() < 2 || k.rank() < 2 || q.size(-1) != k.size(-1)) {
            throw new ShapeException("attend", "queries " + q.type() + " and keys " + k.type(),
                    "give [..., n, d] and [..., m, d]");
        }
        return mul(matmul(q, transpose(k)), scalar(1 / Math.sqrt(q.size(-1))));
    }
}
