package org.cotangent.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.cotangent.core.UnsupportedException;
import org.junit.jupiter.api.Test;

class PicturesTest {
    private static final Pattern XML = Pattern.compile("<(/?)([a-zA-Z]+)((?: "
            + "[a-zA-Z:-]+=\"[^\"<]*\")*)(/?)>|[^<>&]+|&(?:amp|lt|gt|quot);");

    private static final Graph ODD = Parser.parse("""
            graph f(x: f32[2] input, "<w>&\\"\\\\\\u0001]" : f32[2] param, s: f32[2] state)
                -> (f32[2], f32[2], f32[], f32[2]) {
              a: f32[2] = mul x 3.0 @Demo.java:7
              b: f32[2] = pow_int[k=2] a @"a<b>.java":1
              "c\\n{d}|`--> end": f32[2] = add b b
              e: f32[2] = call[graph=graph g(q: f32[2] input) -> f32[2] { return q }] "<w>&\\"\\\\\\u0001]"
              return "c\\n{d}|`--> end" x 1.5 e
            }""");

    private static void wellFormed(String xml) {
        var open = new ArrayDeque<String>();
        var m = XML.matcher(xml);
        int at = 0;
        while (m.lookingAt()) {
            at = m.end();
            if (m.group(2) != null && m.group(1).isEmpty() && m.group(4).isEmpty()) {
                open.push(m.group(2));
            } else if (m.group(2) != null && !m.group(1).isEmpty()) {
                assertThat(open.pop()).isEqualTo(m.group(2));
            }
            m.region(at, xml.length());
        }
        assertThat(xml.substring(at)).isEmpty();
        assertThat(open).isEmpty();
        assertThat(xml.chars().filter(c -> c < ' ' && c != '\n' && c != '\t')).isEmpty();
    }

    @Test
    void svgIsWellFormedAndShowsNamesAsText() {
        var svg = Pictures.svg(ODD);
        wellFormed(svg);
        assertThat(svg).contains(">&lt;w&gt;&amp;&quot;\\\ufffd]</text>").contains(">* 3</text>")
                .contains(">x ^ 2</text>")
                .contains("Demo.java:7</title>").contains(">2x</text>").contains("prefers-color-scheme:dark")
                        .contains("graph g, held by e");
        for (int seed = 0; seed < 20; seed++) {
            wellFormed(Pictures.svg(RandomGraphs.of(seed)));
        }
    }

    @Test
    void everyKindHasAShapeOfItsOwn() {
        var svg = Pictures.svg(ODD);
        for (var css : List.of("input", "param", "state", "computation", "literal")) {
            assertThat(svg).contains("<g class=\"" + css);
        }
        assertThat(Pictures.dot(ODD)).contains("shape=circle").contains("shape=doublecircle")
                .contains("shape=hexagon").contains("shape=box, style=\"rounded,filled\"");
        assertThat(Pictures.mermaid(ODD)).contains(":::input").contains("(((\"").contains("{{\"s")
                .contains("(\"#42; 3");
    }

    @Test
    void dotAndMermaidPrintAsInTheGoldenFiles() {
        assertThat(Pictures.dot(GraphTextTest.lossGraphWithoutLines()).stripTrailing())
                .isEqualTo(GraphTextTest.golden("loss.dot"));
        assertThat(Pictures.mermaid(GraphTextTest.lossGraphWithoutLines()).stripTrailing())
                .isEqualTo(GraphTextTest.golden("loss.mmd"));
    }

    @Test
    void nothingInANameGetsThrough() {
        var dot = Pictures.dot(ODD);
        assertThat(dot).contains("label=\"<w>&amp;\\\"\\\\\ufffd]\\nf32[2]\"").contains("\"c\\n{d}")
                .doesNotContain("\u0001");
        assertThat(Pictures.mermaid(ODD).lines()).noneMatch(l -> l.contains("`") || l.contains("<w>")
                || l.startsWith("{d}"));
    }

    @Test
    void notesAreFurtherLines() {
        var x = ODD.inputs().getFirst().var();
        assertThat(Pictures.svg(ODD, Map.of(x,
                "ct = 1.5\nvalue < 2"))).contains(">ct = 1.5</text>").contains(">value &lt; 2</text>");
        assertThat(Pictures.dot(ODD, Map.of(x, "ct = 1.5"))).contains("x\\nf32[2]\\nct = 1.5");
    }

    @Test
    void nodesOfALayerDoNotOverlapAndDataFlowsToTheRight() {
        int[][] edges = {{0, 3}, {1, 3}, {2, 4}, {3, 4}, {0, 4}, {3, 5}, {4, 6}, {5, 6}, {0, 6}};
        var extent = new double[] {10, 10, 10, 10, 10, 10, 10};
        var layout = new Layout(extent, extent, extent, edges);
        for (var e : edges) {
            assertThat(layout.x(e[0])).isLessThan(layout.x(e[1]));
        }
        for (int a = 0; a < 7; a++) {
            for (int b = 0; b < a; b++) {
                assertThat(layout.x(a) != layout.x(b) || Math.abs(layout.y(a) - layout.y(b)) >= 20).isTrue();
            }
        }
        assertThat(layout.x(2)).isEqualTo(layout.x(3));
    }

    @Test
    void aGraphThatNobodyCouldLookAtIsRefused() {
        var big = LargeGraphs.chain(3000);
        assertThatThrownBy(() -> Pictures.svg(big)).isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("3001 nodes");
        wellFormed(Pictures.svg(LargeGraphs.chain(Pictures.LARGEST_SVG - 1)));
        wellFormed(Pictures.svg(new Graph("empty", List.of(), List.of(), List.of())));
    }
}
