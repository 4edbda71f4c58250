package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Elements;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// The lower triangular L with positive diagonal and L L' = A, for symmetric positive definite matrices A; zeros above.
///
/// Only the lower triangle of A is read and the other half taken to mirror it, so cotangents come for the lower
/// triangle alone ([Ops#cholesky] symmetrises before, which spreads them evenly). A matrix that is not positive
/// definite is a [NumericsException] that names the first leading minor, in eager, batched and compiled programs alike.
/// Derivatives: I. Murray, "Differentiation of the Cholesky decomposition", 2016.
public record Cholesky() implements Factorization {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        Factorization.checkSquare("take the Cholesky factor", operands.getFirst());
        return List.of(operands.getFirst());
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var x = operands.getFirst();
        var out = Storage.allocate(x.dtype().cell(), x.shape().count());
        out.fill(0);
        long n = x.size(-1);
        for (long s = 0; s < Factorization.matrices(x.type()); s++) {
            for (long i = 0; i < n; i++) {
                for (long j = 0; j <= i; j++) {
                    double rest = rest(x, out, s * n * n, i, j);
                    if (i == j && !(rest > 0)) {
                        throw refused(x, out, s, i);
                    }
                    double v = i == j ? Math.sqrt(rest)
                            : rest / Elements.getDouble(x.dtype(), out, s * n * n + j * n + j);
                    Elements.setDouble(x.dtype(), out, s * n * n + i * n + j, v);
                }
            }
        }
        return List.of(Concrete.of(types.getFirst(), out));
    }

    /// What is left of element (i, j) when the products of the columns before j are taken off.
    private static double rest(Concrete x, Storage l, long at, long i, long j) {
        long n = x.size(-1);
        double sum = x.getDouble(at + i * n + j);
        for (long k = 0; k < j; k++) {
            sum -= Elements.getDouble(x.dtype(), l, at + i * n + k) * Elements.getDouble(x.dtype(), l, at + j * n + k);
        }
        return sum;
    }

    /// The error for matrix `s` of `x`, of whose factor the first `minor` rows are in `l`.
    public static NumericsException refused(Concrete x, Storage l, long s, long minor) {
        long n = x.size(-1);
        for (long j = 0; j < minor; j++) {
            double v = rest(x, l, s * n * n, minor, j) / Elements.getDouble(x.dtype(), l, s * n * n + j * n + j);
            Elements.setDouble(x.dtype(), l, s * n * n + minor * n + j, v);
        }
        double pivot = rest(x, l, s * n * n, minor, minor);
        return new NumericsException("take the Cholesky factor of " + x.type(),
                "leading minor " + (minor + 1) + (x.rank() > 2 ? " of matrix " + index(x.shape(), s) : "")
                        + " is not positive: its pivot is " + pivot,
                "give symmetric positive definite matrices; rounding is helped by a little on the diagonal, such as "
                        + "add(a, mul(eye(" + n + ", " + x.dtype() + "), scalar(1e-6)))");
    }

    /// The leading indices of matrix `s`.
    private static List<Long> index(Shape shape, long s) {
        var out = new ArrayList<Long>();
        for (int a = shape.rank() - 3; a >= 0; a--) {
            out.addFirst(s % shape.size(a));
            s /= shape.size(a);
        }
        return out;
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(this, List.of(b.front(0)));
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        var l = p.result();
        var da = Ops.tril(tangents.getFirst());
        var full = Ops.add(da, Ops.transpose(Ops.tril(tangents.getFirst(), -1)));
        var half = solve(l, full, false);
        return List.of(Ops.matmul(l, lowerHalf(solve(l, Ops.transpose(half), false))));
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var l = p.result();
        var ct = cotangents.getFirst();
        if (ct == null) {
            return Arrays.asList((Tensor) null);
        }
        var middle = lowerHalf(Ops.matmul(Ops.transpose(l), Ops.tril(ct)));
        var s = solve(l, Ops.transpose(solve(l, middle, true)), true);
        return List.of(Ops.add(Ops.tril(s), Ops.tril(Ops.transpose(s), -1)));
    }

    private static Tensor solve(Tensor l, Tensor b, boolean transposed) {
        return Dispatch.bind(new TriangularSolve(true, true, transposed, false), l, b);
    }

    /// The lower triangle with half the diagonal.
    private static Tensor lowerHalf(Tensor x) {
        return Ops.mul(Ops.add(Ops.tril(x), Ops.tril(x, -1)), Ops.scalar(0.5));
    }
}
