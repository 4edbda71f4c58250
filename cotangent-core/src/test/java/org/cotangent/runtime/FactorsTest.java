package org.cotangent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Elements;
import org.cotangent.core.NumericsException;
import org.cotangent.core.TensorType;
import org.cotangent.op.Cholesky;
import org.cotangent.op.Factorization;
import org.cotangent.op.TriangularSolve;
import org.cotangent.storage.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// LAPACK and Java against the definitions of the factorizations: residuals at sizes round the blocks, in batches, and
/// the same error for matrices that are not positive definite.
class FactorsTest {
    private static final int[] SIZES = {0, 1, 2, 5, 63, 64, 65, 130, 300};
    private final Random random = new Random(4);

    static Stream<Factors> all() {
        var out = new ArrayList<Factors>(List.of(new JavaFactors(new ScalarGemm(Split.SERIAL), Split.SERIAL),
                new JavaFactors(new VectorGemm(Threads.two(), 256, false), Threads.two())));
        if (OpenBlas.provider().available()) {
            out.add(new Lapack(out.getFirst()));
        } else {
            System.out.println("SKIPPED lapack in FactorsTest: " + OpenBlas.provider());
        }
        return out.stream();
    }

    private Concrete random(DType dtype, long... sizes) {
        var type = TensorType.of(dtype, sizes);
        var s = Storage.allocate(dtype.cell(), type.shape().count());
        for (long i = 0; i < s.count(); i++) {
            Elements.setDouble(dtype, s, i, random.nextDouble() * 2 - 1);
        }
        return Concrete.of(type, s);
    }

