package org.cotangent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cotangent.codegen.RowProducts;
import org.cotangent.codegen.Widths;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Role;
import org.cotangent.op.Dot;
import org.cotangent.schedule.Fused;
import org.cotangent.schedule.Schedule;
import org.cotangent.schedule.Single;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;
import org.cotangent.trace.Stage;
import org.junit.jupiter.api.Test;

/// Products inside of fused loops read a matrix once, and have the bits of the Java products.
class RowProductsTest {
    private static final int[] WIDTHS = {0, 128, 256, 512};
    private static final Gemm JAVA = new ScalarGemm(org.cotangent.runtime.Split.SERIAL);

    @Test
    void everyWidthHasTheBitsOfPlainLoops() {
        for (int k : new int[] {16, 17, 31, 37, 100, 129, 1024}) {
            for (int rows : new int[] {16, 32, 48, 61}) {
                doubles(k, rows);
                floats(k, rows);
            }
        }
    }

    private static void doubles(int k, int rows) {
        var matrix = random(Cell.F64, (long) k * rows + (rows % 2) * 40, k);
        var x = new Random(k).doubles(k + 64, -1, 1).toArray();
        var r = new Random(rows).doubles(rows, -1, 1).toArray();
        List<double[]> all = new ArrayList<>();
        for (int bits : WIDTHS) {
            var p = new DoubleRowProducts(bits, true);
            var out = new double[rows];
            p.dots(matrix, 0, rows, k, x, new double[(rows + 4) * p.lanes()], out, 0);
            var sums = new double[1088 * p.lanes() + 64];
            p.columns(matrix, 0, rows, k, r, 0, sums, 1088);
            var partial = new double[2 * k];
            p.finish(sums, 1088, k, partial, k);
            assertThat(sums).containsOnly(0);
            all.add(join(out, partial));
        }
        all.forEach(a -> assertThat(bits(a)).as("k %d, rows %d", k, rows).isEqualTo(bits(all.getFirst())));
    }

    private static void floats(int k, int rows) {
        var matrix = random(Cell.F32, (long) k * rows + (rows % 2) * 40, k);
        var x = floats(new Random(k), k + 64);
        var r = floats(new Random(rows), rows);
        List<float[]> all = new ArrayList<>();
        for (int bits : WIDTHS) {
            var p = new FloatRowProducts(bits, true);
            var out = new float[rows + k];
            p.dots(matrix, 0, rows, k, x, new float[(rows + 4) * p.lanes()], out, 0);
            var sums = new float[1088 * p.lanes() + 64];
            p.columns(matrix, 0, rows, k, r, 0, sums, 1088);
            p.finish(sums, 1088, k, out, rows);
            all.add(out);
        }
        all.forEach(a -> assertThat(a).as("k %d, rows %d", k, rows).isEqualTo(all.getFirst()));
    }

    private static float[] floats(Random random, int n) {
        var out = new float[n];
        for (int i = 0; i < n; i++) {
            out[i] = random.nextFloat() * 2 - 1;
        }
        return out;
    }

