package org.cotangent.core;

import org.cotangent.op.Cholesky;
import org.cotangent.op.TriangularSolve;

/// Linear algebra: factorizations and what is solved with them, over the last two axes; leading axes are batches.
///
/// Half-precision floats go through float32, integers become float32.
public class LinalgOps extends NnOps {
    LinalgOps() {
    }

    /// The lower triangular factor L with L L' = a of symmetric positive definite matrices `[..., n, n]`.
    ///
    /// It is the factor of `(a + a') / 2`, so gradients are symmetric. A [NumericsException] names the first leading
    /// minor that is not positive.
    public static Tensor cholesky(Tensor a) {
        var x = floats(a);
        square("take the Cholesky factor", x);
        return back(choleskyLower(symmetric(x)), a);
    }

    /// [#cholesky] of matrices of which only the lower triangle is read, the other taken to mirror it: the gradient is
    /// lower triangular.
    public static Tensor choleskyLower(Tensor a) {
        return back(Dispatch.bind(new Cholesky(), floats(a)), a);
    }

    /// The x with `l x = b` for a lower triangular matrix, whose other triangle is not read.
    public static Tensor triangularSolve(Tensor a, Tensor b) {
        return triangularSolve(a, b, true, false, false, true);
    }

    /// The x with `m x = b` for the lower or upper triangle m of `a`, transposed where asked.
    public static Tensor triangularSolve(Tensor a, Tensor b, boolean lower, boolean transposed) {
        return triangularSolve(a, b, lower, transposed, false, true);
    }

    /// The x with `m x = b` (`left`) or `x m = b`, for the lower or upper triangle m of `a: [..., n, n]`, transposed
    /// where asked, with ones on the diagonal where it is `unit`.
    ///
    /// `b` is a vector of n, or `[..., n, m]` (left) or `[..., m, n]`; leading axes broadcast. A zero on the diagonal
    /// gives infinities and NaN.
    public static Tensor triangularSolve(Tensor a, Tensor b, boolean lower, boolean transposed, boolean unit,
            boolean left) {
        var asked = "solve a triangular system";
        square(asked, a);
        if (b.rank() == 0) {
            throw new ShapeException(asked, a.type() + " and " + b.type(), "give a vector or matrices");
        }
        if (b.rank() == 1) {
            var x = triangularSolve(a, expandDims(b, left ? 1 : 0), lower, transposed, unit, left);
            return squeeze(x, left ? -1 : -2);
        }
        if (a.rank() == 2 && b.rank() > 2) {
            return together(a, b, lower, transposed, unit, left);
        }
        var lead = Shape.broadcast(lead(a), lead(b));
        if (lead == null) {
            throw new ShapeException(asked, a.type() + " and " + b.type(), "make the leading axes equal or 1");
        }
        var common = Promotion.common(a, b);
        var dtype = common.isFloat() ? common : DType.FLOAT32;
        var op = new TriangularSolve(left, lower, transposed, unit);
        var compute = dtype.compute();
        return convert(Dispatch.bind(op, convert(stretch(a, lead), compute), convert(stretch(b, lead), compute)),
                dtype);
    }

    /// One matrix for all: the right-hand sides are rows below one another.
    private static Tensor together(Tensor a, Tensor b, boolean lower, boolean transposed, boolean unit,
            boolean left) {
        if (left) {
            return transpose(together(a, transpose(b), lower, !transposed, unit, false));
        }
        return reshape(triangularSolve(a, flatten(b, 0, b.rank() - 2), lower, transposed, unit, false),
                b.shape().sizes());
    }

    /// The x with `l l' x = b`, for a Cholesky factor l.
    public static Tensor choleskySolve(Tensor l, Tensor b) {
        return triangularSolve(l, triangularSolve(l, b), true, true);
    }

    /// The x with `a x = b` for symmetric positive definite matrices.
    public static Tensor solvePositiveDefinite(Tensor a, Tensor b) {
        return choleskySolve(cholesky(a), b);
    }

    /// The inverse of `l l'`, for a Cholesky factor l; solve with the factor where only a product is wanted.
    public static Tensor choleskyInverse(Tensor l) {
        square("invert", l);
        var half = triangularSolve(l, convert(eye(l.size(-1), DType.FLOAT32), l.dtype()));
        return matmul(transpose(half), half);
    }

    /// The inverse of symmetric positive definite matrices.
    public static Tensor inversePositiveDefinite(Tensor a) {
        return choleskyInverse(cholesky(a));
    }

    /// log det of `l l'`, for a Cholesky factor l: `2 sum(log(diagonal(l)))`.
    public static Tensor choleskyLogdet(Tensor l) {
        square("take a log determinant", l);
        return mul(sum(log(diagonal(l, 0, -2, -1)), -1), scalar(2));
    }

    /// log det of symmetric positive definite matrices.
    public static Tensor logdetPositiveDefinite(Tensor a) {
        return choleskyLogdet(cholesky(a));
    }

    /// The squared distance `(x - mean)' cov^-1 (x - mean)` of vectors along the last axis, for the factor of `cov`.
    public static Tensor choleskyMahalanobis(Tensor x, Tensor mean, Tensor l) {
        var d = sub(x, mean);
        var z = d.rank() > 1 && l.rank() == 2 ? triangularSolve(l, d, true, true, false, false)
                : d.rank() == 1 && l.rank() == 2 ? triangularSolve(l, d)
                : squeeze(triangularSolve(l, expandDims(d, -1)), -1);
        return sum(square(z), -1);
    }

    /// The log density at `x: [..., n]` of the normal distribution with `mean: [..., n]` and covariance
    /// `[..., n, n]`.
    public static Tensor multivariateNormalLogDensity(Tensor x, Tensor mean, Tensor covariance) {
        return multivariateNormalLogDensityCholesky(x, mean, cholesky(covariance));
    }

    /// [#multivariateNormalLogDensity] for the Cholesky factor of the covariance.
    public static Tensor multivariateNormalLogDensityCholesky(Tensor x, Tensor mean, Tensor l) {
        double constant = l.size(-1) * Math.log(2 * Math.PI);
        return mul(add(add(choleskyMahalanobis(x, mean, l), choleskyLogdet(l)), scalar(constant)), scalar(-0.5));
    }

    /// The elements of the last two axes on and below the main diagonal, else zeros.
    public static Tensor tril(Tensor x) {
        return tril(x, 0);
    }

    /// The elements of the last two axes on and above the main diagonal, else zeros.
    public static Tensor triu(Tensor x) {
        return triu(x, 0);
    }

    /// `(a + a') / 2` over the last two axes.
    public static Tensor symmetric(Tensor a) {
        return mul(add(a, transpose(a)), scalar(0.5));
    }

    private static void square(String asked, Tensor a) {
        if (a.rank() < 2 || a.size(-1) != a.size(-2)) {
            throw new ShapeException(asked, a.type().toString(), "give square matrices along the last two axes");
        }
    }

    private static Tensor floats(Tensor a) {
        return convert(a, a.dtype().isFloat() ? a.dtype().compute() : DType.FLOAT32);
    }

    private static Tensor back(Tensor y, Tensor a) {
        return a.dtype().isHalf() ? convert(y, a.dtype()) : y;
    }
}
