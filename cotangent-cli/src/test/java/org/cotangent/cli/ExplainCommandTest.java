package org.cotangent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `cotangent explain` names node, line and cause of what is broken, and is silent on what is not.
class ExplainCommandTest {
    static List<Catalogue.Case> broken() {
        return Catalogue.BROKEN;
    }

    static List<Catalogue.Case> healthy() {
        return Catalogue.HEALTHY;
    }

    @ParameterizedTest
    @MethodSource("broken")
    void namesWhatIsBroken(Catalogue.Case c) {
        var findings = Cli.json("explain", c.program(), "--at", c.at()).get("findings");
        assertThat(findings).as(findings.toString()).anySatisfy(f -> {
            assertThat(f.get("kind").asString()).isEqualTo(c.kind());
            assertThat(f.get("direction").asString()).isEqualTo(c.direction());
            if (!c.node().isEmpty()) {
                assertThat(f.get("node").asString()).isEqualTo(c.node());
            }
            if (c.line() > 0) {
                assertThat(f.get("line").asInt()).isEqualTo(c.line());
            }
            assertThat(f.get("cause").asString()).contains(c.word());
            assertThat(f.get("slice").size()).isPositive();
            assertThat(f.get("cure").asString()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("healthy")
    void isSilentOnWhatIsHealthy(Catalogue.Case c) {
        assertThat(Cli.json("explain", c.program(), "--at", c.at()).get("findings")).isEmpty();
    }

    /// What is given to a training step, its inputs and masks, need no gradients.
    @Test
    void whereThereAreParametersOnlyTheirGradientsMatter() {
        var program = "m = where(keep > 0, 0, -1e9)\nL = sum(softmax(s + m) * (w @ x))";
        var at = "keep=[1,0],s=[1,2],w=[[0,0],[0,0]],x=[1,2]";
        assertThat(Cli.json("explain", program, "--at", at).get("findings")).isNotEmpty();
        assertThat(Cli.json("explain", program, "--at", at, "--param", "w").get("findings")).isEmpty();
        assertThat(Cli.json("explain", program, "--at", at, "--param", "s").get("findings")).isNotEmpty();
    }

    /// One cause is told once: not again at every operation that it reaches.
    @Test
    void consequencesAreNotTold() {
        var masked = Cli.json("explain", "m = log(keep)\np = softmax(s + m)\nL = -sum(t * log(p))", "--at",
                "s=[1,2,3],keep=[1,0,1],t=[1,0,0]").get("findings");
        assertThat(masked).allSatisfy(f -> assertThat(f.get("node").asString()).isEqualTo("%2"));
        var grown = Cli.json("explain", "g = 2*a*w\nw1 = w - lr*g\ng1 = 2*a*w1\nw2 = w1 - lr*g1\nL = a * w2^2", "--at",
                "w=1,a=1e100,lr=1").get("findings");
        assertThat(grown).hasSizeLessThanOrEqualTo(3);
        assertThat(grown.toString()).doesNotContain("put the guard inside");
    }

    @Test
    void aCureNamesTheRewrite() {
        var f = Cli.json("explain", "y = log(1 + exp(x))", "--at", "x=800").get("findings").get(0);
        assertThat(f.get("cure").asString()).contains("softplus").contains("jit");
        assertThat(f.get("slice").toString()).isEqualTo("[\"%1\",\"%2\",\"y\"]");
    }

    @Test
    void aShapeErrorIsAFinding() {
        var f = Cli.json("explain", "a = x * 2\ny = a @ z", "--at", "x=[[1,2]],z=[[1,2,3]]").get("findings").get(0);
        assertThat(f.get("kind").asString()).isEqualTo("shape");
        assertThat(f.get("line").asInt()).isEqualTo(2);
        assertThat(f.get("node").asString()).isEqualTo("y");
        assertThat(f.get("slice").size()).isPositive();
        assertThat(f.get("cause").asString()).contains("axis 1 of the input `x` f64[1,2]",
                "axis 0 of the input `z` f64[1,3]");
    }

    @Test
    void roundingIsSaidWhenAsked() {
        var plain = Cli.json("explain", "y = log(1 + x) / x", "--at", "x=1e-4", "--dtype", "f32");
        assertThat(plain.has("rounding")).isFalse();
        var r = Cli.json("explain", "y = log(1 + x) / x", "--at", "x=1e-4", "--dtype", "f32", "--rounding", "0.01")
                .get("rounding");
        assertThat(r.get("nodes").get(0).get("op").asString()).isEqualTo("add");
        double off = r.get("value").asDouble() - r.get("wide").asDouble();
        assertThat(r.get("error").asDouble()).isCloseTo(off, org.assertj.core.data.Percentage.withPercentage(2));
        assertThat(r.get("narrower").get("measured").asDouble())
                .isLessThanOrEqualTo(r.get("narrower").get("budget").asDouble());
        var text = Cli.run("explain", "y = sum(exp(x))", "--at", "x=[1,2]", "--rounding").out();
        assertThat(text).contains("nothing is wrong", "rounding moves the output by at most", "as bf16");
        assertThat(Cli.run("explain", "y = x", "--at", "x=1", "--rounding=-1").status()).isEqualTo(2);
        var tensor = Cli.json("explain", "y = log(1 + x) / x", "--at", "x=[1e-4,0.5]", "--dtype", "f32", "--rounding")
                .get("rounding");
        assertThat(tensor.get("nodes").get(0).get("op").asString()).isEqualTo("add");
        assertThat(tensor.get("narrower").isNull()).isTrue();
    }

    @Test
    void aPersonReadsSentences() {
        var run = Cli.run("explain", "y = log(1 + exp(x))", "--at", "x=800");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("infinity at %1, line 1, going forward", "exp(800) is larger than", "softplus");
        assertThat(Cli.run("explain", "y = x*x", "--at", "x=3").out()).startsWith("nothing is wrong");
    }
}
