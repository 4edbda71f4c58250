package org.cotangent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.cli.Cli.close;
import static org.cotangent.cli.Cli.json;
import static org.cotangent.cli.Cli.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The worked examples through the command line, in every way of running them.
class WorkedExamplesTest {
    private static final String ALL =
            "compiled tensor|compiled scalar|eager tensor|eager scalar|forward tensor|both scalar";

    private static JsonNode grad(String way, String program, String at, String... more) {
        var args = new ArrayList<>(List.of("grad", program, "--at", at));
        args.addAll(List.of(more));
        var words = way.split(" ");
        switch (words[0]) {
            case "eager", "compiled" -> args.add("--" + words[0]);
            default -> args.addAll(List.of("--mode", words[0]));
        }
        args.addAll(List.of("--granularity", words[1]));
        return json(args.toArray(String[]::new));
    }

    static List<String> ways() {
        return List.of(ALL.split("\\|"));
    }

    private static void gradients(JsonNode document, Object... expected) {
        for (int i = 0; i < expected.length; i += 2) {
            close(document.get("gradients").get((String) expected[i]), (Double) expected[i + 1]);
        }
        assertThat(document.get("gradients").size()).isEqualTo(expected.length / 2);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void row1(String way) {
        var d = grad(way, "a = x*y; b = sin(a); c = a + b", "x=2,y=3");
        assertThat(d.get("output").asString()).isEqualTo("c");
        close(d.get("value"), 5.720584501801074);
        gradients(d, "x", 5.880510859951098, "y", 3.9203405733007317);
        close(node(d, "a").get("value"), 6);
        close(node(d, "b").get("value"), -0.27941549819892586);
        close(node(d, "a").get("cotangent"), 1.9601702866503659);
        close(node(d, "c").get("edges").get(0).get("contribution"), 1);
        close(node(d, "b").get("edges").get(0).get("contribution"), 0.960170286650366);
        assertThat(d.get("nodes").size()).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void row2(String way) {
        var d = grad(way, "a = x + y; f = a*y", "x=2,y=3");
        close(d.get("value"), 15);
        gradients(d, "x", 3.0, "y", 8.0);
        close(node(d, "a").get("edges").get(1).get("contribution"), 3);
        close(node(d, "f").get("edges").get(1).get("contribution"), 5);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rows3To6(String way) {
        double x = 1.3;
        double y = -0.7;
        var at = "x=1.3,y=-0.7";
        gradients(grad(way, "u = x + y; z = u*y; w = u^2; L = z + w", at), "x", 2 * x + 3 * y, "y", 3 * x + 4 * y);
        gradients(grad(way, "a = x*y; b = a + y; L = b^2", at), "x", 2 * y * y * (x + 1), "y",
                2 * y * (x + 1) * (x + 1));
        var five = grad(way, "v = u^2; w = 3*u; L = v*w", "u=1.3");
        gradients(five, "u", 9 * x * x);
        close(node(five, "v").get("edges").get(0).get("contribution"), 6 * x * x);
        close(node(five, "w").get("edges").get(0).get("contribution"), 3 * x * x);
        var six = grad(way, "v = x*y; w = sin(v); z = w + y", at);
        gradients(six, "x", y * Math.cos(x * y), "y", x * Math.cos(x * y) + 1);
        assertThat(names(six)).containsExactly("x", "y", "v", "w", "z");
    }

    private static List<String> names(JsonNode d) {
        var out = new ArrayList<String>();
        d.get("nodes").forEach(n -> out.add(n.get("name").asString()));
        return out;
    }

    @ParameterizedTest
    @MethodSource("ways")
    void row7(String way) {
        var d = grad(way, "z = w*x; s = z + b; a = sigmoid(s); e = a - t; L = e^2", "x=2,w=0.5,b=0.1,t=1", "--param",
                "w,b");
        close(d.get("value"), 0.062370014857361766);
        close(node(d, "z").get("value"), 1);
        close(node(d, "s").get("value"), 1.1);
        close(node(d, "a").get("value"), 0.7502601055951177);
        close(node(d, "e").get("value"), -0.2497398944048823);
        close(node(d, "e").get("cotangent"), -0.4994797888097646);
        close(node(d, "a").get("edges").get(0).get("local"), 0.18736987954752055);
        close(d.get("gradients").get("b"), -0.0935874678657066);
        close(d.get("gradients").get("w"), -0.1871749357314132);
        assertThat(node(d, "w").get("kind").asString()).isEqualTo("parameter");
        assertThat(node(d, "x").get("kind").asString()).isEqualTo("input");
        assertThat(node(d, "L").get("kind").asString()).isEqualTo("computation");
        assertThat(node(d, "L").get("op").asString()).isEqualTo("pow_int");
    }

    private final Random random = new Random(7);

    private double[] numbers(int n) {
        return DoubleStream.generate(random::nextGaussian).limit(n).toArray();
    }

    private static String vector(double[] v) {
        return DoubleStream.of(v).mapToObj(Double::toString).collect(Collectors.joining(",", "[", "]"));
    }

    private static String matrix(double[] w, int rows) {
        int n = w.length / rows;
        return IntStream.range(0, rows).mapToObj(i -> vector(java.util.Arrays.copyOfRange(w, i * n, i * n + n)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rows8And9(String way) {
        var w = numbers(12);
        var x = numbers(4);
        var b = numbers(3);
        var t = numbers(3);
        var values = String.format(Locale.ROOT, "W=%s,x=%s,b=%s", matrix(w, 3), vector(x), vector(b));
        var eight = grad(way, "y = W@x + b; e = y - t; L = 0.5*sum(e^2)", values + ",t=" + vector(t));
        var nine = grad(way, "y = relu(W@x + b); L = sum(y)", values);
        for (int i = 0; i < 3; i++) {
            double y = b[i];
            for (int j = 0; j < 4; j++) {
                y += w[4 * i + j] * x[j];
            }
            close(eight.get("gradients").get("b").get(i), y - t[i]);
            double m = y > 0 ? 1 : 0;
            close(nine.get("gradients").get("b").get(i), m);
            for (int j = 0; j < 4; j++) {
                close(eight.get("gradients").get("W").get(i).get(j), (y - t[i]) * x[j]);
                close(nine.get("gradients").get("W").get(i).get(j), m * x[j]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compiled tensor", "compiled scalar", "forward tensor", "both scalar"})
    void row10(String way) {
        double[][] expected = {{0, 0, 0}, {1, -1, 0}, {1, 0, -1}};
        for (int c = 0; c < 3; c++) {
            var d = grad(way, "e = exp(s); p = e/sum(e); L = -log(sum(h*p))", "s=[1000,0,-1000],h=[" + (c == 0 ? 1 : 0)
                    + ","
                    + (c == 1 ? 1 : 0) + "," + (c == 2 ? 1 : 0) + "]", "--wrt", "s");
            // With the hot one inside the logarithm there is no rule: the softmax is stable, its logarithm is not.
            assertThat(d.get("rewrites").size()).isPositive();
            var l = grad(way, "e = exp(s); p = e/sum(e); L = -sum(h*log(p))", "s=[1000,0,-1000],h=[" + (c == 0 ? 1 : 0)
                    + ","
                    + (c == 1 ? 1 : 0) + "," + (c == 2 ? 1 : 0) + "]", "--wrt", "s");
            close(l.get("value"), 1000 * c);
            for (int i = 0; i < 3; i++) {
                close(l.get("gradients").get("s").get(i), expected[c][i]);
            }
            assertThat(l.get("rewrites").toString()).contains("log_softmax");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tensor", "scalar"})
    void row11(String granularity) {
        var d = json("grad", "y = exp(x@W + b)", "--at", "x=[[1,2,3]],W=[[0.1],[0.2],[0.3]],b=0.5", "--granularity",
                granularity);
        var ops = new ArrayList<String>();
        d.get("nodes").forEach(n -> ops.add(n.get("op").asString()));
        if (granularity.equals("tensor")) {
            assertThat(ops).containsExactly("input", "input", "input", "dot_general", "add", "exp");
        } else {
            assertThat(ops.stream().filter("mul"::equals)).hasSize(3);
            assertThat(ops.stream().filter("add"::equals)).hasSize(3);
            assertThat(ops.stream().filter("exp"::equals)).hasSize(1);
            assertThat(ops).hasSize(7 + 7);
        }
        double y = Math.exp(1.9);
        close(d.get("value").get(0).get(0), y);
        close(d.get("gradients").get("W").get(2).get(0), 3 * y);
        close(d.get("gradients").get("b"), y);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void row12(String way) {
        var d = grad(way, "e = w1*x1 + w2*x2 + b - y; L = e^2", "x1=1,x2=2,w1=0.5,w2=-0.25,b=0.1,y=1", "--param",
                "w1,w2,b");
        var kinds = new ArrayList<String>();
        d.get("nodes").forEach(n -> kinds.add(n.get("kind").asString()));
        assertThat(kinds.stream().filter("parameter"::equals)).hasSize(3);
        assertThat(kinds.stream().filter("input"::equals)).hasSize(3);
        close(d.get("gradients").get("w2"), 2 * 2 * -0.9);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 50})
    void row13(int steps) {
        var program = new StringBuilder();
        for (int t = 1; t <= steps; t++) {
            program.append("h").append(t).append(" = tanh(W@").append(t == 1 ? "h0" : "h" + (t - 1)).append(" + U*x")
                    .append(")\n");
        }
        program.append("L = sum(h").append(steps).append("^2)");
        var at = "W=[[0.5,-0.2],[0.3,0.4]],U=[0.7,-0.1],x=0.9,h0=[0.1,0.2]";
        var tensor = json("grad", program.toString(), "--at", at, "--mode", "both");
        var scalar = json("grad", program.toString(), "--at", at, "--granularity", "scalar");
        assertThat(tensor.get("comparison").get("agrees").asBoolean()).isTrue();
        for (int i = 0; i < 4; i++) {
            close(scalar.get("gradients").get("W").get(i / 2).get(i % 2),
                    tensor.get("gradients").get("W").get(i / 2).get(i % 2).asDouble());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h = tanh(w*h + u)", "a = b; b = a + 1; c = b"})
    void aTrueCycleIsRejectedWithItsNodes(String program) {
        var run = Cli.run("grad", program, "--at", "w=1,u=1");
        assertThat(run.status()).isEqualTo(Main.UNUSABLE);
        assertThat(run.err()).contains("cycle").contains(program.startsWith("h") ? "h -> h" : "a -> b -> a")
                .contains("program:1:1");
    }
}
