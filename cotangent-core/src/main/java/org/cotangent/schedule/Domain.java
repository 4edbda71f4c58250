package org.cotangent.schedule;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Shape;
import org.cotangent.schedule.Fused.Access;

/// The sizes over which a fused loop goes: the shape of its values with axes taken together wherever all operands
/// allow it.
final class Domain {
    private final List<Long> sizes = new ArrayList<>();
    /// For each size the axes of the shape that it stands for, innermost last.
    private final List<List<Integer>> axes = new ArrayList<>();
    private final Shape shape;

    private Domain(Shape shape) {
        this.shape = shape;
    }

    /// The domain of a shape read through the given strides; rows of `row` elements stay apart from the rest where
    /// that is not 0. Null where the elements of a row cannot be taken together.
    static Domain of(Shape shape, List<long[]> strides, long row) {
        var d = new Domain(shape);
        long inner = 1;
        boolean closed = row == 0;
        boolean fresh = true;
        for (int a = shape.rank() - 1; a >= 0; a--) {
            if (shape.size(a) == 1) {
                continue;
            }
            if (!fresh && d.joins(a, strides)) {
                d.sizes.set(0, d.sizes.getFirst() * shape.size(a));
                d.axes.getFirst().addFirst(a);
            } else if (!closed && !fresh) {
                return null;
            } else {
                d.sizes.addFirst(shape.size(a));
                d.axes.addFirst(new ArrayList<>(List.of(a)));
            }
            fresh = false;
            inner *= shape.size(a);
            if (!closed && inner >= row) {
                if (inner != row) {
                    return null;
                }
                closed = true;
                fresh = true;
            }
        }
        if (d.sizes.isEmpty()) {
            d.sizes.add(1L);
            d.axes.add(List.of());
        }
        return d;
    }

    /// Whether along axis `a` every operand goes on where the outermost axis taken so far ends.
    private boolean joins(int a, List<long[]> strides) {
        int b = axes.getFirst().getFirst();
        return strides.stream().allMatch(s -> s[a] == s[b] * shape.size(b));
    }

    List<Long> sizes() {
        return List.copyOf(sizes);
    }

    /// Strides along the sizes, from strides along the axes.
    List<Long> strides(long[] ofAxes) {
        return axes.stream().map(group -> group.isEmpty() ? 0L : ofAxes[group.getLast()]).toList();
    }

    /// How a value with these strides along the sizes is read.
    static Access access(List<Long> strides) {
        return strides.getLast() == 1 ? Access.EACH
                : strides.stream().allMatch(s -> s == 0) ? Access.ONE : Access.ROW;
    }
}
