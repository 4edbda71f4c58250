package org.cotangent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cotangent explore` prints its address first, and refuses what it cannot show.
class ExploreCommandTest {
    @TempDir
    private Path folder;

    private static String error(String... args) {
        var err = new StringWriter();
        assertThat(Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), args)).isEqualTo(Main.UNUSABLE);
        return err.toString();
    }

    @Test
    void theFirstLineIsTheAddress() throws InterruptedException {
        var out = new StringWriter();
        var thread = Thread.ofVirtual().start(() -> Main.run(new PrintWriter(out, true), new PrintWriter(System.err),
                "explore", "c = x*y", "--at", "x=2,y=3", "--no-browser"));
        for (int i = 0; i < 400 && out.toString().isEmpty(); i++) {
            Thread.sleep(25);
        }
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        assertThat(out.toString().lines().findFirst()).get().asString()
                .matches("http://127\\.0\\.0\\.1:\\d+/\\?token=[-_A-Za-z0-9]{32}");
    }

    @Test
    void whatCannotBeShownIsExplained() {
        assertThat(error("explore", "c = x*", "--no-browser")).contains("cannot read the program").contains("^");
        assertThat(error("explore", "c = x", "--at", "y=2", "--no-browser")).contains("the inputs are x");
        assertThat(error("explore", "c = x", "--port", "70000")).contains("0 to 65535");
        assertThat(error("explore", folder.resolve("none.json").toString())).contains("no such file");
    }

    @Test
    void aPageIsWritten() throws Exception {
        var page = folder.resolve("page.html");
        var out = new StringWriter();
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(System.err), "explore", "c = x*y", "--export",
                page.toString(), "--json")).isEqualTo(Main.DONE);
        assertThat(Files.readString(page)).startsWith("<!doctype html>").contains("id=\"recorded\"");
        assertThat(out.toString()).contains("\"page\":");
    }
}
