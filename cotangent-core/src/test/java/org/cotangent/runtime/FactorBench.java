package org.cotangent.runtime;

import java.util.List;
import java.util.Random;
import org.cotangent.op.TriangularSolve;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// GFLOP/s of factorizations by LAPACK and in Java on one thread: the best of many rounds, in turns.
final class FactorBench {
    private FactorBench() {
    }

    public static void main(String[] args) {
        var java = new JavaFactors(new VectorGemm(Split.SERIAL, VectorKernels.preferredBits(), false), Split.SERIAL);
        var plain = new JavaFactors(new ScalarGemm(Split.SERIAL), Split.SERIAL);
        List<Factors> all = OpenBlas.provider().available() ? List.of(new Lapack(java), java, plain)
                : List.of(java, plain);
        System.out.println("GFLOP/s of " + all.stream().map(f -> f.getClass().getSimpleName()).toList()
                + "; potrf n^3/3, trsm n^3, trsv n^2");
        for (Cell cell : new Cell[] {Cell.F64, Cell.F32}) {
            for (int n : new int[] {16, 64, 128, 256, 512, 1024}) {
                System.out.println(cell + " n " + n + row(all, cell, n));
            }
        }
    }

    private static String row(List<Factors> all, Cell cell, int n) {
        Storage a = matrix(cell, n);
        Storage b = Storage.allocate(cell, (long) n * n);
        var out = new StringBuilder();
        double[] work = {(double) n * n * n / 3, (double) n * n * n, (double) n * n};
        for (int kind = 0; kind < 3; kind++) {
            var best = new double[all.size()];
            long end = System.nanoTime() + 1_500_000_000L;
            for (int round = 0; round < 12 || System.nanoTime() < end; round++) {
                for (int f = 0; f < best.length; f++) {
                    best[f] = Math.max(best[f], work[kind] / once(all.get(f), cell, n, a, b, kind));
                }
            }
            out.append(kind == 0 ? "  potrf" : kind == 1 ? "  trsm" : "  trsv");
            for (double g : best) {
                out.append(" %.1f".formatted(g));
            }
        }
        return out.toString();
    }

    /// Nanoseconds of one run; small ones are repeated.
    private static double once(Factors f, Cell cell, int n, Storage a, Storage b, int kind) {
        int times = Math.max(1, 3_000_000 / (n * n * n));
        var op = new TriangularSolve(true, true, false, false);
        long time = 0;
        for (int i = 0; i < times; i++) {
            b.copyFrom(0, a, 0, (long) n * n);
            long t = System.nanoTime();
            if (kind == 0) {
                f.cholesky(cell, b, 0, n);
            } else {
                f.solve(op, cell, a, 0, b, 0, n, kind == 1 ? n : 1);
            }
            time += System.nanoTime() - t;
        }
        return (double) time / times;
    }

    private static Storage matrix(Cell cell, int n) {
        Storage a = Storage.allocate(cell, (long) n * n);
        Random random = new Random(n);
        for (int i = 0; i < n * n; i++) {
            double v = i / n == i % n ? 4 : (random.nextDouble() - 0.5) / n;
            if (cell == Cell.F64) {
                a.setDouble(i, v);
            } else {
                a.setFloat(i, (float) v);
            }
        }
        return a;
    }
}
