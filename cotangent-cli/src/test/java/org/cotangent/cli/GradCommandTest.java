package org.cotangent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.cli.Cli.close;
import static org.cotangent.cli.Cli.json;
import static org.cotangent.cli.Cli.node;
import static org.cotangent.cli.Cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shape of what `grad` and `check` answer, and the errors of their command lines.
class GradCommandTest {
    @TempDir
    private Path folder;

    @Test
    void equalExpressionsAreStoredOnceAndNamelessNodesAreNumbered() {
        var d = json("grad", "x*y + sin(x*y)", "--at", "x=2,y=3");
        assertThat(d.get("output").asString()).isEqualTo("%3");
        assertThat(d.get("nodes").size()).isEqualTo(5);
        assertThat(node(d, "%1").get("op").asString()).isEqualTo("mul");
        assertThat(node(d, "%3").get("operands").toString()).isEqualTo("[\"%1\",\"%2\"]");
        assertThat(node(d, "%1").get("type").asString()).isEqualTo("f64[]");
    }

    @Test
    void literalsAreOperandsAndNotNodes() {
        var d = json("grad", "y = 2*x + 1/2", "--at", "x=4");
        close(d.get("value"), 8.5);
        assertThat(d.get("nodes").size()).isEqualTo(3);
        assertThat(node(d, "y").get("operands").get(1).asString()).isEqualTo("0.5");
        assertThat(node(d, "%1").get("edges").size()).isEqualTo(1);
    }

    @Test
    void randomFunctionsTakeKeys() {
        var once = json("grad", "sum(x * normal(key(3), [4]))", "--at", "x=2").get("value").asDouble();
        close(json("grad", "sum(x * normal(key=key(3), type=[4]))", "--at", "x=4").get("value"), 2 * once);
        close(json("grad", "sum(normal(splitKey(key(3), 2), [5])) + 0*x", "--at", "x=0").get("value"),
                json("grad", "sum(normal(splitKey(key(3), 2)[0], [5]) + normal(splitKey(key(3), 2)[1], [5])) + x",
                        "--at",
                        "x=0").get("value").asDouble());
        assertThat(json("grad", "sum(gamma(foldIn(key(1), 5), [a, a]))/a", "--at", "a=1e6").get("value").asDouble())
                .isBetween(1.98, 2.02);
    }

    @Test
    void operatorsBindAsTheyShould() {
        close(json("grad", "-x^2", "--at", "x=3").get("value"), -9);
        close(json("grad", "2^-x", "--at", "x=1").get("value"), 0.5);
        close(json("grad", "2^x^2", "--at", "x=3").get("value"), 512);
        close(json("grad", "x - y - 1", "--at", "x=5,y=2").get("value"), 2);
        close(json("grad", "x / y / 2", "--at", "x=8,y=2").get("value"), 2);
        close(json("grad", "-x*y", "--at", "x=8,y=2").get("value"), -16);
        close(json("grad", "where(x + 1 > y*2, x, y)", "--at", "x=8,y=2").get("value"), 8);
        close(json("grad", "x^-2", "--at", "x=2").get("value"), 0.25);
        assertThat(node(json("grad", "a = x^-2; a*1", "--at", "x=2"), "a").get("parameters").get("k").asInt())
                .isEqualTo(-2);
        assertThat(node(json("grad", "a = x^0.5; a*1", "--at", "x=2"), "a").get("op").asString()).isEqualTo("pow");
        close(json("grad", "sum(a/2*b)", "--at", "a=[2,4],b=3").get("value"), 9);
        close(json("grad", "w@x/2", "--at", "w=[1,2],x=[3,4]").get("value"), 5.5);
    }

    @Test
    void continuationLinesCommentsAndFunctions() {
        var d = json("grad", "f(a, b) = a*b + 1  # of two\n\nu = f(x,\n   y)\nv = u +\n  2\nf(v, u)", "--at",
                "x=2,y=3");
        close(d.get("value"), 9 * 7 + 1);
        close(d.get("gradients").get("x"), 3 * (7 + 9));
    }

    @Test
    void aSquareHasTwoEdgesAndTwoPaths() {
        var d = json("grad", "y = x*x*z", "--at", "x=3,z=2", "--paths");
        assertThat(node(d, "%1").get("edges").size()).isEqualTo(2);
        assertThat(d.get("pathCount").get("x").asString()).isEqualTo("2");
        double sum = 0;
        for (var p : d.get("paths").get("x")) {
            assertThat(p.get("nodes").size()).isEqualTo(p.get("locals").size() + 1);
            sum += p.get("product").asDouble();
        }
        assertThat(sum).isEqualTo(d.get("gradients").get("x").asDouble());
    }

