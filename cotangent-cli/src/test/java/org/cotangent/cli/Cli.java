package org.cotangent.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Runs the real command line in this JVM and keeps what it said.
record Cli(int status, String out, String err) {
    static Cli run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Cli(status, out.toString(), err.toString());
    }

    /// The JSON document of a command that must succeed.
    static JsonNode json(String... args) {
        var all = Arrays.copyOf(args, args.length + 1);
        all[args.length] = "--json";
        var run = run(all);
        Assertions.assertThat(run.err()).isEmpty();
        Assertions.assertThat(run.status()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    static void close(JsonNode number, double expected) {
        Assertions.assertThat(number.isNumber()).as(number.toString()).isTrue();
        Assertions.assertThat(number.asDouble()).isCloseTo(expected,
                Offset.offset(1e-12 * Math.max(1, Math.abs(expected))));
    }

    /// The node of a name.
    static JsonNode node(JsonNode document, String name) {
        for (var n : document.get("nodes")) {
            if (n.get("name").asString().equals(name)) {
                return n;
            }
        }
        throw new AssertionError("no node " + name + " in " + document.get("nodes"));
    }

    /// The folder of outside cases, where it is there.
    static Optional<Path> shared() {
        var folder = Path.of(System.getProperty("cotangent.shared", "../../shared"));
        if (Files.isDirectory(folder)) {
            return Optional.of(folder);
        }
        System.out.println("SKIPPED: no folder " + folder + " (set -Dcotangent.shared)");
        return Optional.empty();
    }
}
