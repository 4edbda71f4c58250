package org.cotangent.explorer.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.cotangent.explorer.Explorer;
import org.cotangent.program.Program;
import org.junit.jupiter.api.Test;

/// Ten thousand random requests leave the server working and its memory where it was.
class RandomRequestsTest {
    private static final int REQUESTS = 10_000;
    private static final String[] WORDS = {"GET", "POST", "OPTIONS", "PUT", " ", " / ", "/api/eval", "/app.js", "/../",
        "HTTP/1.1", "HTTP/1.0", "\r\n", "\r\n\r\n", "Host: ", "Origin: http://", "Content-Length: ", "17", "-1",
        "Transfer-Encoding: chunked", "Content-Type: application/json", "{\"program\":\"", "x*y", "sin(", "\"}", "{}",
        "[[", "%00", "%2e%2e", "\\", "\0", "ÿ", "Authorization: Bearer "};

    private static byte[] request(Random random, String host, String token) {
        var out = new StringBuilder();
        boolean polite = random.nextInt(3) > 0;
        var body = new StringBuilder();
        for (int i = random.nextInt(9); i >= 0; i--) {
            body.append(WORDS[random.nextInt(WORDS.length)]);
        }
        if (!polite) {
            out.append(body);
            for (int i = random.nextInt(20); i > 0; i--) {
                out.append((char) random.nextInt(256));
            }
        } else {
            var text = random.nextBoolean() ? "{\"program\":\"" + (random.nextInt(2) == 0 ? "sin(x*y)^2 + x/y"
                    : body.toString().replace("\"", "").replaceAll("[\\p{Cntrl}\\\\]", "")) + "\"}"
                    : body.toString();
            int length = text.getBytes(StandardCharsets.ISO_8859_1).length;
            out.append(random.nextInt(4) == 0 ? "GET /" + body.toString().replaceAll("[\\r\\n]", "") : "POST /api/eval")
                    .append(" HTTP/1.1\r\nHost: ").append(host)
                    .append("\r\nConnection: close\r\nContent-Type: application/json\r\n")
                    .append(random.nextInt(4) == 0 ? "" : "Authorization: Bearer " + token + "\r\n")
                    .append("Content-Length: ").append(random.nextInt(5) == 0 ? random.nextInt(99) : length)
                    .append("\r\n\r\n").append(text);
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static long used() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(30);
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    @Test
    void theServerStaysUpAndSmall() throws IOException, InterruptedException {
        try (var explorer = Explorer.open(Program.parse("c = x*y"))) {
            var url = java.net.URI.create(explorer.url());
            var token = url.getQuery().substring("token=".length());
            var host = "127.0.0.1:" + url.getPort();
            var random = new Random(20261121);
            int good = 0;
            long before = 0;
            for (int i = 0; i < REQUESTS; i++) {
                if (i == REQUESTS / 5) {
                    before = used();
                }
                var status = Raw.status(Raw.send(url.getPort(), request(random, host, token)));
                assertThat(status).as("request " + i).isNotEqualTo(500);
                good += status == 200 ? 1 : 0;
            }
            assertThat(good).isGreaterThan(REQUESTS / 20);
            assertThat(used() - before).isLessThan(12L << 20);
            var last = Raw.send(url.getPort(), "GET /?token=" + token + " HTTP/1.1\r\nHost: " + host
                    + "\r\nConnection: close\r\n\r\n");
            assertThat(Raw.status(last)).isEqualTo(200);
        }
    }
}
