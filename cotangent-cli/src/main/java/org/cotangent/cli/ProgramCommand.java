package org.cotangent.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.cotangent.core.CotangentException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A command that takes a program: its errors show the place in the text.
abstract class ProgramCommand extends CommonCommand implements Callable<Integer> {
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
        out().print(text.endsWith("\n") ? text : text + "\n");
    }
}
