package org.cotangent.program;

import java.util.ArrayList;
import java.util.List;

/// Cuts a program text into words, in one pass and linear time.
final class Lexer {
    private static final String SIGNS = "+-*/@^()[],:;=<>";

    private final Source source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;

    private Lexer(Source source) {
        this.source = source;
        this.text = source.text();
    }

    static List<Token> tokens(Source source) {
        var lexer = new Lexer(source);
        while (lexer.at < lexer.text.length()) {
            lexer.next();
        }
        lexer.add(Token.Kind.END, lexer.at, lexer.at);
        return lexer.tokens;
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '\n') {
            add(Token.Kind.NEWLINE, at, at + 1);
            at++;
            line++;
            lineStart = at;
        } else if (c == ' ' || c == '\t' || c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
            at++;
        } else if (c == '#') {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        } else if (isDigit(at) || c == '.' && isDigit(at + 1)) {
            number();
        } else if (isNameStart(c)) {
            int from = at;
            while (at < text.length() && (isNameStart(text.charAt(at)) || isDigit(at))) {
                at++;
            }
            add(Token.Kind.NAME, from, at);
        } else {
            sign(c);
        }
    }

    private void number() {
        int from = at;
        digits();
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            int exponent = at;
            digits();
            if (exponent == at) {
                throw bad(from, at, "give the exponent's digits, as in 1e-3");
            }
        }
        if (at < text.length() && isNameStart(text.charAt(at))) {
            throw bad(from, at + 1, "numbers are decimal, and a product needs its `*`: 2*x");
        }
        add(Token.Kind.NUMBER, from, at);
        if (Double.isInfinite(Double.parseDouble(text.substring(from, at)))) {
            throw bad(from, at, "it is beyond the largest double, 1.7976931348623157e308");
        }
    }

    private RuntimeException bad(int from, int to, String remedy) {
        var t = new Token(Token.Kind.NUMBER, text.substring(from, Math.min(to, text.length())), line, from - lineStart
                + 1);
        return source.error(t, "read a number", t.shown(), remedy);
    }

    private void digits() {
        while (isDigit(at)) {
            at++;
        }
    }

    private void sign(char c) {
        boolean comparison = c == '<' || c == '>' || c == '=' || c == '!';
        if (comparison && at + 1 < text.length() && text.charAt(at + 1) == '=') {
            add(Token.Kind.SIGN, at, at + 2);
            at += 2;
            return;
        }
        if (SIGNS.indexOf(c) < 0) {
            throw strange(c);
        }
        add(Token.Kind.SIGN, at, at + 1);
        at++;
    }

    private RuntimeException strange(char c) {
        int code = text.codePointAt(at);
        var t = new Token(Token.Kind.SIGN, Character.toString(code), line, at - lineStart + 1);
        var what = Character.isLetter(code) ? "unknown name " : "unknown character ";
        var name = c < 127 ? "" : " (U+" + String.format("%04X", code) + " " + Character.getName(code) + ")";
        return source.error(t, "read the program", what + t.shown() + name, c == '"' || c == '\''
                ? "a program has numbers, names and operators; texts have no place in it"
                : "names are made of ASCII letters, digits and `_`; operators are + - * / @ ^ < <= > >= == !=");
    }

    private boolean isDigit(int i) {
        return i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }

    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private void add(Token.Kind kind, int from, int to) {
        tokens.add(new Token(kind, text.substring(from, to), line, from - lineStart + 1));
    }
}
