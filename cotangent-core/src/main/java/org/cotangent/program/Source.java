package org.cotangent.program;

import org.cotangent.core.ProgramException;
import org.cotangent.core.SourceLine;

/// A program text with a name, and the errors that point into it.
record Source(String name, String text) {
    private static final int SHOWN = 60;

    SourceLine at(int line, int column) {
        return new SourceLine(name, line, column);
    }

    SourceLine at(Token t) {
        return at(t.line(), t.column());
    }

    ProgramException error(Token t, String asked, String got, String remedy) {
        return new ProgramException(asked, got, at(t), remedy, null);
    }

    /// The text with everything but printable ASCII written as `\\uXXXX`, and cut where it is long.
    static String escape(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length() && out.length() < SHOWN; i++) {
            append(out, text.charAt(i));
        }
        return out.length() < SHOWN ? out.toString() : out + "...";
    }

    /// The text, cut where it is long.
    static String cut(String text) {
        return text.length() <= 4 * SHOWN ? text : text.substring(0, 4 * SHOWN) + "...";
    }

    private static void append(StringBuilder out, char c) {
        if (c >= ' ' && c < 127) {
            out.append(c);
        } else {
            out.append(String.format("\\u%04x", (int) c));
        }
    }

    /// The line of the text with a caret under the column, both cut to a window where the line is long; empty if there
    /// is none.
    String excerpt(SourceLine where) {
        var lines = text.split("\n", -1);
        if (where.line() < 1 || where.line() > lines.length || where.column() < 1) {
            return "";
        }
        var line = lines[where.line() - 1];
        int at = Math.min(where.column() - 1, line.length());
        int from = Math.max(0, at - SHOWN / 2);
        int to = Math.min(line.length(), at + SHOWN / 2);
        var shown = new StringBuilder(from > 0 ? "..." : "");
        int caret = -1;
        for (int i = from; i <= to; i++) {
            caret = i == at ? shown.length() : caret;
            if (i < to) {
                append(shown, line.charAt(i));
            }
        }
        return shown + (to < line.length() ? "..." : "") + "\n" + " ".repeat(caret) + "^";
    }
}
