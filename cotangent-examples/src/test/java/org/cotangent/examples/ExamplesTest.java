package org.cotangent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every example runs as a class of this module, and some as single files by plain `java`, and prints what it should.
class ExamplesTest {
    private static final Path SOURCES = Path.of("src/main/java");

    /// What each program must say, in this order; the prices are those of the closed formulas.
    private static final Map<String, List<String>> SAID = new TreeMap<>(Map.ofEntries(
            Map.entry("LinearRegression", List.of("descent: slope 2.99", "offset -1.00", "exact:   slope 2.99",
                    "offset -1.00")),
            Map.entry("LogisticRegression", List.of("step   0  loss 0.6931", "step 150  loss 0.", "accuracy 0.9")),
            Map.entry("MlpByHand", List.of("step   0  loss", "step 400  loss 0.0", "[-1.0, 1.0, 1.0, -1.0] f32[4]")),
            Map.entry("NewtonsMethod", List.of("0  f = 2.420e+01", "6  f = ")),
            Map.entry("BlackScholes", List.of("price 4.178300", "delta 0.433204", "gamma 0.027813", "vega  27.813145",
                    "theta -6.736893", "rho   19.571069", "vanna 0.608971")),
            Map.entry("Spring", List.of("t = 1  position", "t = 5  position")),
            Map.entry("CustomRule", List.of("round alone:  [0.0, 0.0, 0.0]", "with a rule:  [0.0, 4.0, 4.0]",
                    "1.414213562373095", "0.35355339059327", "-0.0883883476483", "-0.0883883476483")),
            Map.entry("PerExampleGradients", List.of("f32[6,3]", "true", "norms before", "and after    [1.0")),
            Map.entry("GradientPenalty", List.of("penalty 0.00", "penalty 0.05", "penalty 0.50")),
            Map.entry("Checkpointing", List.of("the same gradient: true", "everything kept:", "run again:")),
            Map.entry("ExplainNan", List.of("nan (forward)", "ExplainNan.java:10", "iteration 2 of 10", "[2]",
                    "dead_relu (backward)", "ExplainNan.java:14", "comes from add")),
            Map.entry("SaveAndLoad", List.of("layer.bias f32[2]", "layer.weight f32[3,2]", "same bits: true",
                    "[[1.0, 2.0],")),
            Map.entry("TrainALoop", List.of("320 steps, rmse below 0.1: true", "layers[0]", "findings: []"))));

    static Stream<String> names() throws IOException {
        try (var files = Files.list(SOURCES)) {
            return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".java"))
                    .map(f -> f.substring(0, f.length() - 5)).sorted().toList().stream();
        }
    }

    private static void check(String name, String out) {
        assertThat(SAID).as("what " + name + " prints").containsKey(name);
        assertThat(out).containsSubsequence(SAID.get(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void runsAndSaysWhatItShould(String name) throws Exception {
        var main = Class.forName(name).getDeclaredMethod("main");
        var constructor = main.getDeclaringClass().getDeclaredConstructor();
        constructor.setAccessible(true);
        main.setAccessible(true);
        var bytes = new ByteArrayOutputStream();
        var old = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            main.invoke(constructor.newInstance());
        } finally {
            System.setOut(old);
        }
        check(name, bytes.toString(StandardCharsets.UTF_8));
    }

    /// `java -cp ... File.java`, as docs/examples.md has it; every file compiles so, two are run.
    @Test
    void aSingleFileRunsWithPlainJava() throws Exception {
        for (var name : List.of("ExplainNan", "TrainALoop")) {
            check(name, launched(SOURCES.resolve(name + ".java")));
        }
    }

    private static String launched(Path file) throws IOException, InterruptedException {
        // Without this module's own classes, which the launcher would find instead of the file.
        var classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(p -> !Path.of(p).toAbsolutePath().startsWith(Path.of("target").toAbsolutePath()))
                .collect(Collectors.joining(File.pathSeparator));
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED", "-cp", classPath, file.toString()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(out).isZero();
        return out;
    }
}