    @Test
    void theLargestPathsComeFirst() {
        var d = json("grad", "a = 3*x; b = -5*x; c = 0.5*x; y = a + b + c + x", "--at", "x=1", "--paths", "3");
        var paths = d.get("paths").get("x");
        assertThat(paths.size()).isEqualTo(3);
        assertThat(paths.get(0).get("product").asDouble()).isEqualTo(-5);
        assertThat(paths.get(1).get("product").asDouble()).isEqualTo(3);
        assertThat(paths.get(2).get("product").asDouble()).isEqualTo(1);
        assertThat(d.get("pathCount").get("x").asString()).isEqualTo("4");
    }

    @Test
    void hessiansAndHigherOrders() {
        var d = json("grad", "x^2*y + sum(w*w)*y", "--at", "x=3,y=2,w=[1,2]", "--order", "2");
        var h = d.get("hessian");
        close(h.get("x").get("x"), 4);
        close(h.get("x").get("y"), 6);
        close(h.get("w").get("w").get(1).get(1), 4);
        close(h.get("w").get("w").get(0).get(1), 0);
        close(h.get("y").get("w").get(1), 4);
        close(h.get("w").get("y").get(1), 4);
        var six = json("grad", "sin(2*x)", "--at", "x=0.3", "--order", "6").get("derivatives");
        close(six.get(5), -64 * Math.sin(0.6));
        close(six.get(4), 32 * Math.cos(0.6));
        assertThat(run("grad", "x*y", "--at", "x=1,y=2", "--order", "3").err()).contains("one scalar input", "--wrt");
    }

    @Test
    void forwardModeTakesTensorOutputs() {
        var d = json("grad", "y = [1,2]*x^2", "--at", "x=3", "--mode", "forward");
        close(d.get("gradients").get("x").get(1), 12);
        var bad = run("grad", "y = [1,2]*x^2", "--at", "x=3");
        assertThat(bad.status()).isEqualTo(Main.UNUSABLE);
        assertThat(bad.err()).contains("sum(y)", "--mode forward", "program:1:1", "f64[2]");
    }

    @Test
    void rewritesAreReportedAndTheNodesStayAsWritten() {
        var d = json("grad", "y = log(1 + exp(x))", "--at", "x=800");
        close(d.get("value"), 800);
        close(d.get("gradients").get("x"), 1);
        assertThat(d.get("rewrites").get(0).get("rule").asString()).isEqualTo("softplus");
        assertThat(d.get("rewrites").get(0).get("line").asInt()).isEqualTo(1);
        assertThat(node(d, "y").get("value").asString()).isEqualTo("Infinity");
        var eager = json("grad", "y = log(1 + exp(x))", "--at", "x=800", "--eager");
        assertThat(eager.get("value").asString()).isEqualTo("Infinity");
        assertThat(eager.get("rewrites").isEmpty()).isTrue();
        assertThat(eager.get("diagnosis").get(0).get("node").asString()).isEqualTo("%1");
    }

    @Test
    void valuesOfAllKinds() throws IOException {
        var d = json("grad", "sum(x*y)", "--at", " x = [[1, 2], [3, 4]] , y=-1.5e0 ");
        close(d.get("value"), -15);
        close(d.get("gradients").get("x").get(1).get(0), -1.5);
        assertThat(json("grad", "x + y", "--at", "x=inf", "--at", "y=NaN").get("value").asString()).isEqualTo("NaN");
        var f32 = json("grad", "x*0.1", "--at", "x=1", "--dtype", "f32");
        assertThat(f32.get("value").toString()).isEqualTo("0.1");
        assertThat(f32.get("nodes").get(0).get("type").asString()).isEqualTo("f32[]");
        var program = Files.writeString(folder.resolve("p.txt"), "y = x^2\n");
        close(json("grad", "@" + program, "--at", "x=3").get("value"), 9);
    }

