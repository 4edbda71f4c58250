package org.cotangent.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The pages of the documentation: README.md and everything under docs/.
final class Pages {
    private Pages() {
    }

    /// The repository's root, found from the working directory upwards.
    static Path root() {
        var at = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(at.resolve("mvnw"))) {
            at = at.getParent();
            if (at == null) {
                throw new AssertionError("the tests of the documentation run inside the repository only");
            }
        }
        return at;
    }

    static List<Path> all() {
        try (var docs = Files.walk(root().resolve("docs"))) {
            var pages = docs.filter(p -> p.toString().endsWith(".md")).sorted().toList();
            return Stream.concat(Stream.of(root().resolve("README.md")), pages.stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The page's path below the root.
    static String name(Path page) {
        return root().relativize(page).toString().replace('\\', '/');
    }
}
