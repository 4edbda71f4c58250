package org.cotangent.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GraphJsonTest {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:([\\[{])|([\\]}])|(,)|(:)|(\"(?:[ "
                    + "!#-\\[\\]-~]|\\\\[\"\\\\nt]|\\\\u[0-9a-f]{4})*\")|(-?[0-9]+(?:\\.[0-9]+)?(?:E-?[0-9]+)?|t"
                    + "rue|false|null))");

    /// Reads JSON strictly enough: brackets match, commas and colons stand between values, strings are plain ASCII.
    private static void wellFormed(String json) {
        var open = new ArrayDeque<String>();
        var m = TOKEN.matcher(json.strip());
        int at = 0;
        boolean value = false;
        while (m.lookingAt()) {
            boolean begins = m.group(1) != null || m.group(5) != null || m.group(6) != null;
            assertThat(begins && value).as("two values without a comma before " + at).isFalse();
            assertThat(!begins && m.group(2) == null && !value).as("no value before " + at).isFalse();
            if (m.group(1) != null) {
                open.push(m.group(1));
            } else if (m.group(2) != null) {
                assertThat(open.pop() + m.group(2)).isIn("[]", "{}");
            }
            value = m.group(2) != null || m.group(5) != null || m.group(6) != null;
            at = m.end();
            m.region(at, json.strip().length());
        }
        assertThat(json.strip().substring(at)).isEmpty();
        assertThat(open).isEmpty();
    }

    @Test
    void aSmallNetworkIsWrittenAsInTheGoldenFile() {
        assertThat(GraphJson.write(GraphTextTest.lossGraphWithoutLines()).stripTrailing())
                .isEqualTo(GraphTextTest.golden("loss.json"));
    }

    @Test
    void numbersThatJsonCannotSayAreStrings() {
        var json = GraphJson.write(Parser.parse(GraphTextTest.golden("constants.graph")));
        wellFormed(json);
        assertThat(json).contains("{\"literal\":\"NaN\",\"dtype\":\"f32\"}").contains("{\"literal\":\"-Infinity\"")
                .contains("{\"literal\":-0.0")
                .contains("{\"literal\":\"NaN(0x7fc00001)\"")
                        .contains("{\"literal\":\"-9223372036854775808\",\"dtype\":\"i64\"}")
                        .contains("{\"literal\":true")
                .contains("\"data\":[1.0,\"NaN(0xffc00000)\"]");
    }

    @Test
    void everyProgramIsWellFormedWithTheInnerGraphsFirst() {
        for (int seed = 0; seed < 30; seed++) {
            var json = GraphJson.write(RandomGraphs.of(seed));
            wellFormed(json);
            assertThat(json).startsWith("{\"format\":\"cotangent.graph\",\"version\":1,");
            assertThat(json.indexOf("\"name\":\"f1\"")).isLessThan(json.indexOf("\"name\":\"f2\""));
        }
    }

    @Test
    void stringsAreEscaped() {
        var g = Parser.parse("graph \"</script>\\u2028\\\"\\n\" (\"\\ud800\": f32[] input) -> () { return }");
        var json = GraphJson.write(g);
        wellFormed(json);
        assertThat(json).contains("\"\\u003c/script>\\u2028\\\"\\n\"").contains("\"\\ud800\"");
        assertThat(GraphJson.write(new Graph("empty", List.of(), List.of(),
                List.of()))).contains("\"graphs\":[\n{\"name\":\"empty\"");
    }
}
