package org.cotangent.graph;

import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.Shape;
import org.cotangent.core.SourceLine;
import org.cotangent.core.CotangentException;
import org.cotangent.core.TensorType;

/// Reads program text from left to right; every complaint names line and column.
final class Lexer {
    private static final int RANK = 256;
    private static final int SHOWN = 40;

    private final String text;
    private final String file;
    private int at;

    Lexer(String text, String file) {
        this.text = text;
        this.file = file;
    }

    static boolean isBareFile(String file) {
        return !file.isEmpty() && file.chars().allMatch(c -> Words.isPart(c) || c == '.' || c == '-');
    }

    int at() {
        return at;
    }

    void back(int to) {
        at = to;
    }

    int length() {
        return text.length();
    }

    /// Line and column of a place in the text.
    SourceLine where(int place) {
        int line = 1;
        int start = 0;
        for (int i = text.indexOf('\n'); i >= 0 && i < place; i = text.indexOf('\n', i + 1)) {
            line++;
            start = i + 1;
        }
        return new SourceLine(file, line, place - start + 1);
    }

    FormatException wrong(int place, String got, String remedy) {
        return wrong(place, got, remedy, null);
    }

    FormatException wrong(int place, String got, String remedy, Throwable cause) {
        return new FormatException("read a graph", got, where(place), remedy, cause);
    }

    /// The complaint that something else stands here.
    FormatException expected(String what) {
        space();
        if (at >= text.length()) {
            return wrong(at, "the end of the text", "expected " + what);
        }
        int end = Math.min(text.length(), at + SHOWN);
        int line = text.indexOf('\n', at);
        var here = text.substring(at, line < 0 ? end : Math.min(line, end));
        return wrong(at, "`" + here + "`", "expected " + what);
    }

