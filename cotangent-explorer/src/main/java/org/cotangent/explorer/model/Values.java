package org.cotangent.explorer.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.TensorType;

/// Numbers and tensors as the page gets them: what JSON lacks is a text, and a large tensor is a summary.
public final class Values {
    /// Tensors of more elements are summarised.
    public static final int MOST = 256;

    private Values() {
    }

    /// An object of the given names and values, in their order; those with the value null are left out.
    public static Map<String, Object> object(Object... pairs) {
        var out = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] != null) {
                out.put((String) pairs[i], pairs[i + 1]);
            }
        }
        return out;
    }

    /// A number, or the text that stands for it.
    public static Object number(double v) {
        return Double.isFinite(v) ? (Object) v : Double.toString(v);
    }

    /// Dtype and shape.
    public static Map<String, Object> type(TensorType t) {
        return object("text", t.toString(), "dtype", t.dtype().text(), "shape", t.shape().sizes());
    }

    /// A number for a scalar, nested lists for a small tensor, else its count, extremes, mean and first elements.
    public static Object tensor(Concrete t) {
        if (t == null) {
            return null;
        }
        long count = t.shape().count();
        return count <= MOST ? nested(t, 0, 0) : summary(t, count);
    }

    /// A tensor of any size as nested lists; recursion is over axes.
    public static Object whole(Concrete t) {
        return nested(t, 0, 0);
    }

    private static Object nested(Concrete t, int axis, long offset) {
        if (axis == t.shape().rank()) {
            return element(t, offset);
        }
        long stride = t.shape().strides()[axis];
        List<Object> out = new ArrayList<>(Math.toIntExact(t.shape().size(axis)));
        for (long i = 0; i < t.shape().size(axis); i++) {
            out.add(nested(t, axis + 1, offset + i * stride));
        }
        return out;
    }

    private static Object element(Concrete t, long i) {
        if (t.dtype() == DType.BOOL) {
            return t.getLong(i) != 0;
        } else if (t.dtype().isInt()) {
            return t.getLong(i);
        }
        double v = t.getDouble(i);
        return t.dtype() == DType.FLOAT64 || !Double.isFinite(v) ? number(v) : (Object) (float) v;
    }

    private static Map<String, Object> summary(Concrete t, long count) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        long odd = 0;
        for (long i = 0; i < count; i++) {
            double v = t.getDouble(i);
            if (Double.isFinite(v)) {
                least = Math.min(least, v);
                most = Math.max(most, v);
                sum += v;
            } else {
                odd++;
            }
        }
        var first = new ArrayList<Object>();
        for (long i = 0; i < MOST; i++) {
            first.add(element(t, i));
        }
        boolean any = odd < count;
        return object("count", count, "min", any ? least : null, "max", any ? most : null, "mean",
                any ? sum / (count - odd) : null, "notFinite", odd, "first", first);
    }
}
