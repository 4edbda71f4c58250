package org.cotangent.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.cotangent.io.ExistingFile;
import org.cotangent.nn.cases.CaseReport;
import org.cotangent.nn.cases.NetworkCases;
import org.cotangent.testkit.vectors.FileReport;
import org.cotangent.testkit.vectors.Vectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cotangent vectors`: runs case files and counts what holds.
@Command(name = "vectors",
        description = "Run case files: functions, derivatives, special functions, layers, optimisers.",
        footer = "With --json one line for each file and a last one with the sums.")
final class VectorsCommand extends CommonCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print one JSON document a line.")
    private boolean json;

    @Option(names = "--verbose", description = "Print each case that does not hold.")
    private boolean verbose;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Case files (CSV or JSON).")
    private List<Path> files;

    @Override
    public Integer call() {
        for (var file : files) {
            ExistingFile.require(file, "run the cases of " + file, "give case files");
        }
        int passed = 0;
        int failed = 0;
        int skipped = 0;
        var out = out();
        for (var file : files) {
            var report = NetworkCases.run(file).map(VectorsCommand::report).orElseGet(() -> Vectors.run(file));
            passed += report.passed();
            failed += report.failed();
            skipped += report.skipped();
            out.println(json ? Json.text(document(report)) : report.toString().stripTrailing());
            if (verbose && !json) {
                report.failures().forEach(f -> out.println("  " + f));
                report.skips().forEach((why, n) -> out.println("  skipped " + n + ": " + why));
            }
            out.flush();
        }
        out.println(json ? Json.text(Json.object("passed", passed, "failed", failed, "skipped", skipped))
                : passed + " passed, " + failed + " failed, " + skipped + " skipped");
        return failed == 0 ? Main.DONE : Main.FAILED;
    }

    /// Of cases for networks, which know no reasons and no conventions.
    private static FileReport report(CaseReport r) {
        var skips = new TreeMap<String, Integer>();
        r.skipped().forEach(s -> skips.merge(s, 1, Integer::sum));
        return new FileReport(r.file(), r.kind(), r.passed(), r.failures().size(), r.skipped().size(), r.worst(),
                "relative", r.worstCase(), r.failures(), new TreeMap<>(), skips, new TreeMap<>());
    }

    private static Map<String, Object> document(FileReport r) {
        return Json.object("file", r.file(), "kind", r.kind(), "passed", r.passed(), "failed", r.failed(), "skipped",
                r.skipped(),
                "worst", Json.number(r.worst()), "unit", r.unit(), "worstCase", r.worstCase(), "failures", r.failures(),
                "skips", r.skips(),
                "decisions", r.decisions());
    }
}
