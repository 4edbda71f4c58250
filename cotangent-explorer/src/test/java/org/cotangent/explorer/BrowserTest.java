package org.cotangent.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cotangent.core.DType;
import org.cotangent.program.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clicks through every mode in a real browser, where one is found.
class BrowserTest {
    private static final Path WEB = Path.of("web");
    private static final int MINUTES = 15;

    @TempDir
    private Path folder;

    private static String found(String... commands) {
        return Stream.of(commands).flatMap(c -> Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(dir -> dir + "/" + c)).filter(f -> Files.isExecutable(Path.of(f))).findFirst().orElse(null);
    }

    private static void notRun(String what, String remedy) {
        var message = "SKIPPED BrowserTest: " + what + "; " + remedy;
        System.out.println(message);
        abort(message);
    }

    @Test
    void everyModeWorksInABrowser() throws IOException, InterruptedException {
        var node = found("node");
        var browser = System.getenv("CHROMIUM") != null ? System.getenv("CHROMIUM")
                : found("chromium", "chromium-browser", "google-chrome");
        if (node == null) {
            notRun("no Node.js", "install Node.js 20 or newer");
        } else if (!Files.isDirectory(WEB.resolve("node_modules/@playwright/test"))) {
            notRun("no Playwright", "run `npm install` in cotangent-explorer/web");
        } else if (browser == null) {
            notRun("no Chromium", "install it (apt-get install chromium), or set CHROMIUM to its path");
        }
        var program = Program.parse("a = x*y; b = sin(a); c = a + b");
        var offline = folder.resolve("page.html");
        Files.writeString(offline, Explorer.export(program, Map.of(), List.of(), DType.FLOAT64));
        var log = folder.resolve("log");
        try (var explorer = Explorer.open(program); var loop = Loops.open(); var gpt = Explorer.open(Gpt.step());
                var big = Explorer.open(Big.chain(100_000)); var broken = Loops.openBroken()) {
            var builder = new ProcessBuilder(node, "node_modules/@playwright/test/cli.js", "test")
                    .directory(WEB.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(Map.of("EXPLORER_URL", explorer.url(), "OFFLINE_PAGE",
                    offline.toAbsolutePath().toString(), "CHROMIUM", browser, "LOOP_URL", loop.url(), "GPT_URL",
                    gpt.url(), "BIG_URL", big.url(), "BROKEN_URL", broken.url()));
            var process = builder.start();
            try {
                boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
                assertThat(ended && process.exitValue() == 0).as(Files.readString(log, StandardCharsets.UTF_8))
                        .isTrue();
            } finally {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
        }
    }
}
