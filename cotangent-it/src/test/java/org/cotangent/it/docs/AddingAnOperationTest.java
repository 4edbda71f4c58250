package org.cotangent.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Counts the places that an operation touches against those that docs/adding-an-operation.md names.
class AddingAnOperationTest {
    private static final Path PAGE = Pages.root().resolve("docs/adding-an-operation.md");
    private static final Path MAIN = Pages.root().resolve("cotangent-core/src/main/java/org/cotangent");
    private static final Pattern ASINH = Pattern.compile("(?i)\\basinh\\b");

    @Test
    void asinhStandsWhereThePageSaysAndNowhereElse() throws IOException {
        var row = Pattern.compile("(?m)^\\| (\\w+/\\w+\\.java) \\|");
        var named = row.matcher(Files.readString(PAGE)).results()
                .map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
        try (var sources = Files.walk(MAIN)) {
            var found = sources.filter(p -> p.toString().endsWith(".java") && mentions(p) > 0)
                    .map(p -> MAIN.relativize(p).toString().replace('\\', '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(found).isEqualTo(named);
        }
    }

    @Test
    void theOperationItselfIsTwoLinesInTwoFiles() {
        assertThat(lines("op/Hyperbolic.java")).isEqualTo(1);
        assertThat(lines("core/ElementwiseOps.java")).as("the signature and the call").isEqualTo(2);
    }

    @Test
    void excerptsStandInTheirFiles() throws IOException {
        var excerpts = Fence.of(Pages.lines(PAGE)).stream().filter(f -> f.excerpt().isPresent()).toList();
        assertThat(excerpts).hasSize(3);
        for (var e : excerpts) {
            assertThat(Files.readString(Pages.root().resolve(e.excerpt().get()))).contains(e.text());
        }
    }

    private static long lines(String file) {
        return mentions(MAIN.resolve(file));
    }

    private static long mentions(Path file) {
        return Pages.lines(file).stream().filter(l -> ASINH.matcher(l).find()).count();
    }
}