    private static double[] join(double[] a, double[] b) {
        var out = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, out, a.length, b.length);
        return out;
    }

    private static long[] bits(double[] a) {
        return Arrays.stream(a).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    /// What lies behind the rows that are asked for is not a number.
    private static Storage random(Cell cell, long count, long seed) {
        var random = new Random(seed);
        var out = Storage.allocate(cell, Math.max(count, 10_000));
        for (long i = 0; i < out.count(); i++) {
            double v = i < count ? random.nextDouble() * 2 - 1 : Double.NaN;
            if (cell == Cell.F64) {
                out.setDouble(i, v);
            } else {
                out.setFloat(i, (float) v);
            }
        }
        return out.slice(0, count);
    }

    /// X^T (2 (X w - y)) and the sum of the squares.
    private static List<Tensor> squares(List<Tensor> in) {
        var r = in.get(0).matmul(in.get(1)).sub(in.get(2));
        return List.of(Ops.sum(r.mul(r)), in.get(0).transpose().matmul(r.add(r)));
    }

    private static Graph graph(DType dtype, long n, long d) {
        var types = List.of(new TensorType(Shape.of(n, d), dtype), new TensorType(Shape.of(d), dtype),
            new TensorType(Shape.of(n), dtype));
        return Stage.trace("squares", RowProductsTest::squares, types, List.of("x", "w", "y"),
            List.of(Role.INPUT, Role.PARAM, Role.INPUT)).graph();
    }

    private static List<Concrete> operands(Graph g) {
        var out = new ArrayList<Concrete>();
        for (var t : g.inputTypes()) {
            var s = random(t.dtype().cell(), t.shape().count(), out.size());
            var own = Storage.allocate(s.cell(), s.count());
            own.copyFrom(0, s, 0, s.count());
            out.add(Concrete.of(t, own));
        }
        return out;
    }

    @Test
    void loopsHaveTheBitsOfJavaProducts() {
        for (long[] size : new long[][] {{5000, 100}, {4099, 65}, {20_001, 16}}) {
            for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
                if (size[0] * size[1] * dtype.cell().bytes() >= 1 << 20) {
                    matches(dtype, size[0], size[1]);
                }
            }
        }
    }

    private static void matches(DType dtype, long n, long d) {
        var g = graph(dtype, n, d);
        var in = operands(g);
        var r = Storage.allocate(dtype.cell(), n);
        JAVA.gemm(dtype.cell(), n, 1, d, in.get(0).storage(), in.get(1).storage(), r);
        for (long i = 0; i < n; i++) {
            twice(dtype, r, i, in.get(2));
        }
        var want = Storage.allocate(dtype.cell(), d);
        JAVA.gemm(dtype.cell(), 1, 1, d, n, new MatrixView(r, 0, n, 1, 0),
            new MatrixView(in.get(0).storage(), 0, d, 1, 0), new MatrixView(want, 0, d, 1, 0), false);
        for (int bits : new int[] {-1, 256}) {
            var program = Widths.with(bits, () -> {
                var p = new Program(Schedule.of(g));
                p.prepare(bits > 0);
                return p;
            });
            var got = program.run(in, null).get(1);
            for (long j = 0; j < d; j++) {
                assertThat(got.getDouble(j)).as("%s %d x %d, column %d", dtype, n, d, j)
                    .isEqualTo(dtype == DType.FLOAT64 ? want.getDouble(j) : want.getFloat(j));
            }
        }
    }

    private static void twice(DType dtype, Storage r, long i, Concrete y) {
        if (dtype == DType.FLOAT64) {
            double v = r.getDouble(i) - y.getDouble(i);
            r.setDouble(i, v + v);
        } else {
            float v = r.getFloat(i) - (float) y.getDouble(i);
            r.setFloat(i, v + v);
        }
    }

    @Test
    void matrixIsReadOnceWhereTwoProductsOfALoopNeedIt() {
        var steps = Schedule.of(graph(DType.FLOAT64, 8192, 50)).steps();
        assertThat(steps).hasSize(1);
        assertThat(((Fused) steps.getFirst()).stages()).anyMatch(s -> s instanceof Fused.RowProduct)
            .anyMatch(s -> s instanceof Fused.ColumnProduct);
        assertThat(steps.getFirst().bytes()).isLessThan((8192 * 50 + 2 * 8192) * 8L);
    }

    @Test
    void loneAndSmallProductsStayByThemselves() {
        var small = Schedule.of(graph(DType.FLOAT64, 1000, 50)).steps();
        assertThat(small.stream().filter(RowProductsTest::isProduct)).hasSize(2);
        var types = List.of(new TensorType(Shape.of(8192, 50), DType.FLOAT64),
            new TensorType(Shape.of(50), DType.FLOAT64), new TensorType(Shape.of(8192, 50), DType.FLOAT64));
        var lone = Stage.trace("lone", in -> {
            var r = Ops.exp(in.get(0).matmul(in.get(1)).add(1)).mul(2);
            return List.of(Ops.sum(r), in.get(2).transpose().matmul(r));
        }, types, List.of("x", "w", "z"), List.of(Role.INPUT, Role.PARAM, Role.INPUT)).graph();
        var steps = Schedule.of(lone).steps();
        assertThat(steps.stream().filter(RowProductsTest::isProduct)).hasSize(2);
        assertThat(steps.stream().filter(s -> s instanceof Fused)).hasSize(1);
    }

    private static boolean isProduct(org.cotangent.schedule.Step s) {
        return s instanceof Single one && one.equation().op() instanceof Dot;
    }

    @Test
    void panelIsThatOfProducts() {
        assertThat(RowProducts.PANEL % DoubleKernel.LANES + RowProducts.PANEL % FloatKernel.LANES).isZero();
    }
}
