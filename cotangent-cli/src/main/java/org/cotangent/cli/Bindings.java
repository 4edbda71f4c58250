package org.cotangent.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Elements;
import org.cotangent.core.ProgramException;
import org.cotangent.core.Shape;
import org.cotangent.core.SourceLine;
import org.cotangent.core.TensorType;
import org.cotangent.io.Npy;
import org.cotangent.storage.Storage;

/// Reads `x=2,y=[1,2],z=@file.npy`: names with a number, a bracketed tensor or a file each.
final class Bindings {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private final String text;
    private final DType dtype;
    private final Map<String, Concrete> values = new LinkedHashMap<>();
    private int at;
    private int deepest;
    private int numbersAt;

    private Bindings(String text, DType dtype) {
        this.text = text;
        this.dtype = dtype;
    }

    static Map<String, Concrete> read(String text, DType dtype) throws IOException {
        var b = new Bindings(text, dtype);
        b.all();
        return b.values;
    }

    private void all() throws IOException {
        skip();
        while (at < text.length()) {
            int start = at;
            var name = until("=,[]").strip();
            if (!NAME.matcher(name).matches() || at >= text.length() || text.charAt(at) != '=') {
                throw error(start, name.isEmpty() ? "no name" : "`" + shown(name) + "`",
                        "write name=value pairs, such as --at x=2,y=[1,2],w=@w.npy");
            }
            at++;
            skip();
            if (values.putIfAbsent(name, value(name)) != null) {
                throw error(start, "`" + name + "` twice", "give each value once");
            }
            skip();
            if (at < text.length() && text.charAt(at) != ',') {
                throw error(at, "`" + shown(text.substring(at)) + "` after the value of " + name,
                        "separate pairs by commas");
            }
            at++;
            skip();
        }
    }

    private Concrete value(String name) throws IOException {
        if (at < text.length() && text.charAt(at) == '@') {
            at++;
            var file = until(",").strip();
            return floats(Npy.read(Path.of(file)).concrete(), dtype);
        }
        if (at < text.length() && text.charAt(at) == '[') {
            return tensor();
        }
        int start = at;
        return of(Shape.SCALAR, List.of(number(start, until(",").strip(), name)));
    }

    /// A tensor as the program wants it: floats in its dtype, integers and bools as they are.
    static Concrete floats(Concrete t, DType dtype) {
        return t.dtype().isFloat() ? org.cotangent.core.Ops.convert(t, dtype).concrete() : t;
    }

    private Concrete tensor() {
        int start = at;
        deepest = 0;
        numbersAt = 0;
        var sizes = new ArrayList<Long>();
        var counts = new ArrayList<long[]>();
        var numbers = new ArrayList<Double>();
        boolean item = false;
        do {
            skip();
            char c = at < text.length() ? text.charAt(at) : ' ';
            if (c == '[') {
                counts.add(new long[1]);
                at++;
                item = false;
            } else if (c == ']') {
                close(start, sizes, counts, item);
                at++;
                item = true;
            } else if (c == ',') {
                if (!item) {
                    throw error(at, "`,` without a number before it", "write [1,2,3]");
                }
                counts.getLast()[0]++;
                at++;
                item = false;
            } else if (at < text.length() && !item) {
                int from = at;
                numbers.add(number(from, until(",[]").strip(), "an element"));
                depth(start, counts.size());
                item = true;
            } else {
                throw error(at, at < text.length() ? "`" + shown(text.substring(at)) + "`" : "an open bracket",
                        "write [[1,2],[3,4]]");
            }
        } while (!counts.isEmpty());
        return of(Shape.of(sizes.reversed().stream().mapToLong(Long::longValue).toArray()), numbers);
    }

    private void depth(int start, int depth) {
        if (numbersAt != 0 && depth != numbersAt) {
            throw error(start, "numbers and brackets side by side", "write lists of one depth");
        }
        numbersAt = depth;
    }

    /// Sizes are kept innermost first, once the innermost brackets have closed.
    private void close(int start, List<Long> sizes, List<long[]> counts, boolean item) {
        int level = counts.size();
        long size = counts.removeLast()[0] + (item ? 1 : 0);
        deepest = Math.max(deepest, level);
        int inner = deepest - level;
        if (inner == sizes.size()) {
            sizes.add(size);
        } else if (inner > sizes.size() || sizes.get(inner) != size) {
            throw error(start, "lists of different lengths or depths",
                    "write lists of one length, such as [[1,2],[3,4]]");
        }
    }

    private Concrete of(Shape shape, List<Double> numbers) {
        if (shape.count() != numbers.size()) {
            throw error(0, "lists of different lengths", "write lists of one length, such as [[1,2],[3,4]]");
        }
        var storage = Storage.allocate(dtype.cell(), numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
            Elements.setDouble(dtype, storage, i, numbers.get(i));
        }
        return Concrete.of(new TensorType(shape, dtype), storage);
    }

    private double number(int start, String word, String name) {
        if (NUMBER.matcher(word).matches()) {
            return Double.parseDouble(word);
        }
        return switch (word.toLowerCase(java.util.Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "true" -> 1;
            case "false" -> 0;
            default -> throw error(start, word.isEmpty() ? "no value for " + name : "`" + shown(word) + "` as " + name,
                    "give a number, a tensor such as [1,2], or @file.npy");
        };
    }

    private String until(String stops) {
        int from = at;
        while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static String shown(String s) {
        var cut = s.length() > 40 ? s.substring(0, 40) + "..." : s;
        return cut.codePoints().mapToObj(c -> c >= 32 && c < 127 ? Character.toString(c) : String.format("\\u%04x", c))
                .collect(java.util.stream.Collectors.joining());
    }

    private ProgramException error(int start, String got, String remedy) {
        return new ProgramException("read the values", got, new SourceLine("--at", 1, start + 1), remedy, null);
    }
}
