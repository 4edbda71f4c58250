package org.cotangent.testkit.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The folder of shown cases, beside the repository or where the system property `cotangent.shared` says.
final class Shared {
    private static final List<String> KINDS = List.of("scalar-derivatives", "numpy-umath", "stablehlo-ulp",
            "ieee-special", "boost-special",
            "torch-grad", "random-graphs", "edge-gradients", "optimisation-functions", "stability", "stablehlo");

    private Shared() {
    }

    static Path root() {
        var here = Path.of("").toAbsolutePath();
        while (here != null && !Files.exists(here.resolve("mvnw"))) {
            here = here.getParent();
        }
        return here;
    }

    /// The folder of case files, or null where it is absent.
    static Path folder() {
        var set = System.getProperty("cotangent.shared");
        var shared = set == null ? root() == null ? null : root().resolveSibling("shared") : Path.of(set);
        return shared != null && Files.isDirectory(shared.resolve("vectors")) ? shared.resolve("vectors") : null;
    }

    static List<Path> files(String kind) {
        var dir = folder().resolve(kind);
        if (!Files.isDirectory(dir)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(dir)) {
            return all.filter(f -> f.toString().endsWith(".csv") || f.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> kinds() {
        return KINDS;
    }
}
