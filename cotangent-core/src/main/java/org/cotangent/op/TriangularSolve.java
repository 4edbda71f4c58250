package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Elements;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// The X with M X = B (`left`) or X M = B, where M is the lower or upper triangle of A, transposed where asked.
///
/// The other triangle of A is not read, nor the diagonal where it is `unit`. A is `[..., n, n]`, B `[..., n, m]` (left)
/// or `[..., m, n]`, with the same leading axes. A zero on the diagonal follows IEEE 754: infinities and NaN.
public record TriangularSolve(boolean left, boolean lower, boolean transposed, boolean unit) implements Factorization {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var a = operands.get(0);
        var b = operands.get(1);
        var asked = "solve a triangular system";
        Factorization.checkSquare(asked, a);
        if (a.dtype() != b.dtype()) {
            throw new DTypeException(asked, a + " and " + b, "give operands of one dtype");
        }
        boolean fits = a.rank() == b.rank() && a.shape().size(-1) == b.shape().size(left ? -2 : -1);
        for (int i = 0; fits && i < a.rank() - 2; i++) {
            fits = a.shape().size(i) == b.shape().size(i);
        }
        if (!fits) {
            throw new ShapeException(asked, a + " and " + b, left ? "give [..., n, n] and [..., n, m]"
                    : "give [..., n, n] and [..., m, n]");
        }
        return List.of(b);
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var a = operands.get(0);
        var b = operands.get(1);
        var out = Storage.allocate(b.dtype().cell(), b.shape().count());
        long n = a.size(-1);
        long m = b.size(left ? -1 : -2);
        for (long s = 0; s < Factorization.matrices(a.type()); s++) {
            for (long j = 0; j < m; j++) {
                long first = s * n * m + (left ? j : j * n);
                line(a, s * n * n, b, out, first, left ? m : 1);
            }
        }
        return List.of(Concrete.of(types.getFirst(), out));
    }

    /// One column of X, or one row where the matrix stands on the right; its elements lie `step` apart.
    private void line(Concrete a, long at, Concrete b, Storage x, long first, long step) {
        long n = a.size(-1);
        boolean turned = transposed == left;
        boolean down = lower != turned;
        for (long p = 0; p < n; p++) {
            long i = down ? p : n - 1 - p;
            double sum = b.getDouble(first + i * step);
            for (long q = 0; q < p; q++) {
                long k = down ? q : n - 1 - q;
                sum -= a.getDouble(at + (turned ? k * n + i : i * n + k))
                        * Elements.getDouble(b.dtype(), x, first + k * step);
            }
            Elements.setDouble(b.dtype(), x, first + i * step, unit ? sum : sum / a.getDouble(at + i * n + i));
        }
    }

    @Override
    public List<Tensor> batch(Batch b) {
        if (b.batched().get(0) || b.type(0).rank() > 2) {
            return Dispatch.bind(this, List.of(b.front(0), b.front(1)));
        }
        // One matrix for all examples: their right-hand sides stand beside one another.
        var a = b.operands().get(0);
        var x = b.front(1);
        var sizes = x.shape().sizes();
        if (!left) {
            return List.of(Ops.reshape(Dispatch.bind(this, a, Ops.flatten(x, 0, 1)), sizes));
        }
        var beside = Ops.flatten(Ops.permute(x, 1, 0, 2), 1, 2);
        return List.of(Ops.permute(Ops.reshape(Dispatch.bind(this, a, beside), sizes[1], sizes[0], sizes[2]), 1, 0,
                2));
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        var rest = tangents.get(1);
        if (tangents.get(0) != null) {
            var dm = transposed ? Ops.transpose(triangle(tangents.get(0))) : triangle(tangents.get(0));
            var moved = left ? Ops.matmul(dm, p.result()) : Ops.matmul(p.result(), dm);
            rest = rest == null ? Ops.neg(moved) : Ops.sub(rest, moved);
        }
        return rest == null ? Arrays.asList((Tensor) null) : List.of(Dispatch.bind(this, p.operand(0), rest));
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var ct = cotangents.getFirst();
        if (ct == null) {
            return Arrays.asList(null, null);
        }
        var db = Dispatch.bind(new TriangularSolve(left, lower, !transposed, unit), p.operand(0), ct);
        Tensor da = null;
        if (wanted[0]) {
            var x = p.result();
            da = triangle(Ops.neg(left == transposed ? outer(x, db) : outer(db, x)));
        }
        return Arrays.asList(da, wanted[1] ? db : null);
    }

    /// The sum over the right-hand sides of u v'.
    private Tensor outer(Tensor u, Tensor v) {
        return left ? Ops.matmul(u, Ops.transpose(v)) : Ops.matmul(Ops.transpose(u), v);
    }

    /// The part of A that is read.
    private Tensor triangle(Tensor a) {
        return lower ? Ops.tril(a, unit ? -1 : 0) : Ops.triu(a, unit ? 1 : 0);
    }
}
