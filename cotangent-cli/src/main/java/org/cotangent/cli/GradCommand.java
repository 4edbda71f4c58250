package org.cotangent.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.DTypeException;
import org.cotangent.core.ProgramException;
import org.cotangent.core.ShapeException;
import org.cotangent.core.TensorType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `cotangent grad`: runs a program forward and backward and shows everything that was seen on the way.
@Command(name = "grad", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Run a program forward and backward: values, gradients, and what flowed along each edge.")
final class GradCommand extends ProgramCommand {
    enum Mode { reverse, forward, both }

    enum Granularity { tensor, scalar }

    @Option(names = "--wrt", paramLabel = "x,y", split = ",", description = "Inputs to differentiate by; default all.")
    private List<String> wrt = List.of();

    @Option(names = "--mode", defaultValue = "reverse", description = "One of ${COMPLETION-CANDIDATES}; default reverse.")
    private Mode mode;

    @Option(names = "--order", defaultValue = "1", paramLabel = "N", description = "2 adds the Hessian; more needs one scalar input.")
    private int order;

    @Option(names = "--granularity", defaultValue = "tensor", description = "One of ${COMPLETION-CANDIDATES}; default tensor.")
    private Granularity granularity;

    @Option(names = "--eager", description = "Run define-by-run, nothing rewritten or compiled.")
    private boolean eager;

    @Option(names = "--compiled", description = "Run written down, stabilised and compiled (the default).")
    private boolean compiled;

    @Option(names = "--paths", arity = "0..1", fallbackValue = "20", paramLabel = "K",
            description = "The K paths from each input that weigh most; default 20.")
    private Integer paths;

    @Option(names = "--graph", paramLabel = "dot|mermaid|svg|text", description = "Print the graph instead.")
    private String picture;

    @Override
    int run() throws IOException {
        var loaded = options().load();
        if (eager && compiled) {
            throw new ProgramException("run the program", "--eager and --compiled", null, "choose one", null);
        }
        if (order < 1 || order > GradReport.MOST_ORDER) {
            throw new ProgramException("differentiate", "--order " + order, null, "give 1 to " + GradReport.MOST_ORDER, null);
        }
        if (paths != null && paths < 1) {
            throw new ProgramException("list paths", "--paths " + paths, null, "give 1 or more", null);
        }
        var staged = loaded.stage();
        if (picture != null) {
            print(picture(staged.graph()));
            return Main.DONE;
        }
        checkOutput(loaded, staged.graph().resultTypes().getFirst());
        var report = new GradReport(loaded, staged, positions(loaded), this);
        report.run();
        print(json() ? Json.text(report.json()) : GradTable.of(report));
        return report.agrees() ? Main.DONE : Main.FAILED;
    }

    private String picture(org.cotangent.graph.Graph graph) {
        if (!picture.equals("text")) {
            throw new ProgramException("draw the graph", "--graph " + picture, null, "use --graph text", null);
        }
        return graph.toString();
    }

    private void checkOutput(Loaded loaded, TensorType type) {
        var name = loaded.program().outputName() == null ? "the output" : loaded.program().outputName();
        var where = loaded.program().outputLine();
        if (!type.dtype().isFloat()) {
            throw new DTypeException("differentiate " + name, type.toString(), where, "only floats have derivatives; convert the output", null);
        }
        if (type.shape().count() != 1 && mode != Mode.forward) {
            var inner = loaded.program().outputName() == null ? "..." : name;
            throw new ShapeException("take the gradient of " + name, type + ", not a scalar", where,
                    "reduce it to one number, such as sum(" + inner + "), or use --mode forward", null);
        }
    }

    /// The positions of the inputs to differentiate by: those named, else all floats.
    private List<Integer> positions(Loaded loaded) {
        var inputs = loaded.program().inputs();
        ProgramOptions.known(loaded.program(), wrt.stream().map(String::strip).toList(), "--wrt");
        var out = new ArrayList<Integer>();
        for (int i = 0; i < inputs.size(); i++) {
            var name = inputs.get(i);
            boolean asked = wrt.stream().anyMatch(w -> w.strip().equals(name));
            boolean isFloat = loaded.inputs().get(i).dtype().isFloat();
            if (asked && !isFloat) {
                throw integer(name, loaded.inputs().get(i).type().toString(), loaded, i);
            }
            if (asked || wrt.isEmpty() && isFloat) {
                out.add(i);
            }
        }
        if (out.isEmpty() && !inputs.isEmpty()) {
            throw integer(inputs.getFirst(), loaded.inputs().getFirst().type().toString(), loaded, 0);
        }
        return out;
    }

    private static DTypeException integer(String name, String type, Loaded loaded, int i) {
        return new DTypeException("differentiate with respect to " + name, type, loaded.program().firstUse(name),
                "integers and bools have no derivatives; give " + name + " as floats", null);
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
