package org.cotangent.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.cotangent.core.CotangentException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A command that takes a program: its errors show the place in the text.
abstract class ProgramCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help message and exit.")
    private boolean help;

    @Mixin
    private ProgramOptions options;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public final Integer call() throws IOException {
        try {
            return run();
        } catch (CotangentException e) {
            throw options.located(e);
        }
    }

    /// Does the work; the exit status.
    abstract int run() throws IOException;

    final ProgramOptions options() {
        return options;
    }

    final boolean json() {
        return json;
    }

    /// Prints the answer.
    final void print(String text) {
        spec.commandLine().getOut().print(text.endsWith("\n") ? text : text + "\n");
    }
}
