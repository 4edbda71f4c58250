package org.cotangent.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.core.UnsupportedException;
import org.cotangent.graph.Graph;
import org.cotangent.graph.GraphJson;
import org.cotangent.graph.Parser;
import org.cotangent.program.Program;
import org.junit.jupiter.api.Test;

/// The explorer as Java programs open it.
class ExplorerTest {
    private static final Graph GRAPH = Parser.parse("""
            graph f(w: f32[2,2] param, x: f32[2] input) -> f32[] {
              %0: f32[2] = dot[lhs=[1], rhs=[0], lhsBatch=[], rhsBatch=[]] w x @Demo.java:14
              %1: f32[2] = mul %0 0.5 @Demo.java:15
              %2: f32[] = sum[axes=[0]] %1 @Demo.java:16
              return %2
            }
            """);

    private static HttpResponse<String> post(String url, String path, String body) throws Exception {
        var token = URI.create(url).getQuery().substring("token=".length());
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url).resolve(path)).header("Content-Type",
                            "application/json").header("Authorization", "Bearer " + token)
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aGraphIsShownOnItsInputs() throws Exception {
        try (var e = Explorer.open(GRAPH, List.of(Ops.ones(GRAPH.inputTypes().get(0)),
                Ops.ones(GRAPH.inputTypes().get(1))))) {
            assertThat(post(e.url(), "/api/session", "{}").body()).contains("\"graph\":\"f\"");
            var answer = post(e.url(), "/api/eval", "{}");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"value\":2.0").contains("\"kind\":\"parameter\"")
                    .contains("\"w\":[[0.5,0.5],[0.5,0.5]]");
            assertThat(post(e.url(), "/api/eval", "{\"at\":{\"x\":[3,4]}}").body()).contains("\"value\":7.0");
        }
    }

    @Test
    void aGraphWithoutInputsGetsSome() throws Exception {
        try (var e = Explorer.open(GRAPH)) {
            assertThat(post(e.url(), "/api/eval", "{}").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPortInUseIsSaid() {
        try (var e = Explorer.open(GRAPH)) {
            int port = URI.create(e.url()).getPort();
            assertThatThrownBy(() -> Explorer.open(Program.parse("x"), Map.of(), List.of(), DType.FLOAT64, port))
                    .isInstanceOf(UnsupportedException.class).hasMessageContaining(Integer.toString(port));
        }
    }

    @Test
    void savedGraphsComeBack() {
        assertThat(SavedGraph.read(GraphJson.write(GRAPH))).isEqualTo(GRAPH).hasToString(GRAPH.toString());
        var nested = Parser.parse("""
                graph g(x: f64[] input) -> f64[] {
                  %0: f64[] = call[graph=graph h(t: f64[] input) -> f64[] {
                    %0: f64[] = pow_int[k=3] t
                    return %0
                  }] x
                  %1: f64[] = mul %0 2.5:f64
                  return %1
                }
                """);
        assertThat(SavedGraph.read(GraphJson.write(nested))).isEqualTo(nested);
        for (var bad : List.of("", "{}", "[]", "{\"format\":\"cotangent.graph\",\"version\":9}",
                GraphJson.write(GRAPH).replace("\"mul\"", "\"no such\""), GraphJson.write(GRAPH).substring(0, 300))) {
            assertThatThrownBy(() -> SavedGraph.read(bad)).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void anExportedPageIsOneFileWithoutAnswersInPlainText() throws IOException {
        var page = Explorer.export(Program.parse("a = x*y; b = sin(a); c = a + b"), Map.of(), List.of(), DType.FLOAT64);
        assertThat(page).contains("Content-Security-Policy").doesNotContain("1.9601").doesNotContain("5.8805")
                .doesNotContain("src=\"http").doesNotContain("href=\"http").hasSizeLessThan(3_000_000);
        var packed = page.split("id=\"recorded\">")[1].split("</script>")[0];
        var text = new String(new InflaterInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(packed)))
                .readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text).contains("5.720584501801074").contains("\"points\"").contains("\"questions\"");
    }
}
