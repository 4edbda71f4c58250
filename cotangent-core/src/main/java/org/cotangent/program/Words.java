package org.cotangent.program;

import java.util.List;
import java.util.Set;
import org.cotangent.core.ProgramException;

/// The words of a program and a place among them.
final class Words {
    /// Names that stand for themselves and can be neither inputs nor assigned.
    static final Set<String> RESERVED = Set.of("true", "false", "bool", "i32", "i64", "f16", "bf16", "f32", "f64");

    final Source source;
    private final List<Token> tokens;
    private int at;

    Words(Source source) {
        this.source = source;
        this.tokens = Lexer.tokens(source);
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token next() {
        var t = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return t;
    }

    void skipNewlines() {
        while (peek().kind() == Token.Kind.NEWLINE) {
            at++;
        }
    }

    boolean endsStatement() {
        var t = peek();
        return t.kind() == Token.Kind.END || t.kind() == Token.Kind.NEWLINE || t.is(";");
    }

    /// Whether the words from here read `name(a, b, ...) =`.
    boolean startsFunction() {
        int i = 2;
        if (peek().kind() != Token.Kind.NAME || !peek(1).is("(")) {
            return false;
        }
        while (peek(i).kind() == Token.Kind.NAME && peek(i + 1).is(",")) {
            i += 2;
        }
        i += peek(i).kind() == Token.Kind.NAME ? 1 : 0;
        return peek(i).is(")") && peek(i + 1).is("=");
    }

    ProgramException error(Token t, String got, String remedy) {
        return source.error(t, "read the program", got, remedy);
    }
}
