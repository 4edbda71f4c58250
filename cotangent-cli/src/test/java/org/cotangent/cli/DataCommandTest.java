package org.cotangent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cotangent data`, from a server on loopback.
class DataCommandTest {
    @TempDir
    private Path folder;

    @Test
    void lists() {
        assertThat(Cli.run("data", "list").out()).contains("mnist", "tinyshakespeare", "MB");
        var sets = Cli.json("data", "list").get("sets");
        assertThat(sets.get(0).get("name").asString()).isEqualTo("mnist");
        assertThat(sets.get(0).get("files").get(0).get("sha256").asString()).hasSize(64);
    }

    @Test
    void whatCannotBeDoneIsOneMessageAndStatus2() {
        refused("no set of that name", "data", "get", "mnits");
        refused("say what to do", "data");
        refused("NAME", "data", "get");
    }

    @Test
    void filesAreCheckedAndPutWhereTheyBelong() throws IOException {
        var text = Cli.shared().map(s -> s.resolve("data/tinyshakespeare/input.txt"));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try {
            server.createContext("/good/input.txt", e -> {
                try (e) {
                    var bytes = Files.readAllBytes(text.orElseThrow());
                    e.sendResponseHeaders(200, bytes.length);
                    e.getResponseBody().write(bytes);
                }
            });
            server.createContext("/bad/input.txt", e -> {
                try (e) {
                    e.sendResponseHeaders(200, 1_115_394);
                    e.getResponseBody().write(new byte[1_115_394]);
                }
            });
            server.start();
            var base = "http://127.0.0.1:" + server.getAddress().getPort();
            var dir = folder.resolve("text").toString();
            refused("SHA-256", "data", "get", "tinyshakespeare", "--dir", dir, "--from", base + "/bad");
            assertThat(folder.resolve("text/input.txt")).doesNotExist();
            if (text.isPresent()) {
                var got = Cli.json("data", "get", "tinyshakespeare", "--dir", dir, "--from", base + "/good");
                assertThat(got.get("downloaded").asInt()).isEqualTo(1);
                assertThat(folder.resolve("text/input.txt")).hasSameBinaryContentAs(text.get());
                assertThat(Cli.run("data", "get", "tinyshakespeare", "--dir", dir).out()).contains("already there",
                        "cotangent train chargpt --data");
            }
        } finally {
            server.stop(0);
        }
    }

    private static void refused(String why, String... args) {
        var run = Cli.run(args);
        assertThat(run.status()).as(run.out()).isEqualTo(2);
        assertThat(run.err()).contains(why).doesNotContain("\tat ");
    }
}
