package org.cotangent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.DType;
import org.cotangent.core.ProgramException;
import org.cotangent.explorer.Explorer;
import org.cotangent.explorer.SavedGraph;
import org.cotangent.graph.Graph;
import org.cotangent.program.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cotangent explore`: a page in the browser that shows a program or a saved graph, forward and backward.
@Command(name = "explore", sortOptions = false,
        description = "Look at a program in the browser: step it forward and backward, see where gradients come from.",
        footer = "The first line printed is the address. Ctrl-C ends it.")
final class ExploreCommand extends CommonCommand implements Callable<Integer> {
    private static final String FIRST = "a = x*y; b = sin(a); c = a + b";

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROGRAM|FILE.json",
            description = "The program's text, @file, or a graph saved as JSON; default: a first example.")
    private String text;

    @Option(names = "--at", paramLabel = "x=2,y=[1,2]", description = "Values of the inputs; the page can change them.")
    private String at = "";

    @Option(names = "--param", paramLabel = "w,b", split = ",", description = "Inputs that are parameters.")
    private List<String> parameters = List.of();

    @Option(names = "--dtype", paramLabel = "f32|f64", defaultValue = "f64",
            description = "The floats to compute in; default f64.")
    private String dtype;

    @Option(names = "--port", defaultValue = "0", paramLabel = "N", description = "The port; default a free one.")
    private int port;

    @Option(names = "--no-browser", description = "Print the address and do not open a browser.")
    private boolean quiet;

    @Option(names = "--export", paramLabel = "page.html",
            description = "Write one file that works without a server instead.")
    private Path export;

    @Option(names = "--json", description = "Print the address as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (port < 0 || port > 65535) {
            throw new ProgramException("open the explorer", "--port " + port, null, "give 0 to 65535", null);
        }
        if (export != null) {
            export();
            return Main.DONE;
        }
        try (var explorer = open()) {
            Runtime.getRuntime().addShutdownHook(new Thread(explorer::close));
            var out = out();
            out.println(json ? Json.text(Json.object("url", explorer.url())) : explorer.url());
            out.flush();
            if (!quiet) {
                browse(explorer.url());
            }
            explorer.await();
        }
        return Main.DONE;
    }

    private Explorer open() throws IOException {
        if (isGraph()) {
            var graph = SavedGraph.read(ProgramOptions.content(Path.of(text)));
            return Explorer.open(graph, Explorer.defaults(graph), port);
        }
        return Explorer.open(program(), values(), names(), floats(), port);
    }

    private void export() throws IOException {
        Files.writeString(export, isGraph() ? exported(SavedGraph.read(ProgramOptions.content(Path.of(text))))
                : Explorer.export(program(), values(), names(), floats()));
        out().println(json ? Json.text(Json.object("page", export.toString()))
                : "written: " + export);
    }

    private static String exported(Graph graph) {
        return Explorer.export(graph, Explorer.defaults(graph));
    }

    private boolean isGraph() {
        return text != null && text.endsWith(".json") && !text.startsWith("@");
    }

    private DType floats() {
        return ProgramOptions.floats(dtype);
    }

    private List<String> names() {
        return parameters.stream().map(String::strip).toList();
    }

    private LinkedHashMap<String, Concrete> values() throws IOException {
        return new LinkedHashMap<>(Bindings.read(at, floats()));
    }

    private Program program() throws IOException {
        var name = text != null && text.startsWith("@") ? text.substring(1) : "program";
        var source = text == null ? FIRST : text.startsWith("@") ? ProgramOptions.content(Path.of(name)) : text;
        try {
            var program = Program.parse(name, source);
            ProgramOptions.known(program, values().keySet(), "--at");
            ProgramOptions.known(program, names(), "--param");
            return program;
        } catch (CotangentException e) {
            throw new Errors.InProgram(name, source, e);
        }
    }

    /// Opens the address in the user's browser where there is a screen; it is printed in any case.
    private static void browse(String url) {
        var os = System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT);
        boolean screen = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
        List<String> command = os.contains("mac") ? List.of("open", url)
                : os.contains("win") ? List.of("rundll32", "url.dll,FileProtocolHandler", url)
                : screen ? List.of("xdg-open", url) : List.of();
        if (command.isEmpty()) {
            return;
        }
        try {
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // The address is on the screen: whoever has no opener opens it by hand.
            System.getLogger("org.cotangent.cli").log(System.Logger.Level.DEBUG, "no browser", e);
        }
    }
}
