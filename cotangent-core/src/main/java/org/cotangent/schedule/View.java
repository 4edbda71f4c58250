package org.cotangent.schedule;

import java.util.Arrays;
import java.util.Map;
import org.cotangent.core.Shape;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Op;
import org.cotangent.op.Permute;
import org.cotangent.op.Reshape;
import org.cotangent.op.Slice;

/// A value as a way to read another one: element (i, j, ...) is the root's element `offset + i * strides[0] + j *
/// strides[1] + ...`. What broadcasts, permutations, slices and reshapes leave behind when nothing is moved.
record View(Atom root, Shape shape, long offset, long[] strides) {
    static View of(Atom root) {
        return new View(root, root.type().shape(), 0, root.type().shape().strides());
    }

    /// The view that a movement is of what it moves, given those before it; null where it is no way to read.
    static View moved(Equation e, Map<Var, View> views) {
        if (!Pointwise.moves(e.op()) || e.result().type().shape().count() == 0) {
            return null;
        }
        var from = e.operands().getFirst();
        var before = from instanceof Var v && views.containsKey(v) ? views.get(v) : of(from);
        var view = before.through(e.op(), e.result().type().shape());
        boolean fits = view != null && view.isReadable()
                && !(view.root() instanceof Literal l && l.type().shape().count() != 1);
        return fits ? view : null;
    }

    /// The view through one more movement, or null where it cannot be had without moving elements.
    View through(Op op, Shape result) {
        return switch (op) {
            case Broadcast b -> broadcast(b);
            case Permute p -> new View(root, result, offset,
                    p.axes().stream().mapToLong(a -> strides[a]).toArray());
            case Slice s -> slice(s, result);
            case Reshape _ -> reshape(result);
            default -> null;
        };
    }

    private View broadcast(Broadcast b) {
        var to = new long[b.shape().rank()];
        for (int i = 0; i < strides.length; i++) {
            to[b.axes().get(i)] = strides[i];
        }
        return new View(root, b.shape(), offset, to);
    }

    private View slice(Slice s, Shape result) {
        var to = strides.clone();
        long from = offset;
        for (int a = 0; a < to.length; a++) {
            from += s.start().get(a) * strides[a];
            to[a] = strides[a] * s.stride().get(a);
        }
        return new View(root, result, from, to);
    }

    /// Axes of both shapes are taken in groups of equal size; a group that lies in one run can be cut anew.
    private View reshape(Shape result) {
        if (shape.count() == 0) {
            return null;
        }
        var to = new long[result.rank()];
        int i = 0;
        int j = 0;
        while (i < strides.length || j < to.length) {
            int i0 = i;
            int j0 = j;
            long a = i < strides.length ? shape.size(i++) : 1;
            long b = j < to.length ? result.size(j++) : 1;
            while (a != b) {
                if (a < b) {
                    a *= shape.size(i++);
                } else {
                    b *= result.size(j++);
                }
            }
            if (!regroup(i0, i, result, j0, j, to)) {
                return null;
            }
        }
        return new View(root, result, offset, to);
    }

    private boolean regroup(int i0, int i1, Shape result, int j0, int j1, long[] to) {
        long stride = 0;
        boolean first = true;
        long run = 1;
        for (int i = i1 - 1; i >= i0; i--) {
            if (shape.size(i) == 1) {
                continue;
            }
            if (first) {
                stride = strides[i];
                first = false;
            } else if (strides[i] != stride * run) {
                return false;
            }
            run *= shape.size(i);
        }
        long s = stride;
        for (int j = j1 - 1; j >= j0; j--) {
            to[j] = result.size(j) == 1 ? 0 : s;
            s *= result.size(j);
        }
        return true;
    }

    /// Whether element i of the view, in row-major order, is element i of the root, and the root has no more.
    boolean isPlain() {
        return offset == 0 && root.type().shape().count() == shape.count() && follows(shape.strides());
    }

    /// Whether the strides are these, along axes longer than 1.
    boolean follows(long[] wanted) {
        for (int a = 0; a < strides.length; a++) {
            if (shape.size(a) != 1 && strides[a] != wanted[a]) {
                return false;
            }
        }
        return true;
    }

    /// Whether every element is the same cell of the root.
    boolean isSingle() {
        for (int a = 0; a < strides.length; a++) {
            if (shape.size(a) != 1 && strides[a] != 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether loops can read it straight: along its last axis longer than 1 elements lie side by side or are one.
    boolean isReadable() {
        for (int a = strides.length - 1; a >= 0; a--) {
            if (shape.size(a) != 1) {
                return strides[a] == 1 || strides[a] == 0;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof View v && v.root == root && v.offset == offset && v.shape.equals(shape)
                && Arrays.equals(v.strides, strides);
    }

    @Override
    public int hashCode() {
        return 31 * System.identityHashCode(root) + Arrays.hashCode(strides) + Long.hashCode(offset);
    }

    /// Whether elements are read one after the other, or one alone.
    boolean isInOrder() {
        return isPlain() || isSingle();
    }

    /// Whether the view repeats each of the root's elements along rows of `n`, and does nothing else.
    static boolean isRow(View v, long n) {
        var natural = v.shape().strides();
        long inner = 1;
        int a = natural.length;
        while (a > 0 && inner < n) {
            a--;
            inner *= v.shape().size(a);
        }
        if (inner != n || v.offset() != 0) {
            return false;
        }
        for (int b = 0; b < natural.length; b++) {
            if (v.shape().size(b) != 1 && v.strides()[b] != (b < a ? natural[b] / n : 0)) {
                return false;
            }
        }
        return true;
    }
}
