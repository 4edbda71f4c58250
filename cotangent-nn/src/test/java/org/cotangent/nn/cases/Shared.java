package org.cotangent.nn.cases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The folder of shown cases, beside the repository or where the system property `cotangent.shared` says.
final class Shared {
    private Shared() {
    }

    /// The files of a kind, none where the folder is absent.
    static List<Path> files(String kind) {
        var folder = folder();
        if (folder == null || !Files.isDirectory(folder.resolve(kind))) {
            System.out.println("SKIPPED: no folder ../shared/vectors/" + kind + " (set cotangent.shared)");
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder.resolve(kind))) {
            return all.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        var set = System.getProperty("cotangent.shared");
        if (set != null) {
            return Path.of(set, "vectors");
        }
        var here = Path.of("").toAbsolutePath();
        while (here != null && !Files.exists(here.resolve("mvnw"))) {
            here = here.getParent();
        }
        return here == null ? null : here.resolveSibling("shared").resolve("vectors");
    }
}
