package org.cotangent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The notebook's cells and the start-up file, run one after the other through JShell, as the kernel runs them.
class NotebookTest {
    /// Stands in for the kernel's function.
    private static final String DISPLAY = "void display(Object o, String... as) { "
            + "System.out.println(as[0] + \": \" + o); }";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final JShell shell = JShell.builder().executionEngine("local")
            .out(new PrintStream(shown, true, StandardCharsets.UTF_8)).build();

    /// Runs a text statement by statement and gives the value of the last.
    private String run(String text) {
        var rest = text;
        String value = null;
        while (!rest.isBlank()) {
            var next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            assertThat(next.completeness()).as(rest).isIn(Completeness.COMPLETE, Completeness.COMPLETE_WITH_SEMI,
                    Completeness.CONSIDERED_INCOMPLETE, Completeness.EMPTY);
            for (var event : shell.eval(next.source())) {
                var wrong = shell.diagnostics(event.snippet()).map(d -> d.getMessage(null))
                        .collect(Collectors.joining("; "));
                assertThat(event.exception()).as(next.source()).isNull();
                assertThat(event.status()).as(next.source() + ": " + wrong).isIn(Status.VALID, Status.OVERWRITTEN);
                value = event.value();
            }
            rest = next.remaining();
        }
        return value;
    }

    private static String text(JsonNode cell) {
        return StreamSupport.stream(cell.get("source").spliterator(), false).map(JsonNode::asString)
                .collect(Collectors.joining());
    }

    private static List<String> cells() throws IOException {
        var out = new ArrayList<String>();
        for (var cell : new ObjectMapper().readTree(Files.readString(Path.of("notebooks/cotangent.ipynb")))
                .get("cells")) {
            if (cell.get("cell_type").asString().equals("code")) {
                out.add(text(cell));
            }
        }
        return out;
    }

    @Test
    void everyCellRuns() throws IOException {
        var values = new ArrayList<String>();
        var old = System.out;
        System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
        try (shell) {
            for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                shell.addToClasspath(entry);
            }
            run(DISPLAY);
            run(Files.readString(Path.of("jshell/cotangent.jsh")));
            for (var cell : cells()) {
                values.add(run(cell));
            }
        } finally {
            System.setOut(old);
        }
        assertThat(values).hasSizeGreaterThan(10);
        assertThat(values.getFirst()).contains("f64[7]");
        assertThat(values.getLast()).contains("softplus", "exp(800)");
        var pages = shown.toString(StandardCharsets.UTF_8);
        assertThat(pages).contains("<table>", "<svg");
        assertThat(pages.split("data:image/png;base64,", -1)).hasSize(4);
        assertThat(values).anyMatch(v -> v != null && v.contains("graph"));
        assertThat(values).anyMatch(v -> v != null && v.startsWith("Line[") && v.contains("slope=2.0"));
    }
}
