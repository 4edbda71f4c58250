package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Transforms.grad;
import static org.cotangent.Transforms.jit;
import static org.cotangent.Transforms.valueAndGrad;
import static org.cotangent.core.Ops.*;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.cotangent.core.DType;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.UnsupportedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompiledProgramTest {
    private static final Tensor BIAS = tensor(0.5, -0.25, 2.0, 0.125);

    @TempDir
    Path folder;

    record Parameters(Tensor w, Tensor s) {
    }

    /// Loops with cells, rows and sums, a product, a loop whose body is a program of its own, a branch.
    private static Tensor loss(Parameters p, Tensor x) {
        var h = softmax(x.matmul(p.w()).add(BIAS), -1);
        var y = Control.fori(5, h, (i, c) -> tanh(c.mul(p.s()).add(1)).mul(exp(c.neg())));
        var z = Control.cond(gt(sum(y), scalar(0)), (Tensor v) -> v.mul(2), (Tensor v) -> v.sub(1), y);
        return sum(square(z)).add(log1p(exp(sum(x))));
    }

    private static Tensor ramp(long rows, long columns, double by) {
        return sin(convert(reshape(arange(rows * columns, DType.INT64), rows, columns), DType.FLOAT64).mul(by));
    }

    private static Parameters parameters() {
        return new Parameters(ramp(3, 4, 0.7), reshape(tensor(0.75)));
    }

    private static String bits(Tensor t) {
        var out = new StringBuilder();
        for (long i = 0; i < t.shape().count(); i++) {
            out.append(Long.toHexString(Double.doubleToRawLongBits(t.concrete().getDouble(i)))).append(' ');
        }
        return out.toString().strip();
    }

    private static final String MAIN = """
            import org.cotangent.core.*;
            import static org.cotangent.core.Ops.*;
            class Load {
                static Tensor ramp(long rows, long columns, double by) {
                    return sin(convert(reshape(arange(rows * columns, DType.INT64), rows, columns), DType.FLOAT64)
                            .mul(by));
                }
                static void print(Tensor t) {
                    for (long i = 0; i < t.shape().count(); i++) {
                        System.out.print(Long.toHexString(Double.doubleToRawLongBits(t.concrete().getDouble(i))) + " ");
                    }
                }
                public static void main(String[] args) {
                    for (int run = 0; run < 2; run++) {
                        for (var t : org.example.Loss.apply(ramp(3, 4, 0.7), reshape(tensor(0.75)), ramp(64, 3, 0.3))) {
                            print(t);
                        }
                        System.out.println();
                        org.example.Loss.program().compileNow();
                    }
                    System.out.println(String.join("; ", org.example.Loss.program().log()));
                }
            }
            """;

    /// In a JVM of its own that has the core, as classes or as a module, and the jar.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFreshProcessGivesTheBitsOfJit(boolean module) throws Exception {
        var x = ramp(64, 3, 0.3);
        var f = valueAndGrad(CompiledProgramTest::loss);
        var jar = folder.resolve("loss.jar");
        SavedProgram.of(f::apply, parameters(), x).writeJar(jar, "org.example.Loss");
        var both = jit(f::apply).apply(parameters(), x);
        var expected = bits(both.value()) + " " + bits(both.gradient().w()) + " " + bits(both.gradient().s());
        var core = FreshProcess.core();
        var out = (module ? FreshProcess.run(folder, MAIN, jar.toString(), List.of("-p", core, "--add-modules",
                "org.cotangent")) : FreshProcess.run(folder, MAIN, core + File.pathSeparator + jar)).lines().toList();
        assertThat(out.get(0).strip()).isEqualTo(expected);
        assertThat(out.get(1).strip()).isEqualTo(expected);
        assertThat(out.get(2)).contains("kernels of its jar").doesNotContain("had to be made").contains("compiled f");
    }

    private Class<?> loaded(SavedProgram p, String name) throws Exception {
        var jar = folder.resolve(name + ".jar");
        p.writeJar(jar, "org.example." + name);
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}).loadClass("org.example." + name);
    }

    @Test
    void arraysAndNumbersGoInAndOut() throws Exception {
        var type = loaded(SavedProgram.of((Map<String, Tensor> m) -> m.get("x").mul(m.get("k")),
                Map.of("x", ramp(2, 3, 1), "k", reshape(tensor(1.0)))), "Scale");
        var method = type.getMethod("apply", double.class, double[].class);
        assertThat(Arrays.stream(method.getParameters()).map(p -> p.getName()).toList()).hasToString("[a_k, a_x]");
        assertThat((double[]) method.invoke(null, 3.0, new double[] {1, 2, 3, 4, 5, 6}))
                .containsExactly(3, 6, 9, 12, 15, 18);
        assertThatThrownBy(() -> method.invoke(null, 3.0, new double[5])).cause().isInstanceOf(ShapeException.class)
                .hasMessageContaining("5 numbers as a.x").hasMessageContaining("f64[2,3]");
        var dot = loaded(SavedProgram.of((Tensor a, Tensor b) -> sum(a.mul(b)), tensor(1f, 2f), tensor(1f, 2f)), "Dot");
        assertThat(dot.getMethod("apply", float[].class, float[].class).invoke(null, new float[] {1, 2},
                new float[] {3, 4})).isEqualTo(11f);
    }

    @Test
    void everyDtypeHasAJavaType() throws Exception {
        for (var d : DType.values()) {
            var x = convert(tensor(1.0, 0.0, 1.0), d);
            var type = loaded(SavedProgram.of((TensorFn) v -> flip(v, 0), x), "T" + d);
            var method = Arrays.stream(type.getMethods()).filter(m -> m.getName().equals("apply")
                    && m.getParameterTypes()[0].isArray()).findFirst().orElseThrow();
            var in = switch (d) {
                case BOOL -> new boolean[] {true, false, false};
                case INT32 -> new int[] {1, 0, 0};
                case INT64 -> new long[] {1, 0, 0};
                case FLOAT16, BFLOAT16, FLOAT32 -> new float[] {1, 0, 0};
                case FLOAT64 -> new double[] {1, 0, 0};
            };
            var out = method.invoke(null, in);
            assertThat(out.getClass()).isEqualTo(in.getClass());
            assertThat(java.lang.reflect.Array.get(out, 2)).isEqualTo(java.lang.reflect.Array.get(in, 0));
        }
    }

    @Test
    void severalResultsAreAnArrayOfArrays() throws Exception {
        var type = loaded(SavedProgram.of((Tensor x) -> List.of(sum(x), x.mul(2)), tensor(1.0, 2.0)), "Two");
        assertThat((double[][]) type.getMethod("apply", double[].class).invoke(null, new double[] {3, 4}))
                .isDeepEqualTo(new double[][] {{7}, {6, 8}});
        assertThat((Tensor[]) type.getMethod("apply", Tensor.class).invoke(null, tensor(3.0, 4.0))).hasSize(2);
    }

    @Test
    void itIsDifferentiatedLikeAnyFunction() throws Exception {
        var type = loaded(SavedProgram.of((TensorFn) v -> sum(v.mul(v).mul(v)), tensor(1.0, 2.0)), "Cube");
        var method = type.getMethod("apply", Tensor.class);
        TensorFn f = v -> {
            try {
                return (Tensor) method.invoke(null, v);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        };
        assertThat(grad(f).apply(tensor(1.0, 2.0)).toString()).isEqualTo("[3.0, 12.0] f64[2]");
    }

    @Test
    void theSameProgramGivesTheSameBytes() throws Exception {
        var p = SavedProgram.of(CompiledProgramTest::loss, parameters(), ramp(4, 3, 1));
        p.writeJar(folder.resolve("a.jar"), "a.B");
        p.writeJar(folder.resolve("b.jar"), "a.B");
        assertThat(Files.mismatch(folder.resolve("a.jar"), folder.resolve("b.jar"))).isEqualTo(-1);
        try (var zip = new ZipFile(folder.resolve("a.jar").toFile())) {
            var names = zip.stream().map(e -> e.getName()).toList();
            assertThat(names).startsWith("META-INF/MANIFEST.MF", "a/B.class", "META-INF/cotangent/a.B/program");
            assertThat(names.size()).isGreaterThan(5);
        }
        assertThatThrownBy(() -> p.writeJar(folder.resolve("c.jar"), "int.Class")).isInstanceOf(
                UnsupportedException.class).hasMessageContaining("int.Class");
        assertThat(folder.resolve("c.jar")).doesNotExist();
    }
}
