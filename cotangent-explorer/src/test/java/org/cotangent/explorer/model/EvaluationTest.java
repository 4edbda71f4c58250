package org.cotangent.explorer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.program.CodeLanguage;
import org.junit.jupiter.api.Test;

/// What the page is told about a program, in the numbers of the worked examples.
class EvaluationTest {
    private static final String FIRST = "a = x*y; b = sin(a); c = a + b";

    private static Map<String, Concrete> point(double x, double y) {
        return Map.of("x", Ops.scalar(x).concrete(), "y", Ops.scalar(y).concrete());
    }

    private static Evaluation first() {
        return Evaluation.of(Ask.of(FIRST, point(2, 3), List.of()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> node(Map<String, Object> json, String name) {
        return ((List<Map<String, Object>>) json.get("nodes")).stream().filter(n -> n.get("name").equals(name))
                .findFirst().orElseThrow();
    }

    @Test
    void valuesAndCotangentsAreTheEngines() {
        var json = first().json(false);
        assertThat((Double) json.get("value")).isCloseTo(5.720584501801074, within(1e-15));
        assertThat((Double) node(json, "a").get("cotangent")).isCloseTo(1.9601702866503659, within(1e-15));
        assertThat(((Map<?, ?>) json.get("gradients")).get("x")).isEqualTo(5.880510859951098);
        assertThat(((Map<?, ?>) json.get("pathCount")).get("y")).isEqualTo("2");
    }

    @Test
    @SuppressWarnings("unchecked")
    void everyUseIsAStepAndSumsGrow() {
        var steps = (List<Map<String, Object>>) first().json(false).get("steps");
        assertThat(steps).hasSize(5);
        assertThat(steps.stream().map(s -> s.get("node") + ">" + s.get("operand")).toList())
                .containsExactly("c>a", "c>b", "b>a", "a>x", "a>y");
        assertThat(steps.get(0)).containsEntry("sum", 1.0).containsEntry("count", 1).containsEntry("of", 2);
        assertThat(steps.get(2)).containsEntry("sum", 1.9601702866503659).containsEntry("count", 2);
    }

    @Test
    void aReusedValueIsExplained() {
        var e = first();
        assertThat((String) node(e.json(false), "a").get("why"))
                .isEqualTo("a is used twice, by b and c, so its derivative is a sum of 2 terms: "
                        + "0.96017 through b (upstream 1 × local 0.96017) + 1 through c (upstream 1 × local 1) = "
                        + "1.96017."
                        + " The value is stored once, whatever the number of uses.");
        assertThat((String) node(e.json(false), "y").get("why")).contains("y is used once, by a")
                .contains("There are 2 paths from y to c");
    }

    @Test
    void formulasAreMathMlWithNumbersPutIn() {
        var json = first().json(false);
        var formula = (Map<?, ?>) node(json, "a").get("formula");
        assertThat(formula.get("letters").toString()).isEqualTo(
                "[mrow, [mi, a], [mo, =], [mrow, [mi, x], [mo, ⋅], [mi, y]]]");
        assertThat(formula.get("numbers").toString()).endsWith("[mo, =], [mn, 6]]");
        var edge = (Map<?, ?>) ((List<?>) node(json, "b").get("edges")).getFirst();
        assertThat(edge.get("formula").toString()).contains("[mi, cos]").contains("[mo, ≈], [mn, 0.96017]");
    }

    @Test
    void nothingFromWhichDerivativesFollowIsToldWhileWithheld() {
        var text = new String(org.cotangent.explorer.model.Json.bytes(first().json(true)),
                java.nio.charset.StandardCharsets.UTF_8);
        assertThat(text).contains("5.7205845").doesNotContain("1.96").doesNotContain("0.96").doesNotContain("5.88")
                .doesNotContain("3.92").doesNotContain("cotangent").doesNotContain("local").doesNotContain("product");
    }

    @Test
    void tangentsMeetTheGradients() {
        var ask = new Ask(FIRST, point(2, 3), List.of(), DType.FLOAT64, false, point(1, -2), 0, true);
        var json = Evaluation.of(ask).json(false);
        var pairing = (Map<?, ?>) json.get("pairing");
        assertThat((Double) pairing.get("left")).isCloseTo(5.880510859951098 - 2 * 3.9203405733007317, within(1e-14));
        assertThat((Double) pairing.get("right")).isCloseTo((Double) pairing.get("left"), within(1e-14));
        assertThat((Double) node(json, "a").get("tangent")).isEqualTo(3.0 - 4.0);
    }

    @Test
    void aNaiveSoftmaxIsRewrittenAndTheNodesStayAsWritten() {
        var s = Map.of("s", Ops.tensor(1000.0, 0, -1000).concrete());
        var json = Evaluation.of(Ask.of("p = exp(s)/sum(exp(s)); L = -log(p[2])", s, List.of())).json(false);
        assertThat(json.get("value")).isEqualTo(2000.0);
        assertThat((List<?>) json.get("rewrites")).isNotEmpty();
        assertThat(node(json, "L").get("value")).isIn("NaN", "Infinity");
    }

    @Test
    void inputsWithoutValuesGetSomeThatFit() {
        var json = Evaluation.of(Ask.of("h = relu(W @ x + b); L = sum(h^2)", Map.of(), List.of("W", "b")))
                .json(false);
        assertThat((List<?>) json.get("defaulted")).hasSize(3);
        assertThat(node(json, "W").get("kind")).isEqualTo("parameter");
        assertThat(node(json, "x").get("kind")).isEqualTo("input");
        assertThat(json.get("gradients").toString()).contains("W=");
    }

    @Test
    void scalarGranularityTakesTensorsApart() {
        var at = Map.of("x", Ops.reshape(Ops.tensor(1.0, 2, 3), 1, 3).concrete(), "W",
                Ops.reshape(Ops.tensor(0.1, 0.2, 0.3), 3, 1).concrete(), "b", Ops.scalar(0.5).concrete());
        var e = Evaluation.of(new Ask("y = sum(exp(x @ W + b))", at, List.of(), DType.FLOAT64, true, null, 4, true));
        var ops = e.nodes().stream().map(n -> n.op()).toList();
        assertThat(ops.stream().filter("mul"::equals)).hasSize(3);
        assertThat(ops.stream().filter("exp"::equals)).hasSize(1);
        assertThat(e.json(false).get("pathCount").toString()).contains("x[0,0]=1");
    }

    @Test
    void codeNamesItsNodes() {
        var code = first().code(CodeLanguage.JAVA);
        assertThat((String) code.get("text")).contains("bar_a += bar_b * Math.cos(a);");
        assertThat(code.get("names").toString()).contains("a=a");
    }

    @Test
    void aGraphOfTwentyThousandNodesIsEvaluatedInSeconds() {
        var text = new StringBuilder("v0 = x*y\n");
        for (int i = 1; i <= 20_000; i++) {
            text.append("v").append(i).append(" = sin(v").append(i - 1).append(")\n");
        }
        var e = Evaluation.of(Ask.of(text.toString(), point(2, 3), List.of()));
        assertThat((List<?>) e.json(false).get("rows")).hasSize(20_003);
        assertThat(e.detail("v3").get("value")).isEqualTo(Math.sin(Math.sin(Math.sin(6))));
        assertThat(e.detail("v3").get("formula")).isNotNull();
    }
}
