package org.cotangent.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotangent.core.CotangentException;
import org.cotangent.core.FormatException;
import org.cotangent.core.Shape;

/// The header of an NPY file: a Python dictionary of three known entries, read word by word and nothing evaluated.
record NpyHeader(String descr, boolean fortran, Shape shape) {
    private static final Pattern WORD =
            Pattern.compile("\\s*('[^'\\\\]*'|\"[^\"\\\\]*\"|True|False|[0-9]+L?|[{}():,])\\s*");

    static NpyHeader parse(String text, Function<String, FormatException> bad) {
        var words = new ArrayList<String>();
        Matcher m = WORD.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!m.find(at) || m.start() != at) {
                throw bad.apply("a header with something else than shape, order and kind of simple elements");
            }
            words.add(m.group(1));
            at = m.end();
        }
        return of(words, bad);
    }

    private static NpyHeader of(ArrayList<String> words, Function<String, FormatException> bad) {
        var entries = new HashMap<String, Object>();
        int i = 0;
        if (words.size() < 2 || !words.get(i++).equals("{")) {
            throw bad.apply("a header that is no dictionary");
        }
        while (i < words.size() && !words.get(i).equals("}")) {
            if (i + 2 >= words.size() || !words.get(i + 1).equals(":")) {
                throw bad.apply("a header that is no dictionary");
            }
            var key = words.get(i);
            Object value = words.get(i + 2);
            i += 3;
            if (value.equals("(")) {
                var sizes = new ArrayList<Long>();
                i = sizes(words, i, sizes, bad);
                value = sizes;
            }
            if (entries.put(key.substring(1, Math.max(1, key.length() - 1)), value) != null) {
                throw bad.apply("a header with the entry " + key + " twice");
            }
            i += i < words.size() && words.get(i).equals(",") ? 1 : 0;
        }
        if (i != words.size() - 1 || entries.size() != 3 || !(entries.get("descr") instanceof String d)
                || d.length() < 4
                || !(entries.get("fortran_order") instanceof String f)
                || !(entries.get("shape") instanceof ArrayList<?> s)
                || !(f.equals("True") || f.equals("False")) || d.charAt(0) != '\'' && d.charAt(0) != '"') {
            throw bad.apply("a header without exactly descr, fortran_order and shape");
        }
        try {
            var shape = Shape.of(s.stream().mapToLong(x -> (Long) x).toArray());
            return new NpyHeader(d.substring(1, d.length() - 1), f.equals("True"), shape);
        } catch (FormatException e) {
            throw e;
        } catch (CotangentException e) {
            throw bad.apply("a shape " + s + ": " + e.remedy());
        }
    }

    private static int sizes(ArrayList<String> words, int from, ArrayList<Long> sizes, Function<String,
            FormatException> bad) {
        int i = from;
        while (i < words.size() && !words.get(i).equals(")")) {
            var word = words.get(i);
            if (!Character.isDigit(word.charAt(0)) || word.length() > 19 || word.endsWith("L") || sizes.size() > 63) {
                throw bad.apply("a shape with the size " + word);
            }
            try {
                sizes.add(Long.parseLong(word));
            } catch (NumberFormatException e) {
                throw bad.apply("a shape with the size " + word);
            }
            i++;
            if (i < words.size() && words.get(i).equals(",")) {
                i++;
            } else if (i < words.size() && !words.get(i).equals(")")) {
                throw bad.apply("a shape with " + words.get(i) + " in it");
            }
        }
        return i + 1;
    }
}