    private static void rejected(String words, String... args) {
        var run = run(args);
        assertThat(run.status()).as(run.out()).isEqualTo(Main.UNUSABLE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("cotangent: ").contains(words.split("\\|"))
                .doesNotContain("\tat ", "Exception");
    }

    @Test
    void badValuesAreSaidWithTheirPlace() {
        rejected("an input without a value: y|program:1:5|--at y=", "grad", "x + y", "--at", "x=1");
        rejected("`z`|the inputs are x", "grad", "x", "--at", "x=1,z=2");
        rejected("`w`|--wrt", "grad", "x", "--at", "x=1", "--wrt", "w");
        rejected("`a`, which the program computes", "grad", "a = x; a*2", "--at", "x=1,a=2");
        rejected("--at:1:3", "grad", "x", "--at", "x=two");
        rejected("--at:1:3", "grad", "x", "--at", "x=[1,[2]]");
        rejected("different lengths", "grad", "x", "--at", "x=[[1,2],[3]]");
        rejected("twice", "grad", "x", "--at", "x=1,x=2");
        rejected("no such file", "grad", "x", "--at", "x=@nowhere.npy");
        rejected("no such file", "grad", "@nowhere.txt");
        rejected("bool i32", "grad", "x", "--at", "x=1", "--dtype", "f12");
        rejected("--eager and --compiled", "grad", "x", "--at", "x=1", "--eager", "--compiled");
        rejected("unknown option `--jsn`", "grad", "--jsn");
        rejected("order", "grad", "x", "--at", "x=1", "--order", "0");
        rejected("Invalid value", "grad", "x", "--at", "x=1", "--mode", "sideways");
        rejected("Missing required parameter", "grad");
    }

    @Test
    void shapesAndDtypesThatDoNotFit() {
        rejected("cannot apply add|f64[2] and f64[3]|program:1:7|broadcasting", "grad", "sum(x + y)", "--at",
                "x=[1,2],y=[1,2,3]");
        rejected("program:2:6|^", "grad", "a = x\nb = a@y\nsum(b)", "--at", "x=[1,2],y=[1,2,3]");
        rejected("bool|only floats", "grad", "x < 1", "--at", "x=2");
        rejected("axis 3|program:1:1", "grad", "sum(x, axis=3)", "--at", "x=[1,2]");
    }

    @Test
    void integersHaveNoGradients() throws IOException {
        var file = folder.resolve("i.npy");
        var header = "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }";
        var bytes = java.nio.ByteBuffer.allocate(10 + header.length() + 16).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes()).put((byte) 1).put((byte) 0).putShort((short) header.length());
        bytes.put(header.getBytes()).putLong(3).putLong(4);
        Files.write(file, bytes.array());
        rejected("differentiate with respect to i|i64[2]|floats", "grad", "sum(i*x)", "--at", "x=2,i=@" + file, "--wrt",
                "i");
        close(json("grad", "sum(i*x)", "--at", "x=2,i=@" + file).get("gradients").get("x"), 7);
    }

    @Test
    void negativeProgramsAreNoOptions() {
        close(json("grad", "-x^2", "--at", "x=3").get("value"), -9);
    }

    @Test
    void keywordArgumentsAndLists() {
        close(json("grad", "sum(sum(x, axis=0)*[1,10])", "--at", "x=[[1,2],[3,4]]").get("value"), 64);
        close(json("grad", "sum(x/sum(x, axis=1, keepdims=true))", "--at", "x=[[1,2],[3,4]]").get("value"), 2);
        close(json("grad", "sum(reshape(x, [4]) * reshape(x, 4))", "--at", "x=[[1,2],[3,4]]").get("value"), 30);
        close(json("grad", "max(x, 0) + sum(max(y, axis=0))", "--at", "x=-1,y=[[1,2],[3,0]]").get("value"), 5);
        close(json("grad", "sum(broadcast_to(x, [3]))", "--at", "x=2").get("gradients").get("x"), 3);
        close(json("grad", "sum(moveAxis(x, 0, 1)@[1,0])", "--at", "x=[[1,2],[3,4]]").get("value"), 3);
    }

    @Test
    void checkComparesThreeWays() {
        var d = json("check", "sin(x)*z^3", "--at", "x=1,z=2");
        assertThat(d.get("holds").asBoolean()).isTrue();
        assertThat(d.get("checks").size()).isEqualTo(4);
        close(d.get("checks").get(0).get("reverse"), 8 * Math.cos(1));
        close(d.get("checks").get(1).get("forward"), -8 * Math.sin(1));
        assertThat(d.get("checks").get(1).get("order").asInt()).isEqualTo(2);
        var kink = run("check", "abs(x)", "--at", "x=0.00001");
        assertThat(kink.status()).isEqualTo(Main.FAILED);
        assertThat(kink.out()).contains("PARTS at x");
    }

