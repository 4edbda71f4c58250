package org.cotangent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        assertThat(run("--help")).isEqualTo(Main.DONE);
        assertThat(out.toString()).startsWith("Usage: cotangent").contains("--version");
        assertThat(run("--version")).isEqualTo(Main.DONE);
        assertThat(out.toString()).contains("JDK " + Runtime.version());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void anUnusableCommandLineIsOneMessageAndStatusTwo() {
        assertThat(run("nonsense")).isEqualTo(Main.UNUSABLE);
        assertThat(err.toString()).startsWith("cotangent: ").contains("nonsense").hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aCommandIsAskedFor() {
        assertThat(run()).isEqualTo(Main.UNUSABLE);
        assertThat(err.toString()).contains("--help").hasLineCount(1);
    }
}
