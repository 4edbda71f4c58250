package org.cotangent.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// Names of dimensions and the sizes they stand for: shape comments that are run, such as `batch time dim`.
///
/// A comment has one word for each axis: a name (equal names have equal sizes), a number (the size itself), `_` (any
/// size); `...` once stands for any number of axes. [Tensor#check] uses the names of the outermost traced function
/// that the tensor belongs to; an object of this class ties tensors together anywhere. Not for several threads.
public final class Dimensions {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|[0-9]{1,18}");
    private static final String REST = "...";
    private static final String ANY = "_";

    private record Size(long size, SourceLine where) {
    }

    /// What a comment said of a tensor, for later messages.
    record Label(String formula, String sizes, SourceLine where) {
    }

    private final Map<String, Size> sizes = new HashMap<>();

    /// No names yet.
    public Dimensions() {
    }

    /// The names that [Tensor#check] uses: of the outermost interpreter that the tensor, or what is written down now,
    /// belongs to; new ones where there is none.
    static Dimensions of(Tensor t) {
        var last = t;
        while (last instanceof Traced traced && traced.beneath() instanceof Traced beneath) {
            last = beneath;
        }
        var interpreter = last instanceof Traced traced ? traced.interpreter() : Dispatch.current();
        while (interpreter != null && interpreter.enclosing() != null) {
            interpreter = interpreter.enclosing();
        }
        return interpreter == null ? new Dimensions() : interpreter.dimensions();
    }

    /// The tensor itself, whose shape agrees with the comment and with what the names stood for before.
    ///
    /// @throws ShapeException where it does not, or where the comment cannot be read
    public Tensor check(Tensor t, String formula) {
        Objects.requireNonNull(formula, "formula");
        var where = SourceLine.ofCurrent();
        var words = formula.isBlank() ? List.<String>of() : List.of(formula.strip().split("\\s+"));
        int rest = words.indexOf(REST);
        demandReadable(t, formula, words);
        int skipped = rest < 0 ? 0 : t.rank() - words.size() + 1;
        if (rest < 0 ? words.size() != t.rank() : skipped < 0) {
            throw clash(t, formula, "rank " + t.rank(), "name " + (rest < 0 ? "" : "at most ") + t.rank()
                    + " dimensions, one for each axis; `_` stands for any size, `...` for any number of axes");
        }
        var said = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            if (i != rest) {
                long size = t.size(rest >= 0 && i > rest ? i + skipped - 1 : i);
                agree(t, formula, words.get(i), size, where);
                said.append(said.isEmpty() ? "" : ", ").append('`').append(words.get(i)).append("` is ").append(size);
            }
        }
        t.label(new Label(formula, said.toString(), where));
        return t;
    }

    private static void demandReadable(Tensor t, String formula, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            boolean again = word.equals(REST) && words.indexOf(REST) != i;
            if (again || !word.equals(REST) && !WORD.matcher(word).matches()) {
                throw clash(t, formula, "the word `" + word + "`" + (again ? " twice" : ""),
                        "write names, numbers, `_` or one `...`, with spaces between");
            }
        }
    }

    private void agree(Tensor t, String formula, String word, long size, SourceLine where) {
        if (Character.isDigit(word.charAt(0))) {
            if (Long.parseLong(word) != size) {
                throw clash(t, formula, "size " + size + " where " + word + " is wanted", "give a tensor of that size, "
                        + "or a name in place of the number");
            }
        } else if (!word.equals(ANY)) {
            var known = sizes.putIfAbsent(word, new Size(size, where));
            if (known != null && known.size() != size) {
                throw clash(t, formula, "size " + size + " for `" + word + "`, which is " + known.size()
                        + (known.where() == null ? "" : ", from " + known.where()),
                        "make the sizes equal, or give the dimensions two names");
            }
        }
    }

    private static ShapeException clash(Tensor t, String formula, String got, String remedy) {
        return new ShapeException("read " + t.type() + " as `" + formula + "`", got, remedy);
    }

    /// The error with the names that its operands' dimensions have, each with the line that named them.
    static <E extends ShapeException> E named(E e, Tensor... operands) {
        for (int i = 0; i < operands.length; i++) {
            var label = operands[i].label();
            if (label != null) {
                e.also("dimension " + label.sizes() + " in operand " + (i + 1)
                        + (label.where() == null ? "" : ", from " + label.where()));
            }
        }
        e.draw(operands);
        return e;
    }
}
