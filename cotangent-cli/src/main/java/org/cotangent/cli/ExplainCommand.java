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
import picocli.CommandLine.Command;

/// `cotangent explain`: where a NaN or an infinity began, why a gradient is zero, vanishes or explodes.
@Command(name = "explain", sortOptions = false,
        description = "Say why a gradient is zero, vanishes or explodes, and where a NaN or an infinity began.",
        footer = "The program is looked at as it is written. No findings: all is well.")
final class ExplainCommand extends ProgramCommand {
    @Override
    int run() throws IOException {
        var findings = findings();
        print(json() ? Json.text(Json.object("findings", findings.stream().map(ExplainCommand::document).toList()))
                : findings.isEmpty() ? "nothing is wrong: the output and all gradients are finite, and none is lost\n"
                        : findings.stream().map(ExplainCommand::text).collect(Collectors.joining("\n")));
        return Main.DONE;
    }

    private List<Finding> findings() throws IOException {
        var loaded = options().load();
        try {
            var staged = loaded.stage();
            return Explain.graph(staged.graph(), loaded.inputs(), staged.constants());
        } catch (ShapeException e) {
            return List.of(new Finding(Kind.SHAPE, Direction.FORWARD, e.asked(), e.where(), e.got(), List.of(),
                    e.remedy()));
        }
    }

    private static Map<String, Object> document(Finding f) {
        return Json.object("kind", f.kind().text(), "direction", f.direction().text(), "node", f.node(),
                "line", f.line() == null ? null : f.line().line(), "cause", f.cause(), "slice", f.slice(),
                "cure", f.cure());
    }

    private static String text(Finding f) {
        return f.kind().text() + " at " + f.node() + (f.line() == null ? "" : ", line " + f.line().line()) + ", "
                + (f.direction() == Direction.FORWARD ? "going forward" : "coming back") + "\n  why:  " + f.cause()
                        + "\n  way:  "
                + String.join(f.direction() == Direction.FORWARD ? " -> " : " <- ", f.direction() == Direction.FORWARD
                        ? f.slice() : f.slice()) + "\n  cure: " + f.cure() + "\n";
    }
}
