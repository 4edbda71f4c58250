package org.cotangent.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page in the jar is the one that its sources make; Node.js is not needed to tell.
class BundleTest {
    private static final Path WEB = Path.of("web");
    private static final List<String> SOURCES = List.of("index.html", "package.json", "package-lock.json",
            "vite.config.ts", "tsconfig.json", "src", "public");

    private static List<String> files() throws IOException {
        var out = new ArrayList<String>();
        for (var source : SOURCES) {
            try (Stream<Path> all = Files.walk(WEB.resolve(source))) {
                all.filter(Files::isRegularFile).map(f -> WEB.relativize(f).toString().replace('\\', '/'))
                        .filter(f -> !f.endsWith(".test.ts")).forEach(out::add);
            }
        }
        out.sort(null);
        return out;
    }

    @Test
    void theBundleIsFresh() throws Exception {
        var hash = MessageDigest.getInstance("SHA-256");
        for (var f : files()) {
            hash.update((f + "\n").getBytes(StandardCharsets.UTF_8));
            hash.update(Files.readString(WEB.resolve(f)).replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(HexFormat.of().formatHex(hash.digest()))
                .as("the page in the jar is older than web/: run `npm install && npm run build` in "
                        + "cotangent-explorer/web")
                .isEqualTo(Files.readString(Path.of("src/main/resources/org/cotangent/explorer/web/sources.sha256"))
                        .strip());
    }

    @Test
    void theLockFileNamesNoHosts() throws IOException {
        assertThat(Files.readString(WEB.resolve("package-lock.json"))).doesNotContain("\"resolved\"")
                .doesNotContain("registry.");
        assertThat(Files.readString(WEB.resolve(".npmrc"))).doesNotContain("registry=");
    }
}
