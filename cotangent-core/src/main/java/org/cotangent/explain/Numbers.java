package org.cotangent.explain;

import java.util.function.DoublePredicate;
import org.cotangent.core.Concrete;
import org.cotangent.core.Shape;

/// What a diagnosis asks of the numbers of a tensor.
final class Numbers {
    private Numbers() {
    }

    static boolean isFinite(Concrete t) {
        return !t.dtype().isFloat() || first(t, v -> !Double.isFinite(v)) < 0;
    }

    static boolean hasNan(Concrete t) {
        return t.dtype().isFloat() && first(t, Double::isNaN) >= 0;
    }

    static boolean isZero(Concrete t) {
        return first(t, v -> v != 0) < 0;
    }

    /// The first element that satisfies, or -1.
    static long first(Concrete t, DoublePredicate p) {
        long n = t.shape().count();
        for (long i = 0; i < n; i++) {
            if (p.test(t.getDouble(i))) {
                return i;
            }
        }
        return -1;
    }

    static long count(Concrete t, DoublePredicate p) {
        long n = t.shape().count();
        long c = 0;
        for (long i = 0; i < n; i++) {
            c += p.test(t.getDouble(i)) ? 1 : 0;
        }
        return c;
    }

    /// The largest absolute value; NaN counts as nothing.
    static double largest(Concrete t) {
        double most = 0;
        long n = t.shape().count();
        for (long i = 0; i < n; i++) {
            most = Math.max(most, Double.isNaN(t.getDouble(i)) ? 0 : Math.abs(t.getDouble(i)));
        }
        return most;
    }

    /// `[2, 5]` for the place of an element, nothing for a scalar.
    static String place(Shape shape, long i) {
        if (shape.rank() == 0) {
            return "";
        }
        var out = new StringBuilder("[");
        var strides = shape.strides();
        long left = i;
        for (int a = 0; a < strides.length; a++) {
            out.append(a == 0 ? "" : ", ").append(strides[a] == 0 ? 0 : left / strides[a]);
            left = strides[a] == 0 ? left : left % strides[a];
        }
        return out.append(']').toString();
    }

    /// A number as short as it can be written; whole ones without a fraction.
    static String text(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e15 ? Long.toString((long) v) : Double.toString(v);
    }
}
