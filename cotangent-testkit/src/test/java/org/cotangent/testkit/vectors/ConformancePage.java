package org.cotangent.testkit.vectors;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// The page docs/conformance.md, made from a run.
final class ConformancePage {
    private ConformancePage() {
    }

    static String of(SortedMap<String, List<FileReport>> reports) {
        var out = new StringBuilder("""
                # Conformance

                What came of the outside case files that this project was given, kind by kind. `cotangent vectors
                FILE...` runs such files; the kind is read from what a file holds. This page is made by
                `ConformanceTest` with `-Dcotangent.update=true` and compared by it without.

                | Files | Kind | Files | Passed | Failed | Skipped |
                |---|---|---:|---:|---:|---:|
                """);
        reports.forEach((folder, all) -> out.append("| %s | %s | %d | %d | %d | %d |%n".formatted(folder,
                all.getFirst().kind(), all.size(),
                sum(all, FileReport::passed), sum(all, FileReport::failed), sum(all, FileReport::skipped))));
        out.append("\n## How a case holds\n\n").append(RULES);
        section(out, "What fails, and why", reports, FileReport::reasons);
        section(out, "What is skipped, and why", reports, FileReport::skips);
        section(out, "What holds by a decision of ours", reports, FileReport::decisions);
        return out.toString();
    }

    private static final String RULES = """
            - scalar derivatives: relative error at most 1e-13 (f), 1e-12, 1e-11, 1e-10 (first to third derivative).
            - values in ulp: the distance that the row allows.
            - IEEE special values: exact, the sign of zero included; transcendental functions within 2 ulp;
              NaN is any NaN.
            - special functions: relative error at most 1e-13, and what half an ulp of the argument moves the
              value by (near zeros).
            - operator gradients, random graphs: |error| <= 1e-12 + 1e-10 |wanted| for values, pull back, push
              forward and second order.
            - edge gradients: the value, forward and reverse mode agree, and the derivative is PyTorch's or our
              written convention.
            - optimisation functions: relative error at most 1e-11 for values, gradients, Hessians and Jacobians.
            - stability: relative error at most 1e-12 for value and gradient, with rewrites on.
            - stablehlo: float32 relative error 1e-4, float64 1e-9, integers exact; and 1e-6 (1e-11) of the
              largest element, for sums that cancel.
            """;

    private static int sum(List<FileReport> all, Function<FileReport, Integer> count) {
        return all.stream().mapToInt(count::apply).sum();
    }

    private static void section(StringBuilder out, String title, SortedMap<String, List<FileReport>> reports,
            Function<FileReport, SortedMap<String, Integer>> groups) {
        out.append("\n## ").append(title).append("\n\n| Files | Cases | Reason | In |\n|---|---:|---|---|\n");
        reports.forEach((folder, all) -> {
            var counts = new TreeMap<String, Integer>();
            var where = new TreeMap<String, List<String>>();
            for (var r : all) {
                groups.apply(r).forEach((reason, n) -> {
                    counts.merge(reason, n, Integer::sum);
                    where.computeIfAbsent(reason, k -> new java.util.ArrayList<>())
                            .add(r.file().replaceAll("\\.(csv|json)$", ""));
                });
            }
            counts.forEach((reason, n) -> out.append("| %s | %d | %s | %s |%n".formatted(folder, n, reason,
                    some(where.get(reason)))));
        });
    }

    private static String some(List<String> files) {
        var first = String.join(", ", files.subList(0, Math.min(6, files.size())));
        return files.size() > 6 ? first + " and " + (files.size() - 6) + " more" : first;
    }
}
