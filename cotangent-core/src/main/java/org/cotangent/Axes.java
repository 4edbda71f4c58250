package org.cotangent;

import java.util.Arrays;
import java.util.List;

/// Where the examples lie in the arguments or the result of `vmap`: for each one an axis, [#NONE], or a structure of
/// axes.
///
/// A structure of axes (a record, list or map of the same form with Integers or NONE as leaves) gives every leaf its
/// own.
public final class Axes {
    /// The same value for all examples.
    public static final Object NONE = new Object() {
        @Override
        public String toString() {
            return "NONE";
        }
    };

    private final List<Object> each;

    private Axes(List<Object> each) {
        this.each = each;
    }

    static Axes of(Object... axes) {
        return new Axes(Arrays.asList(axes.clone()));
    }

    List<Object> each() {
        return each;
    }

    @Override
    public String toString() {
        return each.toString();
    }
}
