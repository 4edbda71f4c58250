package org.cotangent.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.core.DType;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Pictures;
import org.cotangent.graph.Role;
import org.cotangent.graph.Var;
import org.cotangent.program.Program;
import org.junit.jupiter.api.Test;

/// The picture of the README: the first graph, with the values and cotangents that the command line prints.
class PictureTest {
    static final Path PICTURE = Pages.root().resolve("docs/images/first-graph.svg");
    private static final String PROGRAM = "a = x*y; b = sin(a); c = a + b";

    static String draw() {
        var graph = graph();
        var numbers = numbers();
        var notes = new HashMap<Var, String>();
        Stream.concat(graph.inputs().stream().map(i -> i.var()),
                graph.equations().stream().map(e -> e.results().getFirst()))
                .forEach(v -> notes.put(v, numbers.get(v.name())));
        return Pictures.svg(graph, notes);
    }

    private static Graph graph() {
        var types = List.of(TensorType.of(DType.FLOAT64), TensorType.of(DType.FLOAT64));
        return Program.parse(PROGRAM).stage(types, List.of(Role.INPUT, Role.INPUT), DType.FLOAT64).graph();
    }

    /// Value and cotangent of each node out of the table that the command line prints.
    private static Map<String, String> numbers() {
        var run = Runner.shell("./cotangent grad \"" + PROGRAM + "\" --at x=2,y=3");
        var lines = run.out().lines().toList();
        int value = lines.getFirst().indexOf("value");
        int cotangent = lines.getFirst().indexOf("cotangent");
        var out = new HashMap<String, String>();
        // A node starts at the left margin; further lines tell its edges, an empty one ends the table.
        for (var line : lines.subList(1, lines.indexOf("")).stream().filter(l -> !l.startsWith(" ")).toList()) {
            var ct = line.substring(cotangent).split(" ")[0];
            out.put(line.split(" ")[0], line.substring(value, cotangent).strip() + "\nct " + ct);
        }
        return out;
    }

    @Test
    void thePictureIsWhatTheGraphDraws() throws Exception {
        assertThat(Files.readString(PICTURE)).as("run DocsUpdate and commit " + PICTURE)
                .isEqualToNormalizingNewlines(draw());
    }
}
