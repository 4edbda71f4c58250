package org.cotangent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cotangent.SavedProgram;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cotangent compile`: jars that are called from Java and files that are loaded.
class CompileCommandTest {
    @TempDir
    private Path folder;

    private Class<?> load(Path jar, String name) throws Exception {
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}).loadClass(name);
    }

    @Test
    void aJarHasAClassWithTypedMethods() throws Exception {
        var jar = folder.resolve("wave.jar");
        var run = Cli.json("compile", "y = sin(x)*a + [1, 2]; z = sum(y)", "--types", "x=f64[2],a=f64[]", "--out",
                jar.toString());
        assertThat(run.get("class").asString()).isEqualTo("compiled.Wave");
        assertThat(run.get("signature").asString()).isEqualTo("program(x: f64[2], a: f64[]) -> f64[]");
        var apply = load(jar, "compiled.Wave").getMethod("apply", double[].class, double.class);
        assertThat((double) apply.invoke(null, new double[] {0.5, 1}, 2.0))
                .isEqualTo(3 + 2 * (Math.sin(0.5) + Math.sin(1)), org.assertj.core.data.Offset.offset(1e-14));
    }

    @Test
    void valueAndGradientsComeTogether() throws Exception {
        var jar = folder.resolve("g.jar");
        assertThat(Cli.run("compile", "x*x*y", "--at", "x=1,y=1", "--grad", "--class", "org.example.G", "--out",
                jar.toString()).status()).isZero();
        var apply = load(jar, "org.example.G").getMethod("apply", double.class, double.class);
        assertThat(apply.getParameters()[1].getName()).isEqualTo("y");
        assertThat((double[][]) apply.invoke(null, 3.0, 5.0)).isDeepEqualTo(new double[][] {{45}, {30}, {9}});
    }

    @Test
    void aFileIsLoadedInspectedAndCompiledAgain() throws Exception {
        var file = folder.resolve("p.cotangent");
        assertThat(Cli.run("compile", "log(1 + exp(x))", "--dtype", "f32", "--at", "x=1", "--out", file.toString())
                .out()).contains("program(x: f32[]) -> f32[]");
        Tensor y = SavedProgram.load(file).call(Ops.reshape(Ops.tensor(800f)));
        assertThat(y.item()).isEqualTo(800);
        assertThat(Cli.json("inspect", file.toString()).get("files").get(0).get("format").asString())
                .isEqualTo("program");
        var jar = folder.resolve("p.jar");
        assertThat(Cli.run("compile", "@" + file, "--out", jar.toString()).status()).isZero();
        assertThat(load(jar, "compiled.P").getMethod("apply", float.class).invoke(null, 800f)).isEqualTo(800f);
    }

    @Test
    void whatCannotBeCompiledIsOneMessageAndStatus2() throws IOException {
        var jar = folder.resolve("x.jar").toString();
        for (var wrong : new String[][] {{"x*y", "--at", "x=1", "--out", jar, "--at y=..."},
            {"x", "--types", "x=f99[2]", "--out", jar, "f99"}, {"x", "--types", "x=f32", "--out", jar, "x=f32[4,3]"},
            {"x", "--types", "z=f32[]", "--out", jar, "unknown name"},
            {"x", "--at", "x=1", "--class", "Plain", "--out", jar, "org.example.Model"},
            {"x", "--at", "x=[1,2]", "--grad", "--out", jar, "sum("}, {"x", "--at", "x=1", "--out"}}) {
            var args = new String[wrong.length];
            args[0] = "compile";
            System.arraycopy(wrong, 0, args, 1, wrong.length - 1);
            var run = Cli.run(args);
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err()).contains(wrong.length > 4 ? wrong[wrong.length - 1] : "--out")
                    .doesNotContain("\tat ");
            assertThat(Files.exists(Path.of(jar))).isFalse();
        }
    }
}
