package org.cotangent.core;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Normalisations: a tensor brought to mean 0 and variance 1, or to length 1, along some axes.
public class NormOps extends PoolOps {
    NormOps() {
    }

    /// `(x - mean) / sqrt(variance + eps)` along the axes (none given: all).
    public static Tensor standardize(Tensor x, double eps, int... axes) {
        return Shapes.wide(x, t -> {
            var d = sub(t, mean(t, KeepDims.YES, axes));
            return mul(d, rsqrt(add(mean(square(d), KeepDims.YES, axes), scalar(eps))));
        });
    }

    /// Standardised over the trailing axes that `weight` has, times `weight`, plus `bias`. Ba, Kiros, Hinton 2016.
    public static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double eps) {
        return add(mul(standardize(x, eps, trailing(x, weight)), weight), bias);
    }

    private static int[] trailing(Tensor x, Tensor weight) {
        int n = weight.rank();
        boolean fits = n > 0 && n <= x.rank();
        for (int a = 1; fits && a <= n; a++) {
            fits = x.size(-a) == weight.size(-a);
        }
        if (!fits) {
            throw new ShapeException("normalise " + x.type() + " over its last axes", "a weight of type "
                    + weight.type(),
                    "give a weight with the sizes of the axes to normalise over");
        }
        return IntStream.range(x.rank() - n, x.rank()).toArray();
    }

    /// `x / sqrt(mean(x^2) + eps)` over the trailing axes that `weight` has, times `weight`. Zhang, Sennrich 2019.
    public static Tensor rmsNorm(Tensor x, Tensor weight, double eps) {
        var axes = trailing(x, weight);
        return mul(Shapes.wide(x, t -> mul(t, rsqrt(add(mean(square(t), KeepDims.YES, axes), scalar(eps))))), weight);
    }

    /// `x: [N, C, ...]` standardised within each of `groups` groups of channels, without weights. Wu, He 2018.
    public static Tensor groupNorm(Tensor x, long groups, double eps) {
        if (x.rank() < 2 || groups < 1 || x.size(1) % groups != 0) {
            throw new ShapeException("normalise in " + groups + " groups", x.type().toString(),
                    "give [N, C, ...] and a number of groups that divides C");
        }
        var split = reshape(x, x.shape().with(1, x.size(1) / groups).insert(1, groups).sizes());
        return reshape(standardize(split, eps, IntStream.range(2, split.rank()).toArray()), x.shape().sizes());
    }

    /// [#groupNorm(Tensor, long, double)] times `weight: [C]` plus `bias: [C]`.
    public static Tensor groupNorm(Tensor x, long groups, Tensor weight, Tensor bias, double eps) {
        return affine(groupNorm(x, groups, eps), weight, bias);
    }

    /// `x: [N, C, ...]` standardised for each example and channel by itself. Ulyanov, Vedaldi, Lempitsky 2016.
    public static Tensor instanceNorm(Tensor x, double eps) {
        return groupNorm(x, x.size(1), eps);
    }

    /// `x * weight + bias` with one number for each channel of `[N, C, ...]`.
    private static Tensor affine(Tensor x, Tensor weight, Tensor bias) {
        return add(mul(x, channels(weight, x)), channels(bias, x));
    }

    private static Tensor channels(Tensor v, Tensor x) {
        if (v.rank() != 1 || x.rank() < 2 || v.size(0) != x.size(1)) {
            throw new ShapeException("apply one number for each channel", v.type() + " to " + x.type(),
                    "give [C] for [N, C, ...]");
        }
        var sizes = new long[x.rank() - 1];
        Arrays.fill(sizes, 1);
        sizes[0] = v.size(0);
        return reshape(v, sizes);
    }

    /// `(x - mean) / sqrt(variance + eps) * weight + bias` with one number for each channel of `x: [N, C, ...]`: for
    /// trained networks.
    public static Tensor batchNorm(Tensor x, Tensor mean, Tensor variance, Tensor weight, Tensor bias, double eps) {
        var centred = sub(x, channels(mean, x));
        return affine(mul(centred, channels(rsqrt(add(variance, scalar(eps))), x)), weight, bias);
    }

    /// A batch normalised by its own statistics, and these: for training, which keeps running averages of them.
    public record BatchNormed(Tensor result, Tensor mean, Tensor variance) {
    }

    /// Normalised by the mean and variance of each channel over the batch and the spatial axes. Ioffe, Szegedy 2015.
    ///
    /// The variance that comes back has divisor n, as the normalisation; for an unbiased running average multiply it
    /// by n / (n - 1).
    public static BatchNormed batchNorm(Tensor x, Tensor weight, Tensor bias, double eps) {
        var axes = IntStream.range(0, x.rank()).filter(a -> a != 1).toArray();
        var mean = mean(x, axes);
        var variance = var(x, axes);
        return new BatchNormed(batchNorm(x, mean, variance, weight, bias, eps), mean, variance);
    }

    /// `x / max(norm(x), eps)` along an axis, with the Euclidean norm; of a zero vector 0, with gradient 1 / eps.
    public static Tensor normalize(Tensor x, int axis, double eps) {
        return normalize(2, x, axis, eps);
    }

    /// `x / max(norm(p, x), eps)` along an axis.
    public static Tensor normalize(double p, Tensor x, int axis, double eps) {
        return div(x, clampMin(norm(p, x, KeepDims.YES, axis), scalar(eps)));
    }

    /// The cosine of the angle between `x` and `y` along an axis: their scalar product over the product of their
    /// norms, each at least eps.
    public static Tensor cosineSimilarity(Tensor x, Tensor y, int axis, double eps) {
        var shape = Shape.broadcast(x.shape(), y.shape());
        if (shape == null) {
            throw new ShapeException("compare directions along axis " + axis, x.type() + " and " + y.type(),
                    "give shapes that broadcast");
        }
        int a = shape.axis(axis) - shape.rank();
        var p = normalize(broadcastTo(x, shape), a, eps);
        var q = normalize(broadcastTo(y, shape), a, eps);
        return sum(mul(p, q), a);
    }

    /// The p-norms of the differences of the rows of `x: [..., n, d]` and of `y: [..., m, d]`, `[..., n, m]`.
    public static Tensor pairwiseDistances(double p, Tensor x, Tensor y) {
        return norm(p, sub(expandDims(x, -2), expandDims(y, -3)), -1);
    }
}
