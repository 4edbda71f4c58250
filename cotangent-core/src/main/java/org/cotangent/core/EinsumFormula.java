package org.cotangent.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// An einsum formula read against the types of its operands: one character for every axis, the axes of `...` included.
record EinsumFormula(List<String> terms, String result, Map<Character, Long> sizes) {
    private static final char FIRST_HIDDEN = '\u2460';

    static EinsumFormula read(String formula, List<TensorType> types) {
        return new Reader(formula, types).read();
    }

    private static final class Reader {
        private final String formula;
        private final List<TensorType> types;
        private final Map<Character, Long> sizes = new HashMap<>();
        private int hidden;

        Reader(String formula, List<TensorType> types) {
            this.formula = formula;
            this.types = types;
        }

        EinsumFormula read() {
            var sides = formula.replaceAll("\\s", "").split("->", -1);
            var texts = sides[0].split(",", -1);
            if (sides.length > 2 || texts.length != types.size()) {
                throw error(texts.length + " terms for " + types.size() + " operands " + types,
                        "give one term an operand, one -> at most");
            }
            for (int i = 0; i < texts.length; i++) {
                hidden = Math.max(hidden, types.get(i).rank() - checked(texts[i], types.get(i).rank()));
            }
            var terms = new ArrayList<String>();
            for (int i = 0; i < texts.length; i++) {
                terms.add(term(texts[i], types.get(i)));
            }
            var result = sides.length == 2 ? explicit(sides[1]) : implicit(terms);
            return new EinsumFormula(terms, result, sizes);
        }

        /// The number of names in a term that fits a rank.
        private int checked(String text, int rank) {
            var names = text.replaceFirst("\\.\\.\\.", "");
            if (!names.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z')) {
                throw error("the term `" + text + "`", "use letters, and ... once a term");
            }
            boolean open = names.length() < text.length();
            if (rank >= 0 && (open ? names.length() > rank : names.length() != rank)) {
                throw error("the term `" + text + "` for an operand of rank " + rank + " among " + types,
                        "name every axis, or write ...");
            }
            return names.length();
        }

        private String term(String text, TensorType type) {
            int count = type.rank() - text.replaceFirst("\\.\\.\\.", "").length();
            var term = text.replaceFirst("\\.\\.\\.", hiddenNames(count));
            for (int a = 0; a < term.length(); a++) {
                long n = type.shape().size(a);
                long known = sizes.getOrDefault(term.charAt(a), 1L);
                if (n != 1 && known != 1 && n != known) {
                    throw error("size " + n + " and " + known + " for " + name(term.charAt(a)) + " in " + types,
                            "make the sizes equal, or 1");
                }
                sizes.put(term.charAt(a), known == 1 ? n : known);
            }
            return term;
        }

        /// The last `count` of the axes that `...` stands for.
        private String hiddenNames(int count) {
            var out = new StringBuilder();
            for (int i = hidden - count; i < hidden; i++) {
                out.append((char) (FIRST_HIDDEN + i));
            }
            return out.toString();
        }

        private String explicit(String text) {
            checked(text, -1);
            var result = text.replaceFirst("\\.\\.\\.", hiddenNames(hidden));
            for (int i = 0; i < result.length(); i++) {
                char c = result.charAt(i);
                if (!sizes.containsKey(c) || result.indexOf(c) != i) {
                    throw error("the result `" + text + "`", "name axes of the operands, each one once; " + name(c)
                            + " is not");
                }
            }
            return result;
        }

        private String implicit(List<String> terms) {
            var all = String.join("", terms);
            var once = new TreeSet<Character>();
            for (char c : all.toCharArray()) {
                if (c < FIRST_HIDDEN && all.indexOf(c) == all.lastIndexOf(c)) {
                    once.add(c);
                }
            }
            var out = new StringBuilder(hiddenNames(hidden));
            once.forEach(out::append);
            return out.toString();
        }

        private static String name(char c) {
            return c >= FIRST_HIDDEN ? "an axis of ..." : "`" + c + "`";
        }

        private ShapeException error(String got, String remedy) {
            return new ShapeException("apply einsum `" + formula + "`", got, remedy);
        }
    }
}