    private void space() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '/' && text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
                at++;
            } else {
                return;
            }
        }
    }

    /// Where the next thing begins.
    int skipSpace() {
        space();
        return at;
    }

    /// The next character that is not space, or 0 at the end.
    char peek() {
        space();
        return at < text.length() ? text.charAt(at) : 0;
    }

    boolean take(char c) {
        if (peek() != c || at >= text.length()) {
            return false;
        }
        at++;
        return true;
    }

    void demand(char c, String why) {
        if (!take(c)) {
            throw expected("`" + c + "` " + why);
        }
    }

    boolean takeWord(String word) {
        space();
        if (!text.startsWith(word, at) || Words.word(text, at) != at + word.length()) {
            return false;
        }
        at += word.length();
        return true;
    }

    void demandArrow() {
        if (!(peek() == '-' && text.startsWith("->", at))) {
            throw expected("`->` and the types of the results");
        }
        at += 2;
    }

    /// A plain word such as `dot`.
    String word(String what) {
        space();
        int end = Words.word(text, at);
        if (end == at) {
            throw expected(what);
        }
        var word = text.substring(at, end);
        at = end;
        return word;
    }

    /// The plain word that comes next, without moving; empty where there is none.
    String peekWord() {
        space();
        return text.substring(at, Words.word(text, at));
    }

    /// The name of a value: a path or a quoted string.
    String path(String what) {
        if (peek() == '"') {
            return quoted();
        }
        int end = Words.path(text, at);
        if (end == at || Words.isReserved(peekWord())) {
            throw expected(what);
        }
        var path = text.substring(at, end);
        at = end;
        return path;
    }

    /// A file's name behind `@`.
    String file() {
        if (peek() == '"') {
            return quoted();
        }
        int from = at;
        while (at < text.length() && (Words.isPart(text.charAt(at)) || text.charAt(at) == '.'
                || text.charAt(at) == '-')) {
            at++;
        }
        if (at == from) {
            throw expected("a file's name");
        }
        return text.substring(from, at);
    }

    /// A string in quotes, without them.
    String quoted() {
        int from = at;
        demand('"', "to begin a string");
        var out = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\n') {
                throw wrong(from, "a string that does not end on its line",
                        "close it with `\"`, and write a line feed as `\\n`");
            }
            out.append(c == '\\' ? escaped() : c);
        }
        if (at++ >= text.length()) {
            at = text.length();
            throw wrong(from, "a string that does not end", "close it with `\"`");
        }
        return out.toString();
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : 0;
        switch (c) {
            case '"', '\\':
                return c;
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'u':
                try {
                    var code = (char) Integer.parseUnsignedInt(text, at, at + 4, 16);
                    at += 4;
                    return code;
                } catch (NumberFormatException | IndexOutOfBoundsException e) {
                    throw wrong(at, "`\\u` without four hexadecimal digits", "write such as `\\u00e9`", e);
                }
            default:
                throw wrong(at - 1, "an unknown escape in a string", "use \\\" \\\\ \\n \\t or \\u and four digits");
        }
    }

    /// Whether a number, `true` or `false` comes next.
    boolean isNumber() {
        char c = peek();
        if (c == '-' || Words.isDigit(c)) {
            return true;
        }
        return switch (peekWord()) {
            case "true", "false", "NaN", "Infinity" -> true;
            default -> false;
        };
    }

    /// The text of a number, `true` or `false`.
    String number() {
        if (!isNumber()) {
            throw expected("a number");
        }
        int from = at;
        if (text.charAt(at) == '-') {
            at++;
        }
        int word = Words.word(text, at);
        if (word > at) {
            at = word;
            nanBits(from);
        } else {
            digits();
            if (at + 1 < text.length() && text.charAt(at) == '.' && Words.isDigit(text.charAt(at + 1))) {
                at++;
                digits();
            }
            exponent();
        }
        return text.substring(from, at);
    }

    private void nanBits(int from) {
        if (text.startsWith("NaN(0x", from) && at == from + 3) {
            int end = text.indexOf(')', at);
            if (end < 0 || end - at > 19) {
                throw wrong(from, "a NaN whose bits do not end", "write such as `NaN(0x7fc00001)`");
            }
            at = end + 1;
        }
    }

    private void exponent() {
        if (at < text.length() && (text.charAt(at) == 'E' || text.charAt(at) == 'e')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
                at++;
            }
            digits();
        }
    }

    private void digits() {
        while (at < text.length() && Words.isDigit(text.charAt(at))) {
            at++;
        }
    }

    /// An integer that fits `low` to `high`.
    long integer(long low, long high) {
        int from = at;
        var digits = number();
        try {
            long value = Long.parseLong(digits);
            if (value >= low && value <= high) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(from, "`" + digits + "`", "expected an integer from " + low + " to " + high, e);
        }
        throw wrong(from, digits, "expected an integer from " + low + " to " + high);
    }

    DType dtype() {
        if (!Words.isDType(peekWord())) {
            throw expected("a dtype: bool i32 i64 f16 bf16 f32 f64");
        }
        return DType.parse(word("a dtype"));
    }

    TensorType type() {
        var dtype = dtype();
        return new TensorType(shape(), dtype);
    }

    /// Sizes in brackets.
    Shape shape() {
        int from = at;
        demand('[', "to begin a shape");
        var sizes = new long[4];
        int rank = 0;
        while (!take(']')) {
            if (rank > 0) {
                demand(',', "between sizes, or `]` after them");
            }
            if (rank == RANK) {
                throw wrong(from, "a shape of more than " + RANK + " axes", "use fewer axes");
            }
            sizes = rank == sizes.length ? java.util.Arrays.copyOf(sizes, 2 * rank) : sizes;
            sizes[rank++] = integer(0, Long.MAX_VALUE);
        }
        try {
            return Shape.of(java.util.Arrays.copyOf(sizes, rank));
        } catch (CotangentException e) {
            throw wrong(from, e.got(), e.remedy(), e);
        }
    }

    /// Moves behind the graph that begins here, looking at braces only.
    void skipGraph() {
        int depth = 0;
        while (peek() != 0 || at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                quoted();
                continue;
            }
            at++;
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '}' && depth <= 0) {
                return;
            }
        }
    }

    void demandEnd() {
        if (peek() != 0 || at < text.length()) {
            throw expected("the end of the text");
        }
    }
}
