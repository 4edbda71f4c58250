package org.cotangent.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/// The standard error stream as the launcher arranges it.
///
/// The launcher passes what the JVM itself prints on descriptor 2 through a filter, which takes out the notice about
/// incubator modules that no flag can silence, and hands the user's own standard error over as descriptor 3. The
/// system property `cotangent.tty` is set by the launcher alone and says whether that is a terminal.
final class StandardError {
    static final String TERMINAL = "cotangent.tty";

    private StandardError() {
    }

    /// Points `System.err` to the user's standard error; does nothing where the launcher did not start this JVM.
    static void restore() {
        if (System.getProperty(TERMINAL) == null) {
            return;
        }
        try {
            System.setErr(new PrintStream(open(), true, System.err.charset()));
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
            // What is printed then goes through the filter, a line at a time, and still arrives.
        }
    }

    /// Whether the user's standard error is a terminal, so that progress may be drawn on it.
    static boolean isTerminal() {
        return Boolean.getBoolean(TERMINAL);
    }

    private static OutputStream open() throws IOException, ReflectiveOperationException {
        var constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
        constructor.setAccessible(true);
        return new FileOutputStream(constructor.newInstance(3));
    }
}
