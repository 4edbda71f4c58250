package org.cotangent.graph;

/// Writes JSON: numbers that JavaScript would round, NaN and infinities become strings; the text is pure ASCII.
final class JsonWriter {
    private static final long EXACT = 1L << 53;

    private final StringBuilder out = new StringBuilder();
    private boolean comma;

    JsonWriter open(char bracket) {
        separate();
        out.append(bracket);
        comma = false;
        return this;
    }

    JsonWriter close(char bracket) {
        out.append(bracket);
        comma = true;
        return this;
    }

    /// A line feed, which only people need.
    JsonWriter line() {
        if (comma) {
            out.append(',');
            comma = false;
        }
        out.append('\n');
        return this;
    }

    JsonWriter key(String name) {
        string(name);
        out.append(':');
        comma = false;
        return this;
    }

    JsonWriter number(long value) {
        if (value > EXACT || value < -EXACT) {
            return string(Long.toString(value));
        }
        return raw(Long.toString(value));
    }

    /// `true`, `false`, `null`, or a number that needs no care.
    JsonWriter raw(String token) {
        separate();
        out.append(token);
        comma = true;
        return this;
    }

    /// A decimal as it stands, NaN and infinities as strings.
    JsonWriter decimal(String text) {
        char last = text.charAt(text.length() - 1);
        return Words.isDigit(last) ? raw(text) : string(text);
    }

    JsonWriter string(String s) {
        separate();
        out.append('"');
        for (int i = 0; i < s.length(); i++) {
            character(s.charAt(i));
        }
        out.append('"');
        comma = true;
        return this;
    }

    private void character(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || c > '~' || c == '<') {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }

    /// A string of plain characters, written by somebody who appends to the text.
    JsonWriter plain(java.util.function.Consumer<StringBuilder> writer) {
        separate();
        out.append('"');
        writer.accept(out);
        out.append('"');
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
        comma = false;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
