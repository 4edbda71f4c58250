package org.cotangent.cli;

import java.io.IOException;
import org.cotangent.core.ProgramException;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Pictures;
import org.cotangent.program.Code;
import org.cotangent.program.CodeLanguage;
import org.cotangent.program.Runs;
import org.cotangent.program.ScalarProgram;
import org.cotangent.program.StagedProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cotangent grad`: runs a program forward and backward and shows everything that was seen on the way.
@Command(name = "grad", sortOptions = false,
        description = "Run a program forward and backward: values, gradients, and what flowed along each edge.")
final class GradCommand extends ProgramCommand {
    enum Mode { reverse, forward, both }

    enum Picture { dot, mermaid, svg, text }

    enum Language { java, numpy }

    enum Granularity { tensor, scalar }

    @Mixin
    private Differentiated differentiated;

    @Option(names = "--mode", defaultValue = "reverse",
            description = "One of ${COMPLETION-CANDIDATES}; default reverse.")
    private Mode mode;

    @Option(names = "--order", defaultValue = "1", paramLabel = "N",
            description = "2 adds the Hessian; more needs one scalar input.")
    private int order;

    @Option(names = "--granularity", defaultValue = "tensor",
            description = "One of ${COMPLETION-CANDIDATES}; default tensor.")
    private Granularity granularity;

    @Option(names = "--eager", description = "Run define-by-run, nothing rewritten or compiled.")
    private boolean eager;

    @Option(names = "--compiled", description = "Run written down, stabilised and compiled (the default).")
    private boolean compiled;

    @Option(names = "--paths", arity = "0..1", fallbackValue = "20", paramLabel = "K",
            description = "The K paths from each input that weigh most; default 20.")
    private Integer paths;

    @Option(names = "--code", paramLabel = "java|numpy",
            description = "Print the forward and backward code of a scalar program instead.")
    private Language code;

    @Option(names = "--graph", paramLabel = "dot|mermaid|svg|text", description = "Print the graph instead.")
    private Picture picture;

    @Override
    int run() throws IOException {
        var loaded = options().load();
        if (eager && compiled) {
            throw new ProgramException("run the program", "--eager and --compiled", null, "choose one", null);
        }
        if (order < 1 || order > GradReport.MOST_ORDER) {
            throw new ProgramException("differentiate", "--order " + order, null, "give 1 to " + GradReport.MOST_ORDER,
                    null);
        }
        if (paths != null && paths < 1) {
            throw new ProgramException("list paths", "--paths " + paths, null, "give 1 or more", null);
        }
        var staged = loaded.stage();
        if (picture != null) {
            print(json() ? Json.text(Json.object("graph", picture(staged.graph()))) : picture(staged.graph()));
            return Main.DONE;
        }
        Differentiated.checkOutput(loaded, staged.graph().resultTypes().getFirst(), mode != Mode.forward,
                ", or use --mode forward");
        if (code != null) {
            var text = code(loaded, staged);
            print(json() ? Json.text(Json.object("code", text)) : text);
            return Main.DONE;
        }
        var report = new GradReport(loaded, staged, differentiated.positions(loaded), this);
        report.run();
        print(json() ? Json.text(report.json()) : GradTable.of(report));
        return report.agrees() ? Main.DONE : Main.FAILED;
    }

    /// The program as written where no rule applies, else what the rules make of it.
    private String code(Loaded loaded, StagedProgram staged) {
        var runs = Runs.compiled(staged.graph(), loaded.inputs(), staged.constants());
        var graph = eager || runs.rewrites().isEmpty() ? staged.graph() : runs.graph();
        var inputs = loaded.inputs();
        if (granularity == Granularity.scalar || !staged.constants().isEmpty()) {
            var scalars = ScalarProgram.of(graph, inputs, staged.constants());
            graph = scalars.graph();
            inputs = scalars.inputs();
        }
        return Code.of(graph, inputs, code == Language.java ? CodeLanguage.JAVA : CodeLanguage.NUMPY);
    }

    private String picture(Graph graph) {
        return switch (picture) {
            case text -> graph.toString();
            case dot -> Pictures.dot(graph);
            case mermaid -> Pictures.mermaid(graph);
            case svg -> Pictures.svg(graph);
        };
    }

    Mode mode() {
        return mode;
    }

    int order() {
        return order;
    }

    Granularity granularity() {
        return granularity;
    }

    boolean eager() {
        return eager;
    }

    Integer paths() {
        return paths;
    }
}
