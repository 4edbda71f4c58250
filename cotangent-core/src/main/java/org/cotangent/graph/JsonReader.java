package org.cotangent.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.FormatException;

/// Reads JSON (RFC 8259) strictly, without recursion: objects as maps in their order, arrays as lists, strings, truth
/// values, numbers as they are spelt ([Num]), null as [#NULL].
///
/// A key may stand once in an object; nothing may follow the value. What a text holds takes memory in proportion to its
/// length and to nothing that it claims.
final class JsonReader {
    /// A number as it is spelt.
    record Num(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /// What stands for null.
    static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    /// An object or array that has been begun; `key` is the one whose value comes next.
    private static final class Open {
        final Map<String, Object> map;
        final List<Object> list;
        String key;

        Open(boolean object) {
            map = object ? new LinkedHashMap<>() : null;
            list = object ? null : new ArrayList<>();
        }

        Object value() {
            return map != null ? map : list;
        }

        boolean isEmpty() {
            return map != null ? map.isEmpty() : list.isEmpty();
        }

        char end() {
            return map != null ? '}' : ']';
        }
    }

    private static final int DEPTH = 512;

    private final Lexer lexer;
    private final String text;
    private final ArrayDeque<Open> open = new ArrayDeque<>();
    private int at;

    private JsonReader(String text) {
        this.lexer = new Lexer(text, "json");
        this.text = text;
    }

    /// The value that the whole text is; a FormatException with line and column where it is none.
    static Object read(String text) {
        return new JsonReader(text).all();
    }

    private Object all() {
        var value = begin();
        while (!open.isEmpty()) {
            value = next(open.peek());
        }
        space();
        if (at < text.length()) {
            throw expected("the end of the text");
        }
        return value;
    }

    /// One step within the innermost object or array; the object or array itself where it ends.
    private Object next(Open in) {
        if (take(in.end())) {
            open.pop();
            return open.isEmpty() ? in.value() : put(open.peek(), in.value());
        }
        if (!in.isEmpty()) {
            demand(',');
        }
        if (in.map != null) {
            space();
            int from = at;
            in.key = string();
            if (in.map.containsKey(in.key)) {
                throw wrong(from, "the key \"" + in.key + "\" twice in one object");
            }
            demand(':');
        }
        int depth = open.size();
        var value = begin();
        return open.size() > depth ? value : put(in, value);
    }

    private static Object put(Open in, Object value) {
        if (in.map != null) {
            in.map.put(in.key, value);
        } else {
            in.list.add(value);
        }
        return value;
    }

    /// A value without parts, or the begin of an object or array.
    private Object begin() {
        space();
        char c = at < text.length() ? text.charAt(at) : 0;
        if (c == '{' || c == '[') {
            if (open.size() == DEPTH) {
                throw wrong(at, "values nested deeper than " + DEPTH);
            }
            at++;
            open.push(new Open(c == '{'));
            return null;
        }
        return c == '"' ? string() : c == '-' || Words.isDigit(c) ? number() : word();
    }

    private Object word() {
        if (takeWord("true")) {
            return true;
        }
        if (takeWord("false")) {
            return false;
        }
        if (takeWord("null")) {
            return NULL;
        }
        throw expected("a value");
    }

    private boolean takeWord(String word) {
        if (!text.startsWith(word, at) || Words.word(text, at) != at + word.length()) {
            return false;
        }
        at += word.length();
        return true;
    }

    private Num number() {
        int from = at;
        at += text.charAt(at) == '-' ? 1 : 0;
        int whole = at;
        digits();
        boolean zeros = text.charAt(whole) == '0' && at > whole + 1;
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            at++;
            at += at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? 1 : 0;
            digits();
        }
        if (zeros) {
            throw wrong(from, "a number that begins with zeros");
        }
        return new Num(text.substring(from, at));
    }

    private void digits() {
        int from = at;
        while (at < text.length() && Words.isDigit(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw expected("a digit");
        }
    }

    private String string() {
        if (!take('"')) {
            throw expected("a string");
        }
        var out = new StringBuilder();
        while (true) {
            int from = at;
            while (at < text.length() && text.charAt(at) >= ' ' && text.charAt(at) != '"' && text.charAt(at) != '\\') {
                at++;
            }
            out.append(text, from, at);
            if (at >= text.length() || text.charAt(at) < ' ') {
                throw expected("the end of a string, or an escape for a control character");
            }
            if (text.charAt(at++) == '"') {
                return out.toString();
            }
            out.append(escaped());
        }
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at) : 0;
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong(at - 2, "an escape that JSON does not have");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw expected("four hexadecimal digits");
            }
            code = 16 * code + digit;
        }
        return (char) code;
    }

    private void space() {
        while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean take(char c) {
        space();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void demand(char c) {
        if (!take(c)) {
            throw expected("`" + c + "`");
        }
    }

    private FormatException expected(String what) {
        var here = at >= text.length() ? "the end of the text"
                : "`" + text.substring(at, Math.min(text.length(), at + 20)).replaceAll("\\p{Cntrl}", "?") + "`";
        return wrong(at, here + " where " + what + " is expected");
    }

    private FormatException wrong(int place, String got) {
        return new FormatException("read JSON", got, lexer.where(place), "give one value as RFC 8259 says", null);
    }
}
