package org.cotangent.core;

/// Losses: how far predictions are from targets. Without a [Reduction] they are averaged to a scalar.
public class LossOps extends NormOps {
    LossOps() {
    }

    /// The mean of (x - y)^2.
    public static Tensor mse(Tensor x, Tensor y) {
        return mse(x, y, Reduction.MEAN);
    }

    /// (x - y)^2, reduced.
    public static Tensor mse(Tensor x, Tensor y, Reduction reduction) {
        return reduction.of(square(sub(x, y)));
    }

    /// |x - y|, reduced.
    public static Tensor meanAbsoluteError(Tensor x, Tensor y, Reduction reduction) {
        return reduction.of(abs(sub(x, y)));
    }

    /// d^2 / 2 where d = |x - y| is at most delta, else delta (d - delta / 2), reduced. Huber 1964.
    public static Tensor huber(Tensor x, Tensor y, double delta, Reduction reduction) {
        var d = sub(x, y);
        var near = le(abs(d), scalar(delta));
        var far = mul(scalar(delta), sub(abs(d), scalar(delta / 2)));
        return reduction.of(where(near, mul(scalar(0.5), square(d)), far));
    }

    /// Huber's loss divided by delta: d^2 / (2 beta) near, d - beta / 2 far, reduced; beta 0 gives |x - y|.
    public static Tensor smoothL1(Tensor x, Tensor y, double beta, Reduction reduction) {
        return beta == 0 ? meanAbsoluteError(x, y, reduction) : div(huber(x, y, beta, reduction), scalar(beta));
    }

    /// max(0, 1 - y x) for labels y of -1 and 1, reduced; derivative -y where y x < 1, 0 at the margin.
    public static Tensor hinge(Tensor x, Tensor y, Reduction reduction) {
        return reduction.of(relu(sub(scalar(1), mul(y, x))));
    }

    /// log(1 + exp(-y x)) for labels y of -1 and 1, reduced.
    public static Tensor softMargin(Tensor x, Tensor y, Reduction reduction) {
        return reduction.of(softplus(neg(mul(y, x))));
    }

    /// `q (log q - log p)` for `logP` and probabilities `q`, and 0 where q is 0, reduced; the Kullback-Leibler
    /// divergence is the sum.
    public static Tensor klDiv(Tensor logP, Tensor q, Reduction reduction) {
        return reduction.of(sub(xlogx(q), mul(q, logP)));
    }

    /// The same with the logarithm of q.
    public static Tensor klDivLog(Tensor logP, Tensor logQ, Reduction reduction) {
        return reduction.of(mul(exp(logQ), sub(logQ, logP)));
    }

    /// `-logP` of the right class: `logP: [..., classes]`, `target: [...]` of integers from 0 on, reduced.
    public static Tensor nll(Tensor logP, Tensor target, Reduction reduction) {
        return reduction.of(neg(picked(logP, target)));
    }

    private static Tensor picked(Tensor x, Tensor target) {
        if (x.rank() == 0 || !target.dtype().isInt() || !target.shape().equals(x.shape().remove(-1))) {
            throw new ShapeException("pick the scores of the right classes", x.type() + " and targets " + target.type(),
                    "give scores [..., classes] and integer targets [...]");
        }
        return reshape(Ops.takeAlongAxis(x, expandDims(target, -1), x.rank() - 1), target.shape().sizes());
    }

    /// The mean cross-entropy of `logits: [..., classes]` and class indices `target: [...]`; see the full form.
    public static Tensor crossEntropy(Tensor logits, Tensor target) {
        return crossEntropy(logits, target, 0, Reduction.MEAN);
    }

    /// `-sum(q log softmax(logits))` over the last axis, reduced: an integer `target: [...]` names the right class, a
    /// float one of the logits' shape gives probabilities q. `smoothing` of the probability is spread over all classes
    /// evenly.
    public static Tensor crossEntropy(Tensor logits, Tensor target, double smoothing, Reduction reduction) {
        var logP = Ops.logSoftmax(logits, -1);
        var right = target.dtype().isFloat() ? expected(logP, target) : picked(logP, target);
        if (smoothing == 0) {
            return reduction.of(neg(right));
        }
        var smooth = add(mul(scalar(1 - smoothing), right), mul(scalar(smoothing), mean(logP, -1)));
        return reduction.of(neg(smooth));
    }

    /// A class of probability 0 counts nothing, even where its logit is -infinity.
    private static Tensor expected(Tensor logP, Tensor q) {
        if (!q.shape().equals(logP.shape())) {
            throw new ShapeException("take a cross-entropy", logP.type() + " and probabilities " + q.type(),
                    "give one probability for each logit");
        }
        var none = and(eq(q, scalar(0)), not(isFinite(logP)));
        return sum(mul(q, where(none, scalar(0), logP)), -1);
    }

    /// `softplus(x) - y x`, which is -(y log s + (1 - y) log(1 - s)) with s = logistic(x), reduced; never overflows.
    public static Tensor binaryCrossEntropyWithLogits(Tensor x, Tensor y, Reduction reduction) {
        return reduction.of(add(mul(sub(scalar(1), y), softplus(x)), mul(y, softplus(neg(x)))));
    }

    /// The mean of [#binaryCrossEntropyWithLogits(Tensor, Tensor, Reduction)].
    public static Tensor binaryCrossEntropyWithLogits(Tensor x, Tensor y) {
        return binaryCrossEntropyWithLogits(x, y, Reduction.MEAN);
    }

    /// -(y log p + (1 - y) log(1 - p)), and 0 for a term of factor 0, reduced. From logits the other form is more
    /// accurate.
    public static Tensor binaryCrossEntropy(Tensor p, Tensor y, Reduction reduction) {
        return reduction.of(neg(add(xlogy(y, p), xlog1py(sub(scalar(1), y), neg(p)))));
    }

    /// exp(x) - y x for the logarithm x of a rate and counts y, reduced: the likelihood of Poisson without its
    /// constant.
    public static Tensor poissonNll(Tensor x, Tensor y, Reduction reduction) {
        return reduction.of(sub(exp(x), mul(y, x)));
    }

    /// (log v + (x - y)^2 / v) / 2 for a predicted variance v, reduced: the likelihood of a normal variable without
    /// its constant.
    public static Tensor gaussianNll(Tensor x, Tensor y, Tensor variance, Reduction reduction) {
        return reduction.of(mul(scalar(0.5), add(log(variance), div(square(sub(x, y)), variance))));
    }
}
