package org.cotangent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

/// Programs that nobody means well: each must end soon, with an answer or one message.
class HostileProgramsTest {
    private static Cli run(String program, String... more) {
        var args = new String[more.length + 2];
        args[0] = "grad";
        args[1] = program;
        System.arraycopy(more, 0, args, 2, more.length);
        return Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Cli.run(args));
    }

    private static void rejected(String program, String... words) {
        var run = run(program);
        assertThat(run.status()).as(program).isEqualTo(Main.UNUSABLE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("cotangent: cannot ").contains(words).doesNotContain("Exception", "at org.");
        assertThat(run.err().length()).isLessThan(2000);
        assertThat(run.err().chars()).allMatch(c -> c == '\n' || c >= ' ' && c < 127);
    }

    @Test
    void syntaxErrorsHaveAPlace() {
        rejected("x+", "program:1:3");
        rejected("x+*y", "program:1:3", "`*`");
        rejected(" ".repeat(100_000), "program:1:100001");
        rejected("\"abc\"", "program:1:1");
        rejected("${7*7}", "program:1:1");
        rejected("constructor.constructor('alert(1)')()", "program:1:12");
        rejected("x\u0000+1", "program:1:2", "\\u0000");
        rejected("1,2", "program:1:2");
        rejected("2(3)", "program:1:2");
        rejected("0xffffffffffffffffffffffff", "program:1:1");
        rejected("1e999999999", "program:1:1");
        rejected("x\n+\ny", "program:2:1");
        rejected("x\r\nSet-Cookie: a", "program:2:1");
        rejected("#{T(java.lang.Runtime).getRuntime().exec(\"id\")}", "without a statement");
        rejected("\u0445+1", "unknown name", "\\u0445", "U+0445");
        rejected("a < b < c", "program:1:7");
        rejected("f(x", "program:1:4");
        rejected("(x]", "program:1:3");
        rejected("[1,2", "program:1:5");
        rejected("x[1", "program:1:4");
        rejected("", "program:1:1");
        rejected("f(x) = x", "ends with a function");
        rejected("x)", "program:1:2");
        rejected("a = 1; a = 2", "program:1:8", "1:1");
        rejected("sum(x, axis=0, 1)", "program:1:16");
        rejected("f32 = 2", "`f32`");
    }

    @Test
    void namesThatNobodyKnows() {
        rejected("frobnicate(x)", "unknown function", "frobnicate");
        rejected("exp", "without a value", "exp");
        rejected("__proto__", "without a value", "__proto__");
        rejected("e5", "without a value", "e5");
        assertThat(run("sigmod(x)", "--at", "x=1").err()).contains("did you mean `sigmoid`");
        assertThat(run("log()").err()).contains("0 arguments").contains("log(x)");
        assertThat(run("log(x, x)", "--at", "x=1").err()).contains("2 arguments").contains("log(x)");
        assertThat(run("f(a,b)=a*b; f(x)", "--at", "x=1").err()).contains("1 arguments").contains("program:1:13");
    }

    @Test
    void divisionByZeroIsInfinity() {
        var d = Cli.json("grad", "1/0");
        assertThat(d.get("value").asString()).isEqualTo("Infinity");
        assertThat(d.get("diagnosis").toString()).contains("\"line\":1,\"column\":2", "1.0 / 0.0 is Infinity");
        assertThat(Cli.json("grad", "1/x", "--at", "x=0").get("diagnosis").toString()).contains("%1", "line");
    }

    @Test
    void constantsAlone() {
        var d = Cli.json("grad", "x=1;y=2");
        assertThat(d.get("value").asDouble()).isEqualTo(2);
        assertThat(d.get("nodes").isEmpty()).isTrue();
    }

    @Test
    void depthIsNoMatter() {
        int n = 5000;
        assertThat(run("exp(".repeat(n) + "x" + ")".repeat(n), "--at", "x=-1").status()).isZero();
        assertThat(run("-".repeat(n) + "x", "--at", "x=1").status()).isZero();
        assertThat(run("(".repeat(n) + "x" + ")".repeat(n), "--at", "x=1").status()).isZero();
        assertThat(run("x" + "^1".repeat(n), "--at", "x=1").status()).isZero();
        rejected("[".repeat(n) + "1" + "]".repeat(n), "cannot");
        rejected("(".repeat(n), "program:1:5001");
    }

    @Test
    void longSumsTakeLinearTime() {
        var names = IntStream.range(0, 10_000).mapToObj(i -> "v" + i).collect(Collectors.joining("+"));
        rejected(names, "9990 more");
        var sum = run(IntStream.range(0, 10_000).mapToObj(i -> "x*" + i).collect(Collectors.joining("+")), "--at",
                "x=1", "--json");
        assertThat(sum.status()).isZero();
    }

    @Test
    void functionsThatGrowWithoutEndAreStopped() {
        var program = new StringBuilder("f0(x) = x + 1\n");
        for (int i = 1; i < 60; i++) {
            program.append("f").append(i).append("(x) = f").append(i - 1).append("(f").append(i - 1).append("(x))\n");
        }
        var run = run(program + "y = f59(x)", "--at", "x=1");
        assertThat(run.status()).isEqualTo(Main.UNUSABLE);
        assertThat(run.err()).contains("steps");
        rejected("f(x) = g(x); g(x) = f(x); y = f(1)", "recursion", "f -> g -> f");
    }

    @Test
    void tensorsTooLargeForMemory() {
        for (var program : new String[] {"x*sum(zeros(1000000, 1000000))",
                "x*sum(zeros(4000000000, 4000000000, 4000000000))", "sum(zeros(100000, 100000) + x)"}) {
            var run = run(program, "--at", "x=1");
            assertThat(run.status()).isEqualTo(Main.UNUSABLE);
            assertThat(run.err()).startsWith("cotangent: cannot ").contains("program:1:").doesNotContain("\tat ");
        }
    }

    @Test
    void pathsAreNotEnumerated() {
        var program = new StringBuilder("a0 = x\n");
        for (int i = 1; i <= 60; i++) {
            program.append("a").append(i).append(" = a").append(i - 1).append(" + a").append(i - 1).append("\n");
        }
        var run = run(program.toString(), "--at", "x=1", "--paths", "3", "--json");
        var d = new ObjectMapper().readTree(run.out());
        assertThat(d.get("pathCount").get("x").asString()).isEqualTo("1152921504606846976");
        assertThat(d.get("paths").get("x").size()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad-inputs/expressions.json"})
    void outsideExpressionsEndWithoutAStackTrace(String file) throws Exception {
        var shared = Cli.shared();
        if (shared.isEmpty()) {
            return;
        }
        var cases = new ObjectMapper().readTree(Files.readString(shared.get().resolve("vectors").resolve(file)));
        assertThat(cases.size()).isGreaterThan(20);
        for (var c : cases) {
            var text = new StringBuilder(c.has("expression") ? c.get("expression").asString() : "");
            c.path("expression_parts").forEach(p -> text.append(p.get(0).asString().repeat(p.get(1).asInt())));
            for (var at : new String[] {null, "x=0.5"}) {
                var run = at == null ? run(text.toString()) : run(text.toString(), "--at", at);
                assertThat(run.status()).as(c.get("name").asString()).isIn(0, 2);
                assertThat(run.err()).doesNotContain("Exception", "\tat ", "StackOverflow");
            }
        }
    }
}
