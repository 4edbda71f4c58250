package org.cotangent.runtime;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.TensorType;
import org.cotangent.op.Cholesky;
import org.cotangent.op.Factorization;
import org.cotangent.op.TriangularSolve;
import org.cotangent.storage.Storage;

/// Factorizations of batches of matrices, by LAPACK where the matrix products come from its library, otherwise in Java.
final class Factorizations {
    private static final class Holder {
        static final Factors FACTORS = choose(MatrixProducts.products().gemm());
    }

    /// Multiply-adds that are worth a piece of work of its own.
    private static final double GRAIN = 40_000;

    private Factorizations() {
    }

    /// The implementation that goes with these matrix products.
    static Factors choose(Gemm gemm) {
        var java = new JavaFactors(gemm, Split.WORKERS);
        return gemm instanceof OpenBlas ? new Lapack(java) : java;
    }

    static Concrete run(Factorization op, List<Concrete> operands, TensorType type) {
        return run(Holder.FACTORS, op, operands, type);
    }

    static Concrete run(Factors factors, Factorization op, List<Concrete> operands, TensorType type) {
        return switch (op) {
            case Cholesky _ -> cholesky(factors, operands.getFirst(), type);
            case TriangularSolve t -> solve(factors, t, operands.get(0), operands.get(1), type);
        };
    }

    private static Concrete cholesky(Factors factors, Concrete x, TensorType type) {
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        out.copyFrom(0, x.storage(), 0, out.count());
        long n = x.size(-1);
        long count = out.count() == 0 ? 0 : Factorization.matrices(x.type());
        var failed = new long[Math.toIntExact(count)];
        Workers.run(0, count, grain((double) n * n * n / 6), (from, to) -> {
            for (long s = from; s < to; s++) {
                failed[(int) s] = factors.cholesky(type.dtype().cell(), out, s * n * n, n);
                clearAbove(out, s * n * n, n);
            }
        });
        for (int s = 0; s < count; s++) {
            if (failed[s] >= 0) {
                throw Cholesky.refused(x, out, s, failed[s]);
            }
        }
        return Concrete.of(type, out);
    }

    private static void clearAbove(Storage out, long at, long n) {
        for (long i = 0; i < n - 1; i++) {
            out.slice(at + i * n + i + 1, n - 1 - i).fill(0);
        }
    }

    private static Concrete solve(Factors factors, TriangularSolve op, Concrete a, Concrete b, TensorType type) {
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        out.copyFrom(0, b.storage(), 0, out.count());
        long n = a.size(-1);
        long m = b.size(op.left() ? -1 : -2);
        long count = out.count() == 0 ? 0 : Factorization.matrices(a.type());
        Workers.run(0, count, grain((double) n * n * m / 2), (from, to) -> {
            for (long s = from; s < to; s++) {
                factors.solve(op, type.dtype().cell(), a.storage(), s * n * n, out, s * n * m, n, m);
            }
        });
        return Concrete.of(type, out);
    }

    private static long grain(double work) {
        return (long) Math.max(1, GRAIN / Math.max(1, work));
    }
}
