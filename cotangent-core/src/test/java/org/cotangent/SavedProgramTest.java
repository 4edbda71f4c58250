package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Transforms.customVjp;
import static org.cotangent.Transforms.grad;
import static org.cotangent.Transforms.jit;
import static org.cotangent.Transforms.valueAndGrad;
import static org.cotangent.Transforms.vmap;
import static org.cotangent.core.Ops.*;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.Params;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.cotangent.core.UnsupportedException;
import org.cotangent.graph.ProgramFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedProgramTest {
    record Layer(Tensor w, Tensor b) implements Params {
    }

    record Mlp(List<Layer> layers, double rate, String kind) {
    }

    record Out(Tensor loss, Map<String, Tensor> parts, int steps) {
    }

    private static final Tensor MEAN = tensor(0.25, -0.5, 0.125);

    @TempDir
    Path folder;

    private static Mlp mlp() {
        return new Mlp(List.of(new Layer(iota(DType.FLOAT64, 3, 4).mul(0.1), convert(ones(4), DType.FLOAT64)),
                new Layer(iota(DType.FLOAT64, 4, 2).sub(3).mul(0.2), convert(zeros(2), DType.FLOAT64))), 0.5, "mlp");
    }

    private static Tensor iota(DType d, long rows, long columns) {
        return convert(reshape(arange(rows * columns, DType.INT64), rows, columns), d);
    }

    private static Tensor loss(Mlp m, Tensor x) {
        var h = x.sub(MEAN);
        for (var layer : m.layers()) {
            h = tanh(h.matmul(layer.w()).add(layer.b()));
        }
        return log(add(scalar(1), exp(sum(square(h)).mul(m.rate()))));
    }

    private static Out outs(Mlp m, Tensor x) {
        var l = loss(m, x);
        return new Out(l, Map.of("double", l.mul(2), "x", x), 3);
    }

    private SavedProgram again(SavedProgram p) throws IOException {
        var file = folder.resolve("p.cotangent");
        p.save(file);
        return SavedProgram.load(file);
    }

    private static void same(Tensor a, Tensor b) {
        assertThat(a.type()).isEqualTo(b.type());
        for (long i = 0; i < a.shape().count(); i++) {
            assertThat(Double.doubleToRawLongBits(a.concrete().getDouble(i)))
                    .isEqualTo(Double.doubleToRawLongBits(b.concrete().getDouble(i)));
        }
    }

    @Test
    void recordsComeBackAsMapsAndBitsStay() throws IOException {
        var m = mlp();
        var x = tensor(1.0, -2.0, 0.5);
        var saved = SavedProgram.of(SavedProgramTest::outs, m, x);
        var loaded = again(saved);
        assertThat(loaded.graph()).isEqualTo(saved.graph());
        assertThat(loaded.graph().toString()).isEqualTo(saved.graph().toString());
        assertThat(loaded).hasToString("f(m: Mlp(layers: [Layer(w: f64[3,4], b: f64[4]), Layer(w: f64[4,2], "
                + "b: f64[2])], rate: 0.5, kind: \"mlp\"), x: f64[3]) -> Out(loss: f64[], parts: {double: f64[], x: f64[3]},"
                + " steps: 3)");
        var layers = List.of(Map.of("w", m.layers().get(0).w(), "b", m.layers().get(0).b()), m.layers().get(1));
        Map<String, Object> out = loaded.call(Map.of("layers", layers), x);
        same((Tensor) out.get("loss"), jit(SavedProgramTest::loss).apply(m, x));
        assertThat(out.keySet()).containsExactly("loss", "parts", "steps");
        assertThat(out.get("steps")).isEqualTo(3);
        assertThat(((Map<?, ?>) out.get("parts")).keySet()).hasToString("[double, x]");
    }

    @Test
    void itIsDifferentiatedBatchedAndCompiled() throws IOException {
        var m = mlp();
        var x = tensor(1.0, -2.0, 0.5);
        var loaded = again(SavedProgram.of(SavedProgramTest::loss, m, x));
        Map<String, Object> given = Map.of("layers", m.layers());
        Fn2<Map<String, Object>, Tensor, Tensor> f = (p, v) -> loaded.call(p, v);
        var expected = grad(jit(SavedProgramTest::loss)).apply(m, x);
        var got = grad(f).apply(given, x);
        same(((Layer) ((List<?>) got.get("layers")).get(0)).w(), expected.layers().get(0).w());
        var compiled = jit(valueAndGrad(f));
        compiled.compileNow();
        var both = compiled.apply(given, x);
        assertThat(allClose(both.value(), loss(m, x), 1e-14, 1e-14)).isTrue();
        assertThat(allClose(((Layer) ((List<?>) both.gradient().get("layers")).get(1)).b(),
                expected.layers().get(1).b(), 1e-12, 1e-13)).isTrue();
        var rows = stack(List.of(x, x.mul(2), x.neg()), 0);
        var each = vmap(v -> loaded.call(given, v)).apply(rows);
        for (int i = 0; i < 3; i++) {
            assertThat(allClose(index(each, i), loss(m, index(rows, i)), 1e-13, 1e-14)).isTrue();
        }
        loaded.compileNow();
        same(loaded.call(given, x), jit(SavedProgramTest::loss).apply(m, x));
    }

    @Test
    void aStabilisedGradientIsFiniteAfterLoading() throws IOException {
        TensorFn softplus = v -> log(add(scalar(1), exp(v)));
        var loaded = again(SavedProgram.of(softplus, scalar(1.0)));
        assertThat(grad(loaded.asTensorFn()).apply(scalar(800.0)).item()).isEqualTo(1.0);
        assertThat(grad(grad(loaded.asTensorFn())).apply(scalar(0.0)).item()).isEqualTo(0.25);
    }

    @Test
    void loopsBranchesKeysRulesAndCheckpointsAreKept() throws IOException {
        TensorFn f = v -> {
            var ruled = customVjp(x -> x.mul(x), (x, y, ct) -> ct.mul(x).mul(3)).apply(v);
            var looped = Control.fori(4, ruled, (i, c) -> Transforms.checkpoint(x -> sin(x).mul(1.5)).apply(c));
            var chosen = Control.cond(gt(sum(v), scalar(0)), (Tensor x) -> exp(x), (Tensor x) -> x.mul(2), looped);
            return sum(chosen.add(normal(key(7), v.type())));
        };
        var loaded = again(SavedProgram.of(f, tensor(0.1, 0.2, 0.3)));
        for (var x : List.of(tensor(0.1, 0.2, 0.3), tensor(-1.0, 0.2, 0.3))) {
            same(loaded.call(x), jit(f).apply(x));
            same(grad(loaded.asTensorFn()).apply(x), grad(jit(f)).apply(x));
        }
    }

    @Test
    void capturedTensorsOfEveryTypeKeepTheirBits() throws IOException {
        var odd = org.cotangent.storage.Storage.ofArray(
                new double[] {Double.longBitsToDouble(0x7ff8000000000123L), -0.0});
        var odds = Concrete.of(tensor(0.0, 0.0).type(), odd);
        for (var d : DType.values()) {
            var captured = iota(d, 100, 200);
            var loaded = again(SavedProgram.of((Tensor x) -> List.of(captured.add(x), odds, captured),
                    reshape(convert(tensor(1.0), d))));
            List<Tensor> out = loaded.call(reshape(convert(tensor(1.0), d)));
            same(out.get(2), captured);
            assertThat(Double.doubleToRawLongBits(out.get(1).concrete().getDouble(0))).isEqualTo(0x7ff8000000000123L);
        }
    }

    @Test
    void badArgumentsAreNamed() throws IOException {
        var loaded = again(SavedProgram.of(SavedProgramTest::loss, mlp(), tensor(1.0, 2.0, 3.0)));
        assertThatThrownBy(() -> loaded.call(tensor(1.0))).isInstanceOf(StructureException.class)
                .hasMessageContaining("1 arguments").hasMessageContaining("give 2");
        assertThatThrownBy(() -> loaded.call(Map.of("layer", 1), tensor(1.0))).isInstanceOf(StructureException.class)
                .hasMessageContaining("without [layers]");
        assertThatThrownBy(() -> loaded.call(Map.of("layers", List.of()), tensor(1.0)))
                .hasMessageContaining("argument a.layers").hasMessageContaining("a list of 2");
        assertThatThrownBy(() -> loaded.call(new Mlp(mlp().layers(), 0.75, "mlp"), tensor(1.0)))
                .hasMessageContaining("0.75 as argument a.rate").hasMessageContaining("part of the program");
        assertThatThrownBy(() -> loaded.call(mlp(), tensor(1.0))).isInstanceOf(CotangentException.class)
                .hasMessageContaining("f64[1]");
    }

    @Test
    void hostCallsAreRefused() {
        TensorFn f = x -> hostCall("look", v -> v, x.type(), x);
        assertThatThrownBy(() -> SavedProgram.of(f, scalar(1.0)).save(folder.resolve("h")))
                .isInstanceOf(UnsupportedException.class).hasMessageContaining("look")
                .hasMessageContaining("SavedProgramTest.java");
        assertThat(folder.resolve("h")).doesNotExist();
    }

    private static byte[] bytes(SavedProgram p) throws IOException {
        var out = new ByteArrayOutputStream();
        p.parts().write(out);
        return out.toByteArray();
    }

    private static ProgramFile read(byte[] bytes) throws IOException {
        return ProgramFile.read(new ByteArrayInputStream(bytes), "some.file", List.of());
    }

    private static byte[] small() throws IOException {
        var c = tensor(1.0, 2.0, 3.0);
        return bytes(SavedProgram.of((Map<String, Tensor> m) -> List.of(m.get("x").mul(c)), Map.of("x", c)));
    }

    @Test
    void everyFlippedBitAndEveryLengthIsNoticed() throws IOException {
        var good = small();
        assertThat(read(good).constants()).hasSize(1);
        for (int i = 0; i < good.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                var bad = good.clone();
                bad[i] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> read(bad)).isInstanceOf(FormatException.class)
                        .hasMessageContaining("some.file");
            }
            int length = i;
            assertThatThrownBy(() -> read(Arrays.copyOf(good, length))).isInstanceOf(FormatException.class);
        }
        assertThatThrownBy(() -> read(Arrays.copyOf(good, good.length + 1))).isInstanceOf(FormatException.class);
    }

    /// Files whose sum is right and whose content is not, as somebody could make them on purpose.
    @Test
    void hostileFilesGiveNamedErrors() throws IOException {
        var good = small();
        var random = new Random(5);
        var signs = "{}[]()\"\\@#&:=,-0a9Nx ".getBytes(StandardCharsets.US_ASCII);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 4000; i++) {
            var bad = good.clone();
            for (int k = random.nextInt(1, 4); k > 0; k--) {
                bad[random.nextInt(150, good.length)] = signs[random.nextInt(signs.length)];
            }
            try {
                read(summed(bad));
                read++;
            } catch (CotangentException e) {
                assertThat(e.getMessage()).startsWith("cannot ");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1500);
        assertThat(read + refused).isEqualTo(4000);
    }

    private static byte[] summed(byte[] bytes) throws IOException {
        try {
            var text = new String(bytes, StandardCharsets.ISO_8859_1);
            int at = text.indexOf("\"sha256\":\"") + 10;
            Arrays.fill(bytes, at, at + 64, (byte) '0');
            var hex = HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
            System.arraycopy(hex.getBytes(StandardCharsets.US_ASCII), 0, bytes, at, 64);
            return bytes;
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    @Test
    void claimedSizesAreNotBelieved() throws IOException {
        var text = new String(small(), StandardCharsets.ISO_8859_1);
        for (var change : List.of("\"shape\":[3]|\"shape\":[9]", "\"data_offsets\":[0,24]|\"data_offsets\":[8,24]",
                "\"dtype\":\"F64\"|\"dtype\":\"F32\"", "\"dtype\":\"F64\"|\"dtype\":\"F99\"")) {
            var parts = change.split("\\|");
            assertThat(text).contains(parts[0]);
            var bad = summed(text.replace(parts[0], parts[1]).getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> read(bad)).isInstanceOf(FormatException.class);
        }
        var newer = text.replace("\"version\":\"1\"", "\"version\":\"2\"").getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> read(newer)).isInstanceOf(FormatException.class).hasMessageContaining("version 2")
                .hasMessageContaining("reads version 1");
        assertThatThrownBy(() -> SavedProgram.load(folder)).isInstanceOf(FormatException.class)
                .hasMessageContaining("a folder");
    }

    @Test
    void aFreshProcessRunsItWithTheCoreAlone() throws Exception {
        var file = folder.resolve("p.cotangent");
        var x = tensor(1.0, -2.0, 0.5);
        SavedProgram.of(SavedProgramTest::loss, mlp(), x).save(file);
        var out = FreshProcess.run(folder, """
                import org.cotangent.*;
                import org.cotangent.core.*;
                import static org.cotangent.core.Ops.*;
                import java.util.*;
                class Load {
                    static Tensor ramp(int rows, int columns, double less, double times) {
                        return convert(reshape(arange(rows * columns, DType.INT64), rows, columns), DType.FLOAT64)
                                .sub(less).mul(times);
                    }
                    public static void main(String[] args) throws Exception {
                        var p = SavedProgram.load(java.nio.file.Path.of(args[0]));
                        var layers = List.of(Map.of("w", ramp(3, 4, 0, 0.1), "b", convert(ones(4), DType.FLOAT64)),
                                Map.of("w", ramp(4, 2, 3, 0.2), "b", convert(zeros(2), DType.FLOAT64)));
                        Tensor y = p.call(Map.of("layers", layers), tensor(1.0, -2.0, 0.5));
                        System.out.println(y.item());
                    }
                }
                """, FreshProcess.core(), file.toString());
        assertThat(Double.parseDouble(out.strip())).isEqualTo(jit(SavedProgramTest::loss).apply(mlp(), x).item());
        assertThat(Files.size(file)).isLessThan(8_000);
    }
}
