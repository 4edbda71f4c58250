package org.cotangent.explorer.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cotangent.explorer.Explorer;
import org.cotangent.program.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Hostile requests are refused, and the server goes on.
class BadRequestsTest {
    private static Explorer explorer;
    private static int port;
    private static String token;

    @BeforeAll
    static void open() {
        explorer = Explorer.open(Program.parse("c = x*y"));
        var m = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/\\?token=(\\S+)").matcher(explorer.url());
        assertThat(m.matches()).isTrue();
        port = Integer.parseInt(m.group(1));
        token = m.group(2);
    }

    @AfterAll
    static void close() {
        explorer.close();
    }

    private static String host() {
        return "127.0.0.1:" + port;
    }

    private static String post(String path, String body, String... headers) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8).length;
        return Raw.send(port, "POST " + path + " HTTP/1.1\r\nHost: " + host() + "\r\n" + String.join("", headers)
                + "Content-Type: application/json\r\nConnection: close\r\n"
                + "Content-Length: " + bytes + "\r\n\r\n" + body);
    }

    private static String authorised(String body) throws IOException {
        return post("/api/eval", body, "Authorization: Bearer " + token + "\r\n");
    }

    static void works() throws IOException {
        var answer = authorised("{\"program\":\"c = x*y\",\"at\":{\"x\":2,\"y\":3}}");
        assertThat(Raw.status(answer)).isEqualTo(200);
        assertThat(answer).contains("\"gradients\":{\"x\":3.0,\"y\":2.0}");
    }

    @TestFactory
    Stream<DynamicTest> theManifestHolds() throws IOException {
        var folder = Path.of(System.getProperty("cotangent.shared", "../../shared"), "vectors", "bad-inputs");
        if (!Files.isDirectory(folder)) {
            System.out.println("SKIPPED: no folder " + folder + " (set -Dcotangent.shared)");
            return Stream.empty();
        }
        return Files.readAllLines(folder.resolve("manifest.csv")).stream().filter(l -> l.startsWith("http/"))
                .map(l -> l.split(",")).map(row -> DynamicTest.dynamicTest(row[0], () -> {
                    var text = new String(Files.readAllBytes(folder.resolve(row[0])), StandardCharsets.ISO_8859_1);
                    var answer = Raw.send(port, text.replace("localhost", host()));
                    check(row[1], answer);
                    works();
                }));
    }

    /// The demand is a text such as `403 or 400` or `404 or 400; nothing outside the packaged web files`.
    private static void check(String demand, String answer) {
        int status = Raw.status(answer);
        var lower = answer.toLowerCase(Locale.ROOT);
        assertThat(lower).doesNotContain("set-cookie").doesNotContain("root:").doesNotContain(
                "access-control-allow-origin");
        var statuses = Pattern.compile("\\b[45]\\d\\d\\b").matcher(demand).results()
                .map(r -> Integer.parseInt(r.group())).toList();
        if (statuses.isEmpty()) {
            assertThat(demand).containsAnyOf("close", "no injected header", "Access-Control");
            assertThat(status).as(demand).isIn(0, 400, 403, 405);
        } else if (demand.contains("close") && status == 0) {
            assertThat(answer).isEmpty();
        } else {
            assertThat(status).as(demand + ": " + answer).isIn(statuses);
        }
    }

    @Test
    void theTokenIsNeeded() throws IOException {
        assertThat(Raw.status(post("/api/eval", "{\"program\":\"x\"}"))).isEqualTo(403);
        assertThat(Raw.status(post("/api/eval", "{\"program\":\"x\"}", "Authorization: Bearer wrong\r\n")))
                .isEqualTo(403);
        var page = "GET /%s HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n";
        assertThat(Raw.status(Raw.send(port, page.formatted("")))).isEqualTo(403);
        assertThat(Raw.status(Raw.send(port, page.formatted("?token=" + token)))).isEqualTo(200);
        assertThat(Raw.status(Raw.send(port, page.formatted("app.js")))).isEqualTo(200);
    }

    @Test
    void everyAnswerCarriesThePolicy() throws IOException {
        var answer = Raw.send(port, "GET /?token=" + token + " HTTP/1.1\r\nHost: " + host()
                + "\r\nConnection: close\r\n\r\n");
        assertThat(answer.toLowerCase(Locale.ROOT)).contains("content-security-policy: default-src 'none'; script-src "
                + "'self'").contains("x-content-type-options: nosniff").contains("referrer-policy: no-referrer")
                .doesNotContain("unsafe");
    }

    @Test
    void pagesOfOtherSitesAreRefused() throws IOException {
        var mine = "Authorization: Bearer " + token + "\r\n";
        var body = "{\"program\":\"x\"}";
        assertThat(Raw.status(post("/api/eval", body, mine, "Origin: http://" + host() + "\r\n"))).isEqualTo(200);
        assertThat(Raw.status(post("/api/eval", body, mine, "Origin: null\r\n"))).isEqualTo(403);
        assertThat(Raw.status(post("/api/eval", body, mine, "Sec-Fetch-Site: cross-site\r\n"))).isEqualTo(403);
        assertThat(Raw.status(post("/api/eval", body, mine, "Host: " + host() + "\r\n"))).isEqualTo(400);
    }

    @Test
    void bodiesThatMakeNoSenseAreRefused() throws IOException {
        for (var body : new String[] {"", "[]", "1", "{", "{}", "{\"program\":1}", "{\"program\":\"x\",\"at\":[]}",
            "{\"program\":\"x\",\"at\":{\"x\":\"<b>\"}}", "{\"program\":\"x\",\"at\":{\"x\":[[1],[2,3]]}}",
            "{\"program\":\"x\",\"at\":{\"x\":[]}}", "{\"program\":\"x\"} {}", "{\"program\":\"x\",\"paths\":1e99}",
            "{\"program\":\"x\",\"unknown\":1}", "{\"program\":\"x\",\"dtype\":\"f8\"}",
            "{\"program\":\"x\",\"at\":" + "[".repeat(5000) + "}", "{\"program\":\"x\",\"program\":\"y\"}"}) {
            assertThat(Raw.status(authorised(body))).as(body).isEqualTo(400);
        }
        var large = authorised("{\"program\":\"" + "x".repeat(StrictJson.MOST_BYTES) + "\"}");
        assertThat(Raw.status(large)).isIn(0, 400, 413);
        works();
    }

    @Test
    void programsThatMakeNoSenseAreExplained() throws IOException {
        var answer = authorised("{\"program\":\"c = x *\"}");
        assertThat(Raw.status(answer)).isEqualTo(422);
        assertThat(answer).contains("\"message\":\"cannot read the program").contains("\"line\":1");
        assertThat(authorised("{\"program\":\"<script>alert(1)</script>\"}")).startsWith("HTTP/1.1 422")
                .contains("application/json");
    }
}
