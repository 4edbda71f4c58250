package org.cotangent.it.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cotangent.it.docs.Definitions.Definition;

/// Writes docs/operations.md from the definitions of the operations.
final class OperationsPage {
    static final Path PATH = Pages.root().resolve("docs/operations.md");

    private static final Map<String, String> KINDS = Map.of(
            "elementwise", "Every element is treated alike. The author writes one local derivative for each operand; "
                    + "both modes follow. In the table x and y are the operands (of `atan2`: y, x); where a row of one "
                    + "operand names y, and a row of two operands names z, it is the result.",
            "linear", "Linear in its tensor operands (not in indices and conditions): its tangent is the operation "
                    + "itself, and the pull back is its transpose, which the last column names.",
            "bilinear", "Linear in each of two operands. Both transposes are written out.",
            "general", "Both derivative rules are written out.",
            "discrete", "No derivative.");

    private OperationsPage() {
    }

    static String text() {
        var all = Definitions.all();
        check(all);
        var out = new StringBuilder("""
                # Operations

                Every operation that can stand in a graph. This page is generated from the definitions; after a change
                run `DocsUpdate` in the tests of `cotangent-it`. Functions of `Ops` that are not here are made of these:
                print `jit(f).graphFor(x)` to see how.

                Dtypes are those of the operation in a graph. `Ops` promotes operands first, does the arithmetic of
                `f16` and `bf16` in `f32`, and broadcasts by an operation of its own. *StableHLO* is the spelling there,
                without the prefix `stablehlo.`; `chlo.` is its client dialect; *decomposed* means several operations.
                """);
        for (var kind : List.of("elementwise", "linear", "bilinear", "general", "discrete")) {
            out.append("\n## ").append(Character.toUpperCase(kind.charAt(0))).append(kind.substring(1)).append("\n\n");
            out.append(KINDS.get(kind)).append("\n\n");
            out.append("| operation | parameters | what it is | dtypes | transpose | StableHLO | derivative |\n");
            out.append("|---|---|---|---|---|---|---|\n");
            all.stream().filter(d -> d.kind().equals(kind)).forEach(d -> out.append(row(d)));
        }
        out.append("\n## Conventions at kinks\n\nNames in derivatives that are not functions of `Ops`:\n\n");
        out.append("| name | meaning |\n|---|---|\n");
        new Definitions().kinks().forEach((k, v) -> out.append("| `" + k + "` | " + cell(v) + " |\n"));
        out.append("| `oneMinusSquare(x)` | (1 - x) (1 + x), which keeps its digits near 1 |\n");
        return out.toString();
    }

    /// Every operation has an entry, and every entry an operation.
    private static void check(List<Definition> all) {
        var known = StableHlo.entries().keySet();
        var labels = all.stream().map(Definition::label).collect(Collectors.toCollection(TreeSet::new));
        var missing = labels.stream().filter(l -> !known.contains(l)).toList();
        var extra = known.stream().filter(l -> !labels.contains(l)).toList();
        if (!missing.isEmpty() || !extra.isEmpty()) {
            throw new AssertionError("StableHlo lacks " + missing + " and names " + extra
                    + ", which are no operations");
        }
    }

    private static String row(Definition d) {
        var definitions = new Definitions();
        var entry = StableHlo.entries().get(d.label());
        boolean table = d.type().isEnum();
        var derivative = !table ? entry.derivative() : switch (definitions.derivatives(d)) {
            case List<String> none when none.stream().allMatch("none"::equals) -> "none";
            case List<String> each -> String.join("; ", each);
        };
        var transpose = d.kind().equals("linear") || d.kind().equals("bilinear") ? "yes" : "";
        var dtypes = table ? d.row().domain().text() : entry.dtypes();
        return "| " + String.join(" | ", "`" + d.label() + "`", d.parameters(), cell(definitions.meaning(d)),
                dtypes, transpose, entry.spelling(), cell(derivative)) + " |\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
