package org.cotangent.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.core.CotangentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every named error has a page: a failing program, its message, and a repair. [DocsTest] runs them.
class ErrorPagesTest {
    /// All public children of the base of errors, found among the sources of its module.
    static List<String> errors() throws IOException {
        try (var sources = Files.walk(Pages.root().resolve("cotangent-core/src/main/java"))) {
            return sources.filter(p -> p.toString().endsWith("Exception.java")).map(ErrorPagesTest::load)
                    .filter(c -> c != CotangentException.class && CotangentException.class.isAssignableFrom(c))
                    .map(Class::getSimpleName).sorted().toList();
        }
    }

    private static Class<?> load(java.nio.file.Path source) {
        var name = Pages.root().resolve("cotangent-core/src/main/java").relativize(source).toString();
        try {
            return Class.forName(name.replaceAll("\\.java$", "").replaceAll("[/\\\\]", "."));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyErrorHasAPageAndEveryPageAnError() throws IOException {
        try (var pages = Files.list(Pages.root().resolve("docs/errors"))) {
            var names = pages.map(p -> p.getFileName().toString()).filter(n -> !n.equals("README.md"))
                    .map(n -> n.replaceAll("\\.md$", "")).collect(Collectors.toCollection(TreeSet::new));
            assertThat(names).containsExactlyElementsOf(errors());
        }
        assertThat(Files.readString(Pages.root().resolve("docs/errors/README.md")))
                .contains(errors().stream().map(e -> "[" + e + "](" + e + ".md)").toList());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void aPageFailsSaysSoAndRepairs(String error) {
        var fences = Fence.of(Pages.lines(Pages.root().resolve("docs/errors/" + error + ".md")));
        for (int i = 0; i < fences.size(); i++) {
            if (fences.get(i).expected().isPresent()) {
                assertThat(fences.get(i).expected()).contains(error);
                assertThat(fences.get(i + 1).text()).startsWith(error + ": cannot ");
                assertThat(fences.get(i + 2).language()).as("a repair follows").isEqualTo("java");
                assertThat(fences.get(i + 2).expected()).as("a repair follows").isEmpty();
            }
        }
        assertThat(fences.stream().flatMap(f -> Stream.ofNullable(f.expected().orElse(null)))).contains(error);
    }
}