    @Test
    void everyCommandHasHelp() {
        for (var command : new String[] {"grad", "check", "doctor", "completion"}) {
            var help = run(command, "--help");
            assertThat(help.status()).isZero();
            assertThat(help.out()).startsWith("Usage: cotangent " + command);
        }
        assertThat(run("--help").out()).contains("grad", "check", "doctor", "completion");
        assertThat(run("completion").out()).startsWith("#!/usr/bin/env bash").contains("complete -F");
    }

    @Test
    void indices() {
        var at = "x=[[1,2,3],[4,5,6]]";
        for (var way : new String[] {"tensor", "scalar"}) {
            var d = json("grad", "sum(x[0,::-1]*[1,2,3]) + x[1][2] + sum(x[:, 1:])*0", "--at", at, "--granularity",
                    way);
            close(d.get("value"), 3 + 4 + 3 + 6);
            close(d.get("gradients").get("x").get(0).get(0), 3);
            close(d.get("gradients").get("x").get(1).get(2), 1);
        }
        close(json("grad", "sum([x[0,0], 2, x[1,1]]*[1,1,10])", "--at", at).get("gradients").get("x").get(1).get(1),
                10);
        rejected("index 2 of axis 0|program:1:2", "grad", "x[2]", "--at", at);
        rejected("3 indices", "grad", "x[0,0,0]", "--at", at);
    }

    @Test
    void pictures() {
        assertThat(run("grad", "y = x*x", "--at", "x=2", "--graph", "dot").out()).startsWith("digraph");
        assertThat(run("grad", "y = x*x", "--at", "x=2", "--graph", "svg").out()).startsWith("<svg");
        assertThat(run("grad", "y = x*x", "--at", "x=2", "--graph", "text").out())
                .startsWith("graph program(x: f64[] input)");
        assertThat(json("grad", "y = x*x", "--at", "x=2", "--graph", "mermaid").get("graph").asString())
                .startsWith("flowchart");
    }

    @Test
    void javaCodeRunsAndGivesTheSame() throws Exception {
        var program = "a = x*y; b = sin(a); c = a + b + log(1 + exp(x)) + relu(y)^2 + where(x > y, x, tanh(y)/x)";
        var d = json("grad", program, "--at", "x=2,y=3");
        var file = Files.writeString(folder.resolve("Program.java"),
                run("grad", program, "--at", "x=2,y=3", "--code", "java").out());
        assertThat(file).content().contains("bar_x += ");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, file.toString()).redirectErrorStream(true).start();
        var out = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(out).isZero();
        var lines = out.lines().toList();
        double[] expected = {d.get("value").asDouble(), d.get("gradients").get("x").asDouble(),
                d.get("gradients").get("y").asDouble()};
        for (int i = 0; i < 3; i++) {
            double got = Double.parseDouble(lines.get(i).substring(lines.get(i).indexOf("= ") + 2));
            assertThat(got).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-12 * Math.abs(expected[i])));
        }
        assertThat(run("grad", "sum(x*x)", "--at", "x=[1,2]", "--code", "java").err()).contains("--granularity scalar");
        assertThat(run("grad", "sum(x*x)", "--at", "x=[1,2]", "--code", "numpy", "--granularity", "scalar").out())
                .startsWith("import numpy").contains("bar_x_0 += ");
    }

    @Test
    void caseFilesAreRun() throws IOException {
        var shared = Cli.shared();
        rejected("no such file", "vectors", "nowhere.csv");
        var odd = Files.writeString(folder.resolve("odd.json"), "{\"a\": 1}");
        rejected("odd.json", "vectors", odd.toString());
        if (shared.isPresent()) {
            var run = run("vectors", shared.get().resolve("vectors/ieee-special/float64.csv").toString());
            assertThat(run.out()).contains(" passed, ").endsWith(" skipped\n");
        }
    }

    @Test
    void theDoctorKnowsTheJdk() {
        var items = json("doctor").get("items");
        assertThat(items.toString()).contains("\"topic\":\"jdk\"", "vectors", "storage", "workers", "products");
        assertThat(run("doctor").out()).contains(Runtime.version().toString());
    }

    @Test
    void theTableIsAligned() {
        var lines = run("grad", "a = x*y; a + 1", "--at", "x=2,y=3").out().lines().toList();
        assertThat(lines.getFirst()).startsWith("node  operation");
        assertThat(lines.get(3)).startsWith("a     mul x y");
        assertThat(lines).contains("d%1/dx = 3.0");
    }

    @Test
    void debugAddsTheStackTrace() {
        assertThat(run("grad", "x+", "--debug").err()).contains("ProgramException").contains("\tat ");
    }
}