    /// Matrices whose lower triangle is that of G G' + n I, with NaN above, where nobody may look.
    private Concrete definite(DType dtype, int batch, int n) {
        var g = random(DType.FLOAT64, batch, n, n);
        var out = Storage.allocate(dtype.cell(), (long) batch * n * n);
        for (int s = 0; s < batch; s++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = i == j ? n : 0;
                    for (int k = 0; k < n && j <= i; k++) {
                        sum += g.getDouble((s * n + i) * n + k) * g.getDouble((s * n + j) * n + k);
                    }
                    Elements.setDouble(dtype, out, ((long) s * n + i) * n + j, j <= i ? sum : Double.NaN);
                }
            }
        }
        return Concrete.of(TensorType.of(dtype, batch, n, n), out);
    }

    private static Concrete run(Factors factors, Factorization op, Concrete... operands) {
        var types = op.typeOf(Stream.of(operands).map(Concrete::type).toList());
        return Factorizations.run(factors, op, List.of(operands), types.getFirst());
    }

    private static double unit(DType dtype) {
        return dtype == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
    }

    @ParameterizedTest
    @MethodSource("all")
    void theFactorTimesItsTransposeIsTheMatrix(Factors factors) {
        for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (int n : SIZES) {
                int batch = n > 100 ? 1 : 3;
                var a = definite(dtype, batch, n);
                var l = run(factors, new Cholesky(), a);
                for (int s = 0; s < batch; s++) {
                    checkFactor(a, l, s, n, unit(dtype));
                }
            }
        }
    }

    private static void checkFactor(Concrete a, Concrete l, int s, int n, double unit) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k <= Math.min(i, j); k++) {
                    sum += l.getDouble((s * n + i) * n + k) * l.getDouble((s * n + j) * n + k);
                }
                if (j <= i) {
                    assertThat(Math.abs(sum - a.getDouble((s * n + i) * n + j))).as(n + " " + i + " " + j)
                            .isLessThan(8 * unit * (n + 2) * Math.sqrt(n + 2.0));
                } else {
                    assertThat(l.getDouble((s * n + i) * n + j)).isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyKindOfTriangularSystem(Factors factors) {
        for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (int n : SIZES) {
                for (int m : n > 100 ? new int[] {1, 150} : new int[] {0, 1, 3, 129}) {
                    for (int kind = 0; kind < 16; kind++) {
                        system(factors, dtype, n > 100 ? 1 : 2, n, m, new TriangularSolve((kind & 1) != 0,
                                (kind & 2) != 0, (kind & 4) != 0, (kind & 8) != 0));
                    }
                }
            }
        }
    }

    /// Small numbers beside the diagonal keep the systems well conditioned, with unit diagonals too.
    private void system(Factors factors, DType dtype, int batch, int n, int m, TriangularSolve op) {
        var a = random(dtype, batch, n, n);
        for (int i = 0; i < batch * n * n; i++) {
            int row = i / Math.max(1, n) % Math.max(1, n);
            int column = i % Math.max(1, n);
            boolean read = row == column ? !op.unit() : row > column == op.lower();
            double v = !read ? Double.NaN : row == column ? 1.5 + a.getDouble(i) / 2 : a.getDouble(i) / n;
            Elements.setDouble(dtype, a.storage(), i, v);
        }
        var b = op.left() ? random(dtype, batch, n, m) : random(dtype, batch, m, n);
        var x = run(factors, op, a, b);
        var slow = op.evaluate(List.of(a, b), List.of(b.type())).getFirst();
        for (long i = 0; i < b.shape().count(); i++) {
            assertThat(Math.abs(x.getDouble(i) - slow.getDouble(i))).as(op + " " + a.type() + " " + b.type())
                    .isLessThan(40 * unit(dtype));
        }
    }

    @Test
    void javaHasTheSameBitsOnAnyThreadsAndVectors() {
        var all = all().limit(2).toList();
        for (int n : new int[] {5, 64, 65, 200}) {
            var a = definite(DType.FLOAT64, 2, n);
            var l = run(all.get(0), new Cholesky(), a);
            assertThat(run(all.get(1), new Cholesky(), a).toDoubleArray()).containsExactly(l.toDoubleArray());
            var b = random(DType.FLOAT64, 2, n, 300);
            for (boolean transposed : new boolean[] {false, true}) {
                var op = new TriangularSolve(true, true, transposed, false);
                assertThat(run(all.get(1), op, l, b).toDoubleArray())
                        .containsExactly(run(all.get(0), op, l, b).toDoubleArray());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theFirstMinorThatIsNotPositiveIsNamed(Factors factors) {
        for (int n : new int[] {3, 64, 100, 300}) {
            for (int bad : new int[] {0, n / 2, n - 1}) {
                for (double v : new double[] {-1, 0, Double.NaN, Double.NEGATIVE_INFINITY}) {
                    var a = definite(DType.FLOAT64, 2, n);
                    a.storage().setDouble(((long) n + bad) * n + bad, v);
                    assertThatThrownBy(() -> run(factors, new Cholesky(), a)).isInstanceOf(NumericsException.class)
                            .hasMessageContaining("leading minor " + (bad + 1) + " of matrix [1] is not positive");
                }
            }
        }
        var a = Concrete.of(TensorType.of(DType.FLOAT64, 2, 2), Storage.ofArray(new double[] {4, 9, 2, -3}));
        assertThatThrownBy(() -> run(factors, new Cholesky(), a)).hasMessageContaining(
                "leading minor 2 is not positive: its pivot is -4.0");
    }

    @ParameterizedTest
    @MethodSource("all")
    void hilbertMatricesUpToTheirPrecision(Factors factors) {
        var good = hilbert(10);
        checkFactor(good, run(factors, new Cholesky(), good), 0, 10, Math.ulp(1.0));
        assertThatThrownBy(() -> run(factors, new Cholesky(), hilbert(20))).isInstanceOf(NumericsException.class);
    }

    private static Concrete hilbert(int n) {
        var h = Storage.allocate(DType.FLOAT64.cell(), (long) n * n);
        for (int i = 0; i < n * n; i++) {
            h.setDouble(i, 1.0 / (i / n + i % n + 1));
        }
        return Concrete.of(TensorType.of(DType.FLOAT64, 1, n, n), h);
    }

    @ParameterizedTest
    @MethodSource("all")
    void badArgumentsNeverReachTheLibrary(Factors factors) {
        var small = Storage.ofArray(new double[8]);
        assertThatThrownBy(() -> factors.cholesky(DType.FLOAT64.cell(), small, 0, 3))
                .isInstanceOfAny(IndexOutOfBoundsException.class);
        var op = new TriangularSolve(true, true, false, false);
        assertThatThrownBy(() -> factors.solve(op, DType.FLOAT64.cell(), small, 0, small, 0, 2, 5))
                .isInstanceOfAny(IndexOutOfBoundsException.class);
    }
}
