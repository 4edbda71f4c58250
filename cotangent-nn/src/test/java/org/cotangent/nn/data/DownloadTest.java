package org.cotangent.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import org.cotangent.core.FormatException;
import org.cotangent.core.StructureException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Downloads from a server on loopback that does everything wrong.
class DownloadTest {
    private static final byte[] BODY = new byte[300_000];

    @TempDir
    private Path folder;
    private HttpServer server;
    private final List<String> ranges = new ArrayList<>();

    static {
        new SplittableRandom(1).nextBytes(BODY);
    }

    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange e, int from) throws IOException;
    }

    @BeforeEach
    void begin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private URI address(String path) {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + path);
    }

    private void serve(String path, Answer answer) {
        server.createContext(path, e -> {
            var range = e.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            try (e) {
                answer.to(e, range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")));
            }
        });
    }

    /// Sends bytes from `from` on, of which only `most` come before the connection ends.
    private static void part(HttpExchange e, int from, int most) throws IOException {
        if (from > 0) {
            e.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (BODY.length - 1) + "/" + BODY.length);
        }
        e.sendResponseHeaders(from > 0 ? 206 : 200, BODY.length - from);
        e.getResponseBody().write(BODY, from, Math.min(most, BODY.length - from));
        e.getResponseBody().flush();
    }

    private static PublicFile file(String sum, URI... from) {
        return new PublicFile("a.bin", BODY.length, sum, List.of(from));
    }

    private static String sum(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private boolean get(PublicFile file) {
        return new Download(3, Duration.ofSeconds(20)).get(file, folder, _ -> { });
    }

    private void whole() throws IOException {
        assertThat(Files.readAllBytes(folder.resolve("a.bin"))).isEqualTo(BODY);
        assertThat(folder.resolve("a.bin.part")).doesNotExist();
    }

    private void refused(String why, PublicFile file) {
        assertThatThrownBy(() -> get(file)).isInstanceOf(FormatException.class).hasMessageContaining(why);
        assertThat(folder.resolve("a.bin")).doesNotExist();
    }

    @Test
    void aFileOnceAndNotAgain() throws IOException {
        serve("/a", (e, from) -> part(e, from, BODY.length));
        var f = file(sum(BODY), address("/a"));
        assertThat(get(f)).isTrue();
        whole();
        assertThat(get(f)).isFalse();
        assertThat(ranges).hasSize(1);
        Files.write(folder.resolve("a.bin"), Arrays.copyOf(BODY, BODY.length - 1));
        assertThat(get(f)).as("one that was damaged").isTrue();
        whole();
    }

    @Test
    void anInterruptedOneGoesOnWhereItStopped() throws IOException {
        serve("/a", (e, from) -> part(e, from, from == 0 ? 100_000 : BODY.length));
        assertThat(get(file(sum(BODY), address("/a")))).isTrue();
        whole();
        assertThat(ranges).hasSize(2);
        assertThat(Integer.parseInt(ranges.get(1).replaceAll("\\D", ""))).isBetween(1, 100_000);
    }

    @Test
    void aLaterCallGoesOn() throws IOException {
        Files.write(folder.resolve("a.bin.part"), Arrays.copyOf(BODY, 123_456));
        serve("/a", (e, from) -> part(e, from, BODY.length));
        assertThat(get(file(sum(BODY), address("/a")))).isTrue();
        whole();
        assertThat(ranges).containsExactly("bytes=123456-");
    }

    @Test
    void withoutRangesItBeginsAgain() throws IOException {
        Files.write(folder.resolve("a.bin.part"), Arrays.copyOf(BODY, 5_000));
        serve("/a", (e, _) -> part(e, 0, BODY.length));
        assertThat(get(file(sum(BODY), address("/a")))).isTrue();
        whole();
    }

    @Test
    void aPartOfSomethingElseIsThrownAway() throws IOException {
        var other = Arrays.copyOf(BODY, 5_000);
        other[77]++;
        Files.write(folder.resolve("a.bin.part"), other);
        serve("/a", (e, from) -> part(e, from, BODY.length));
        assertThat(get(file(sum(BODY), address("/a")))).isTrue();
        whole();
        assertThat(ranges).containsExactly("bytes=5000-", "null");
    }

    @Test
    void aWrongSumLeavesNothing() {
        serve("/a", (e, from) -> part(e, from, BODY.length));
        refused("SHA-256 is " + sum(BODY) + ", not", file(sum(new byte[1]), address("/a")));
        assertThat(folder.resolve("a.bin.part")).doesNotExist();
        assertThat(ranges).hasSize(1);
    }

    @Test
    void oneThatAlwaysEndsEarlyKeepsWhatCame() throws IOException {
        serve("/a", (e, from) -> part(e, from, 10_000));
        assertThatThrownBy(() -> get(file(sum(BODY), address("/a")))).isInstanceOf(FormatException.class)
                .hasMessageContaining("run the same command again");
        assertThat(folder.resolve("a.bin")).doesNotExist();
        long kept = Files.size(folder.resolve("a.bin.part"));
        assertThat(kept).isBetween(1L, 30_000L);
        assertThat(Arrays.copyOf(BODY, (int) kept)).isEqualTo(Files.readAllBytes(folder.resolve("a.bin.part")));
    }

    @Test
    void tooManyBytesAreNotTaken() {
        serve("/a", (e, _) -> {
            e.sendResponseHeaders(200, 0);
            for (int i = 0; i < 50; i++) {
                e.getResponseBody().write(BODY);
            }
        });
        refused("more than the 300000 bytes", file(sum(BODY), address("/a")));
    }

    @Test
    void aPartBeyondTheEndBeginsAgain() throws IOException {
        Files.write(folder.resolve("a.bin.part"), Arrays.copyOf(BODY, 200_000));
        serve("/a", (e, from) -> {
            if (from > 0) {
                e.sendResponseHeaders(416, -1);
            } else {
                part(e, 0, BODY.length);
            }
        });
        assertThat(get(file(sum(BODY), address("/a")))).isTrue();
        whole();
    }

    private void redirect(String path, String to) {
        serve(path, (e, _) -> {
            e.getResponseHeaders().set("Location", to);
            e.sendResponseHeaders(302, -1);
        });
    }

    @Test
    void redirectionsAreFollowedWithinLimits() throws IOException {
        redirect("/1", "/2");
        redirect("/2", address("/a").toString());
        serve("/a", (e, from) -> part(e, from, BODY.length));
        assertThat(get(file(sum(BODY), address("/1")))).isTrue();
        whole();
        Files.delete(folder.resolve("a.bin"));
        redirect("/round", "/round");
        redirect("/local", "file:///etc/hostname");
        redirect("/odd", "ht tp://:x");
        refused("more than 5 times", file(sum(BODY), address("/round")));
        refused("not followed", file(sum(BODY), address("/local")));
        refused("redirects to", file(sum(BODY), address("/odd")));
    }

    @Test
    void anotherAddressIsTriedWhereOneFails() throws IOException {
        serve("/gone", (e, _) -> e.sendResponseHeaders(404, -1));
        serve("/a", (e, from) -> part(e, from, BODY.length));
        refused("status 404", file(sum(BODY), address("/gone")));
        assertThat(get(file(sum(BODY), address("/gone"), address("/a")))).isTrue();
        whole();
    }

    @Test
    void nobodyThereAndNobodyAnswering() throws IOException {
        serve("/slow", (e, from) -> {
            part(e, from, 1000);
            try {
                Thread.sleep(3000);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        var slow = file(sum(BODY), address("/slow"));
        long start = System.nanoTime();
        assertThatThrownBy(() -> new Download(1, Duration.ofMillis(400)).get(slow, folder, _ -> { }))
                .isInstanceOf(FormatException.class).hasMessageContaining("broke off");
        assertThat(System.nanoTime() - start).isLessThan(2_500_000_000L);
        Files.deleteIfExists(folder.resolve("a.bin.part"));
        var address = address("/a");
        server.stop(0);
        refused("cannot be reached", file(sum(BODY), address));
    }

    @Test
    void aDiskThatDoesNotTakeIt() throws IOException {
        serve("/a", (e, from) -> part(e, from, BODY.length));
        var f = file(sum(BODY), address("/a"));
        var blocked = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> Download.usual().get(f, blocked.resolve("sub"), _ -> { }))
                .isInstanceOf(FormatException.class).hasMessageContaining("cannot write");
        var full = Path.of("/dev/full");
        if (Files.exists(full)) {
            Files.createSymbolicLink(folder.resolve("a.bin.part"), full);
            refused("No space left", f);
        } else {
            System.out.println("SKIPPED: no /dev/full");
        }
    }

    @Test
    void theListIsSound() {
        assertThat(PublicSet.ALL).hasSizeGreaterThanOrEqualTo(5).allSatisfy(s -> assertThat(s.files()).isNotEmpty());
        assertThatThrownBy(() -> PublicSet.named("mnits")).hasMessageContaining("mnist");
        assertThatThrownBy(() -> new PublicFile("../x", 1, sum(BODY), List.of(URI.create("http://x/"))))
                .isInstanceOf(StructureException.class);
    }
}
