package org.cotangent.core;

import org.cotangent.op.NoGradient;
import org.cotangent.op.RandomPoisson;
import org.cotangent.op.Variate;

/// Random numbers from explicit keys: whole numbers, choices and orders. Their samples jump where a parameter moves,
/// so differentiating with respect to a parameter is an error that says what to do instead.
public class RandomOps extends VariateOps {
    private static final long SMALL_RANGE = 1L << 31;

    RandomOps() {
    }

    /// Int64 numbers from low to high - 1, all equally likely.
    public static Tensor randint(Tensor key, long low, long high, long... sizes) {
        return randint(key, TensorType.of(DType.INT64, sizes), low, high);
    }

    /// Whole numbers from low to high - 1 of dtype i32 or i64, equally likely to within a share of (high - low) 2^-63.
    public static Tensor randint(Tensor key, TensorType type, long low, long high) {
        if (low >= high || high - low < 0 || !type.dtype().isInt()) {
            throw new NumericsException("draw " + type + " from " + low + " to " + high + " (exclusive)",
                    high - low < 0 && low < high ? "a range of 2^63 numbers or more" : "an empty range or no integers",
                    "give low < high, less than 2^63 apart, and dtype i32 or i64");
        }
        long range = high - low;
        var b = draw("randint", key, Variate.BITS, type.with(DType.INT64), DRAW);
        return convert(add(range <= SMALL_RANGE ? scaled(b, range) : rem(shrLogical(b, scalar(1)), scalar(range)),
                scalar(low)), type.dtype());
    }

    /// The upper word of the product of 64 random bits and a range of at most 2^31.
    private static Tensor scaled(Tensor b, long range) {
        var low = mul(and(b, scalar(0xffffffffL)), scalar(range));
        var high = mul(shrLogical(b, scalar(32)), scalar(range));
        return shrLogical(add(high, shrLogical(low, scalar(32))), scalar(32));
    }

    /// True with probability p, for each element of p.
    public static Tensor bernoulli(Tensor key, Tensor p) {
        var plain = noGradient("bernoulli", p);
        var u = draw("bernoulli", key, Variate.UNIFORM, plain.type().with(plain.dtype().compute()), DRAW);
        return lt(u, plain);
    }

    /// True with probability p.
    public static Tensor bernoulli(Tensor key, double p, long... sizes) {
        return lt(draw("bernoulli", key, Variate.UNIFORM, TensorType.of(DType.FLOAT32, sizes), DRAW), scalar(p));
    }

    /// Int64 Poisson variates, one for each mean; a mean that is negative or NaN is an error.
    public static Tensor poisson(Tensor key, Tensor mean) {
        return ofParameters("poisson", new RandomPoisson(), key, noGradient("poisson", mean));
    }

    /// -1 or 1, equally likely, of any number dtype.
    public static Tensor rademacher(Tensor key, TensorType type) {
        var bits = draw("rademacher", key, Variate.BITS, type.with(DType.INT32), DRAW);
        return convert(where(lt(bits, scalar(0)), scalar(-1), scalar(1)), type.dtype());
    }

    /// Int64 indices along the last axis, with probabilities softmax(logits).
    public static Tensor categorical(Tensor key, Tensor logits) {
        return categorical(key, logits, -1);
    }

    /// Int64 indices along an axis, which the result lacks, with probabilities softmax(logits).
    public static Tensor categorical(Tensor key, Tensor logits, int axis) {
        var plain = noGradient("categorical", logits);
        return argmax(add(gumbel(key, plain.type()), plain), plain.shape().axis(axis) - plain.rank());
    }

    /// The numbers 0 to n - 1 in random order, int64.
    public static Tensor permutation(Tensor key, long n) {
        return argsort(draw("permutation", key, Variate.BITS, TensorType.of(DType.INT64, n), DRAW), -1);
    }

    /// The parts of `x` along an axis in random order.
    public static Tensor permutation(Tensor key, Tensor x, int axis) {
        return take(x, permutation(key, x.size(axis)), axis);
    }

    /// `n` parts of `x` along axis 0, equally likely, each at most once unless they are replaced.
    public static Tensor choice(Tensor key, Tensor x, long n, boolean replace) {
        return take(x, replace ? randint(key, 0, x.size(0), n) : slice(permutation(key, x.size(0)), 0, 0, n), 0);
    }

    /// `n` parts of `x` along axis 0 with probabilities in proportion to `weights` (a vector of numbers that are not
    /// negative); without replacement each in proportion among those that are left.
    public static Tensor choice(Tensor key, Tensor x, long n, boolean replace, Tensor weights) {
        var w = noGradient("choice", weights);
        if (w.rank() != 1 || w.size(0) != x.size(0)) {
            throw new ShapeException("choose parts of " + x.type() + " by weights", weights.type().toString(),
                    "give one weight for each index of axis 0: a vector of " + x.size(0));
        }
        if (!replace) {
            return take(x, topK(add(log(w), gumbel(key, w.type())), n).indices(), 0);
        }
        var sums = cumsum(w, 0);
        var u = draw("choice", key, Variate.UNIFORM, TensorType.of(w.dtype().compute(), n), DRAW);
        var index = searchsorted(sums, mul(u, slice(sums, 0, w.size(0) - 1, w.size(0))), true);
        return take(x, min(index, scalar(w.size(0) - 1)), 0);
    }

    /// `x` with each element replaced by 0 with probability `rate` and divided by 1 - rate elsewhere.
    public static Tensor dropout(Tensor key, Tensor x, double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new NumericsException("drop elements of " + x.type() + " at a rate of " + rate, "rate " + rate,
                    "give a rate from 0 up to, but not including, 1");
        }
        return where(bernoulli(key, 1 - rate, x.shape().sizes()), mul(x, scalar(1 / (1 - rate))), scalar(0.0));
    }

    /// A parameter that samples depend on by jumps.
    static Tensor noGradient(String of, Tensor x) {
        var plain = x.dtype().isFloat() ? x : convert(x, DType.FLOAT32);
        var tensor = plain instanceof Concrete c ? c.asLiteral(false) : plain;
        return Dispatch.bind(new NoGradient(of), tensor);
    }
}
