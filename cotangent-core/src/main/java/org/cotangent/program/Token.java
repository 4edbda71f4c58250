package org.cotangent.program;

/// A word of a program text with its place; `offset` counts characters of the text, line and column count from 1.
record Token(Kind kind, String text, int line, int column) {
    /// What sort of word it is.
    enum Kind { NUMBER, NAME, SIGN, NEWLINE, END }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /// As errors show it.
    String shown() {
        return switch (kind) {
            case NEWLINE -> "the end of the line";
            case END -> "the end of the program";
            default -> "`" + Source.escape(text) + "`";
        };
    }
}
