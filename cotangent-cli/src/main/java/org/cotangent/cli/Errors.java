package org.cotangent.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.cotangent.core.CotangentException;
import org.cotangent.program.Program;

/// Prints errors as one message each; stack traces only where they are asked for.
final class Errors {
    private Errors() {
    }

    /// An error together with the program text that it points into.
    static final class InProgram extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String name;
        private final String text;

        InProgram(String name, String text, CotangentException cause) {
            super(cause);
            this.name = name;
            this.text = text;
        }

        private String excerpt(CotangentException e) {
            return Program.excerpt(name, text, e.where());
        }
    }

    static void print(Throwable e, PrintWriter err, boolean debug) {
        var cause = e instanceof InProgram i ? i.getCause() : e;
        err.println("cotangent: " + message(e));
        if (debug) {
            cause.printStackTrace(err);
        }
    }

    private static String message(Throwable e) {
        return switch (e) {
            case InProgram i -> message((CotangentException) i.getCause(),
                    i.excerpt((CotangentException) i.getCause()));
            case CotangentException c -> message(c, "");
            case NoSuchFileException f -> "cannot read " + f.getFile() + ": no such file";
            case AccessDeniedException f -> "cannot read " + f.getFile() + ": access denied";
            case FileNotFoundException f -> "cannot read " + f.getMessage();
            case IOException f -> f.getMessage() == null ? f.toString() : f.getMessage();
            case OutOfMemoryError o -> "not enough memory (" + o.getMessage() + "); use smaller tensors";
            default -> e.toString();
        };
    }

    private static String message(CotangentException e, String excerpt) {
        // A place in Java code, such as this command's own, tells the user of a command line nothing.
        boolean java = e.where() != null && e.where().column() == 0;
        var message = java ? e.getMessage().replace("\n  where: " + e.where(), "") : e.getMessage();
        return excerpt.isEmpty() ? message : message.replace("\n  do:    ", "\n" + excerpt.indent(9).stripTrailing()
                + "\n  do:    ");
    }
}
