package org.cotangent.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.cotangent.core.FormatException;
import org.cotangent.core.GraphException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What GraphJson writes is read back; what makes no sense is refused with the place, whatever sizes it claims.
class GraphJsonReadTest {
    private static final String LOSS = GraphTextTest.golden("loss.json");

    private static Graph same(Graph g) {
        var json = GraphJson.write(g);
        var back = GraphJson.read(json);
        assertThat(back).isEqualTo(g);
        assertThat(GraphJson.write(back)).isEqualTo(json);
        return back;
    }

    @Test
    void goldenAndRandomGraphsComeBack() {
        assertThat(GraphJson.write(GraphJson.read(LOSS)).stripTrailing()).isEqualTo(LOSS.stripTrailing());
        var constants = Parser.parse(GraphTextTest.golden("constants.graph"));
        assertThat(same(constants).toString()).isEqualTo(constants.toString());
        for (int seed = 0; seed < 60; seed++) {
            var g = RandomGraphs.of(seed);
            assertThat(same(g).toString()).isEqualTo(g.toString());
        }
    }

    @Test
    void anOperationOfTheUsersIsReadByItsClass() {
        var text = "graph f(x: f32[2] input) -> f32[2] { y: f32[2] = scaled[factor=-0.0, blocks=[[1, 2], []], "
                + "note=\"a\", dtype=bf16] x return y }";
        var g = Parser.parse(text, "f", List.of(GraphTextTest.Scaled.class));
        var json = GraphJson.write(g);
        assertThat(GraphJson.read(json, List.of(GraphTextTest.Scaled.class))).isEqualTo(g);
        assertThatThrownBy(() -> GraphJson.read(json)).isInstanceOf(FormatException.class)
                .hasMessageContainingAll("`scaled`, which does not exist", "graphs[0].equations[0]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "\"version\":1 ~ \"version\":2 ~ version 2",
        "\"format\":\"cotangent.graph\" ~ \"format\":\"onnx\" ~ format onnx",
        "\"role\":\"input\" ~ \"role\":\"output\" ~ role \"output\"",
        "\"dtype\":\"f32\" ~ \"dtype\":\"f8\" ~ give a dtype",
        "\"dtype\":\"f32\" ~ \"dtype\":\"f64\" ~ graph loss",
        "\"name\":\"loss\" ~ \"name\":3 ~ give a string",
        "\"name\":\"loss\" ~ \"name\":\"loss\",\"name\":\"x\" ~ the key \"name\" twice",
        "\"name\":\"loss\" ~ \"name\":\"loss\",\"title\":\"x\" ~ the key \"title\"",
        "\"graphs\": ~ \"graph\": ~ the key \"graph\""
    })
    void whatIsNotOfTheSchemaIsRefused(String from, String to, String says) {
        var bad = LOSS.replaceFirst(java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to));
        assertThat(bad).isNotEqualTo(LOSS);
        assertThatThrownBy(() -> GraphJson.read(bad)).isInstanceOfAny(FormatException.class, GraphException.class)
                .hasMessageContaining(says);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "01", "1.", ".5", "-", "1e", "+1", "NaN",
        "nul", "'a'", "\"a", "\"\\x\"", "\"\\u12g4\"", "\"\n\"", "{} {}", "{a:1}", "[1 2]", "tru", "truex", "/**/1",
        "{\"a\":1 \"b\":2}", "]", "{]", "[}"})
    void whatIsNoJsonIsRefusedWithItsPlace(String bad) {
        assertThatThrownBy(() -> GraphJson.read(bad)).isInstanceOf(FormatException.class)
                .hasMessageContaining("cannot read JSON").hasMessageContaining("json:");
    }

    private static String with(String inputs, String equations, String results, String types, String constants) {
        return "{\"format\":\"cotangent.graph\",\"version\":1,\"graphs\":[{\"name\":\"f\",\"inputs\":[" + inputs
                + "],\"equations\":[" + equations + "],\"results\":[" + results + "],\"resultTypes\":[" + types
                + "]}],\"constants\":[" + constants + "]}";
    }

    private static final String F32 = "{\"dtype\":\"f32\",\"shape\":[2]}";

    private static void refused(String json, String... says) {
        assertThatThrownBy(() -> GraphJson.read(json)).isInstanceOfAny(FormatException.class, GraphException.class)
                .hasMessageContainingAll(says);
    }

    @Test
    void sizesThatATextClaimsAreNotBelieved() {
        var huge = "{\"dtype\":\"f64\",\"shape\":[1000000,1000000]}";
        refused(with("", "", "", "", "{\"type\":" + huge + ",\"data\":[1.0]}"), "constants[0]", "1 numbers for f64");
        refused(with("", "", "", "", "{\"type\":" + huge + ",\"base64\":\"AAAA\"}"), "4 characters for f64");
        refused(with("", "", "", "", "{\"type\":{\"dtype\":\"f64\",\"shape\":[9223372036854775807,9]},\"data\":[]}"),
                "constants[0]");
        refused(with("", "", "", "", "{\"type\":{\"dtype\":\"f64\",\"shape\":[-1]},\"data\":[]}"), "from 0 to");
        refused(with("", "", "", "", "{\"type\":{\"dtype\":\"f64\",\"shape\":[" + "1,".repeat(300)
                + "1]},\"data\":[1.0]}"), "301 axes");
        refused("[".repeat(1_000_000), "nested deeper than 512");
        refused("{\"a\":".repeat(1_000_000), "nested deeper than 512");
        refused("1".repeat(1_000_000), "give an object");
    }

    @Test
    void valuesMustBeDefinedBeforeAndOnce() {
        var x = "{\"name\":\"x\",\"type\":" + F32 + ",\"role\":\"input\"}";
        var loop = "{\"op\":\"add\",\"operands\":[\"y\",\"x\"],\"results\":[{\"name\":\"y\",\"type\":" + F32
                + "}],\"lines\":[]}";
        refused(with(x, loop, "\"y\"", F32, ""), "the value y", "graphs[0].equations[0]");
        refused(with(x + "," + x, "", "\"x\"", F32, ""), "the value x defined twice");
        refused(with(x, "", "\"z\"", F32, ""), "the value z", "graphs[0]");
        refused(with(x, "", "{\"constant\":0}", F32, ""), "constant 0 of 0");
        refused(with(x, "", "\"x\"", "", ""), "resultTypes");
        refused(with(x, "{\"op\":\"call\",\"parameters\":{\"graph\":{\"graph\":0}},\"operands\":[],\"results\":[],"
                + "\"lines\":[]}", "\"x\"", F32, ""), "graph 0, which does not stand before");
        refused(with(x, "{\"op\":\"exp\",\"operands\":[\"x\"],\"results\":[{\"name\":\"y\",\"type\":"
                + F32.replace("[2]", "[3]") + "}],\"lines\":[]}", "\"y\"", F32.replace("[2]", "[3]"), ""),
                        "verify graph f");
    }

    @Test
    void manyEquationsAndDamagedTextsEndInTime() {
        var x = "{\"name\":\"%0\",\"type\":" + F32 + ",\"role\":\"input\"}";
        var all = new StringBuilder();
        int n = 100_000;
        for (int i = 0; i < n; i++) {
            all.append(i == 0 ? "" : ",").append("{\"op\":\"exp\",\"operands\":[\"%").append(i)
                    .append("\"],\"results\":[{\"name\":\"%").append(i + 1).append("\",\"type\":").append(F32)
                    .append("}],\"lines\":[]}");
        }
        assertThat(GraphJson.read(with(x, all.toString(), "\"%" + n + "\"", F32, "")).equations()).hasSize(n);
        var random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            var text = new StringBuilder(LOSS);
            for (int k = random.nextInt(3); k >= 0; k--) {
                int at = random.nextInt(text.length());
                text.replace(at, Math.min(text.length(), at + random.nextInt(4)),
                        "{}[]\",:0-9aN".charAt(random.nextInt(12)) + "");
            }
            try {
                GraphJson.read(text.toString());
            } catch (FormatException | GraphException e) {
                assertThat(e.getMessage()).startsWith("cannot ");
            }
        }
    }
}
