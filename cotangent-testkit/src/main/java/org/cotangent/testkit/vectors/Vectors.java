package org.cotangent.testkit.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotangent.core.FormatException;
import tools.jackson.databind.JsonNode;

/// Runs files of outside cases against the operations: wanted values and derivatives, and how near they must come.
public final class Vectors {
    private Vectors() {
    }

    /// Runs all cases of a file; its kind is read from what it holds.
    ///
    /// @throws FormatException where the file is malformed or of no known kind
    public static FileReport run(Path file) {
        return isJson(file) ? json(file.getFileName().toString(), Json.read(file)) : table(Csv.read(file));
    }

    private static boolean isJson(Path file) {
        try (var in = Files.newInputStream(file)) {
            int b = in.read();
            while (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                b = in.read();
            }
            return b == '{' || b == '[';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileReport table(Csv csv) {
        if (csv.header().equals(List.of("x", "f", "df", "d2f", "d3f"))) {
            return ScalarDerivatives.run(csv);
        }
        if (csv.header().equals(List.of("dtype", "input_bits", "output_bits", "max_ulp"))) {
            return UlpTable.run(csv);
        }
        if (csv.header().equals(List.of("function", "a_bits", "b_bits", "expected_bits"))) {
            return IeeeSpecial.run(csv);
        }
        if (SpecialTable.reads(csv.header())) {
            return SpecialTable.run(csv);
        }
        throw new FormatException("run the case file " + csv.name(), "a table with columns " + csv.header(),
                "give one of the kinds in docs/conformance.md");
    }

    private static FileReport json(String name, JsonNode root) {
        if (root.has("graphs")) {
            return RandomGraphCases.run(name, root);
        }
        if (root.has("op") && root.has("cases")) {
            return OperatorGradients.run(name, root);
        }
        if (root.has("cases") && root.path("cases").path(0).has("vjp_of_ones")) {
            return EdgeGradients.run(name, root);
        }
        if (root.has("family") && root.has("cases")) {
            return HloCases.run(name, root);
        }
        if (root.has("objective") && root.has("points")) {
            return ProgramCases.optimisation(name, root);
        }
        if (root.path("functions").path(0).has("naive")) {
            return ProgramCases.stability(name, root);
        }
        throw new FormatException("run the case file " + name,
                "an object with the fields " + List.copyOf(root.propertyNames()),
                "give one of the kinds in docs/conformance.md");
    }
}
