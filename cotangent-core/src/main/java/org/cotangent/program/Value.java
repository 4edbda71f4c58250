package org.cotangent.program;

import java.util.List;
import org.cotangent.core.Tensor;

/// What stands on the stack while a program runs.
sealed interface Value {
    /// A literal number; `whole` where it was written as an integer.
    record Num(double value, boolean whole) implements Value {
    }

    /// A tensor, traced or not.
    record One(Tensor tensor) implements Value {
    }

    /// The results of a function that has several.
    record Several(List<Tensor> tensors) implements Value {
    }

    /// A bracketed list.
    record Items(List<Value> values) implements Value {
        /// Brackets inside brackets: as many axes as NumPy takes.
        static final int DEEPEST = 64;

        /// How deep brackets stand inside brackets, counted up to one more than the deepest.
        int depth() {
            List<Value> level = values;
            int depth = 1;
            while (depth <= DEEPEST && level.stream().anyMatch(Items.class::isInstance)) {
                level = level.stream().filter(Items.class::isInstance).flatMap(v -> ((Items) v).values().stream())
                        .toList();
                depth++;
            }
            return depth;
        }
    }

    /// A word that stands for itself.
    record Word(String text) implements Value {
    }

    /// As errors show it.
    default String shown() {
        return switch (this) {
            case Num n -> n.whole() ? Long.toString((long) n.value()) : Double.toString(n.value());
            case One t -> t.tensor().type().toString();
            case Several s -> s.tensors().size() + " tensors";
            case Items i -> "a list of " + i.values().size();
            case Word w -> Source.escape(w.text());
        };
    }
}
