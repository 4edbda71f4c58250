package org.cotangent.graph;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.core.DType;

/// The spelling of names and strings in program text.
final class Words {
    private static final Set<String> DTYPES = Arrays.stream(DType.values()).map(DType::text)
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> RESERVED = Stream.concat(DTYPES.stream(),
            Stream.of("true", "false", "NaN", "Infinity", "none", "return", "graph", "constants", "base64"))
            .collect(Collectors.toUnmodifiableSet());

    private Words() {
    }

    static boolean isDType(String word) {
        return DTYPES.contains(word);
    }

    static boolean isReserved(String word) {
        return RESERVED.contains(word);
    }

    static boolean isStart(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '%' || c == '$';
    }

    static boolean isPart(int c) {
        return isStart(c) || isDigit(c);
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /// Whether the name is `%` and a number, as values without a name are printed.
    static boolean isNumbered(String name) {
        return name.length() > 1 && name.charAt(0) == '%' && name.chars().skip(1).allMatch(Words::isDigit);
    }

    /// Whether the name may stand without quotes: a path such as `m.layers[0].w` that begins with no reserved word.
    static boolean isBareName(String name) {
        int end = path(name, 0);
        return end == name.length() && end > 0 && !isNumbered(name) && !RESERVED.contains(name.substring(0, word(name,
                0)));
    }

    /// Whether the name is a single plain word.
    static boolean isBareWord(String name) {
        return !name.isEmpty() && word(name, 0) == name.length() && !RESERVED.contains(name);
    }

    /// The end of the word at `at`; `at` where there is none.
    static int word(CharSequence s, int at) {
        if (at >= s.length() || !isStart(s.charAt(at))) {
            return at;
        }
        return parts(s, at);
    }

    private static int parts(CharSequence s, int at) {
        while (at < s.length() && isPart(s.charAt(at))) {
            at++;
        }
        return at;
    }

    /// The end of the path at `at`: a word, then `.word`, `.0` or `[0]` any number of times.
    static int path(CharSequence s, int at) {
        int end = word(s, at);
        int before = at;
        while (end > before) {
            before = end;
            end = step(s, end);
        }
        return end;
    }

    private static int step(CharSequence s, int at) {
        if (at + 1 >= s.length()) {
            return at;
        }
        if (s.charAt(at) == '.') {
            int end = parts(s, at + 1);
            return end == at + 1 ? at : end;
        }
        int end = at + 1;
        while (s.charAt(at) == '[' && end < s.length() && isDigit(s.charAt(end))) {
            end++;
        }
        return end > at + 1 && end < s.length() && s.charAt(end) == ']' ? end + 1 : at;
    }

    /// The string in quotes, with everything but plain text escaped.
    static String quote(String s) {
        var out = new StringBuilder(s.length() + 2).append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\t') {
                out.append("\\t");
            } else if (c < ' ' || c >= 0x7f && !Character.isLetterOrDigit(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
