package org.cotangent.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotangent.core.ShapeException;
import org.cotangent.explain.Explain;
import org.cotangent.explain.Finding;
import org.cotangent.explain.Finding.Direction;
import org.cotangent.explain.Finding.Kind;
import org.cotangent.program.StagedProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `cotangent explain`: where a NaN or an infinity began, why a gradient is zero, vanishes or explodes.
@Command(name = "explain", sortOptions = false,
        description = "Say why a gradient is zero, vanishes or explodes, and where a NaN or an infinity began.",
        footer = "The program is looked at as it is written. No findings: all is well.")
final class ExplainCommand extends ProgramCommand {
    @Option(names = "--rounding", paramLabel = "SHARE", arity = "0..1", fallbackValue = "1e-3",
            description = "Also say which nodes contribute most rounding error to the output, and which could be held "
                    + "in a narrower type while it moves by no more than this share of itself (1e-3).")
    private Double rounding;

    @Override
    int run() throws IOException {
        var loaded = options().load();
        StagedProgram staged = null;
        List<Finding> findings;
        try {
            staged = loaded.stage();
            findings = Explain.graph(staged.graph(), loaded.inputs(), staged.constants());
        } catch (ShapeException e) {
            findings = List.of(shape(loaded, e));
        }
        var more = rounding == null || staged == null || !findings.isEmpty() ? null
                : RoundingReport.of(staged, loaded.inputs(), rounding);
        print(json() ? json(findings, more) : text(findings) + (more == null ? rounding == null ? ""
                : "\nrounding is looked at where nothing is wrong\n" : more.text()));
        return Main.DONE;
    }

    private static String json(List<Finding> findings, RoundingReport more) {
        var all = findings.stream().map(ExplainCommand::document).toList();
        return Json.text(more == null ? Json.object("findings", all)
                : Json.object("findings", all, "rounding", more.json()));
    }

    private static String text(List<Finding> findings) {
        return findings.isEmpty() ? "nothing is wrong: the output and all gradients are finite, and none is lost\n"
                : findings.stream().map(ExplainCommand::text).collect(Collectors.joining("\n"));
    }

    /// Where shapes do not fit: the name that the statement would have assigned.
    private static Finding shape(Loaded loaded, ShapeException e) {
        var name = loaded.program().assignedAt(e.where());
        var node = name == null ? "the output" : name;
        return new Finding(Kind.SHAPE, Direction.FORWARD, node, e.where(), "cannot " + e.asked() + ": " + e.got(),
                List.of(node), e.remedy());
    }

    private static Map<String, Object> document(Finding f) {
        return Json.object("kind", f.kind().text(), "direction", f.direction().text(), "node", f.node(),
                "line", f.line() == null ? null : f.line().line(), "cause", f.cause(), "slice", f.slice(),
                "cure", f.cure(), "within", f.within().stream().map(w -> Json.object("node", w.node(), "graph",
                        w.graph(), "iteration", w.iteration(), "of", w.of())).toList());
    }

    private static String text(Finding f) {
        return f.kind().text() + " at " + f.node() + (f.line() == null ? "" : ", line " + f.line().line()) + ", "
                + (f.direction() == Direction.FORWARD ? "going forward" : "coming back") + "\n  why:  " + f.cause()
                        + "\n  way:  "
                + String.join(f.direction() == Direction.FORWARD ? " -> " : " <- ", f.slice()) + "\n  cure: " + f.cure()
                + "\n";
    }
}
