package org.cotangent.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.TensorType;
import tools.jackson.databind.ObjectMapper;

/// JSON documents of maps, lists, texts and numbers; what JSON lacks becomes "NaN", "Infinity" and "-Infinity".
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {
    }

    /// One line of JSON.
    static String text(Object document) {
        return MAPPER.writeValueAsString(document);
    }

    /// A number, or the text that stands for it.
    static Object number(double v) {
        return Double.isFinite(v) ? (Object) v : Double.toString(v);
    }

    /// A tensor as nested lists of numbers; recursion is over axes.
    static Object tensor(Concrete t) {
        return axis(t, t.shape().sizes(), t.shape().strides(), 0, 0);
    }

    private static Object axis(Concrete t, long[] sizes, long[] strides, int axis, long offset) {
        if (axis == sizes.length) {
            return element(t, offset);
        }
        List<Object> out = new ArrayList<>(Math.toIntExact(sizes[axis]));
        for (long i = 0; i < sizes[axis]; i++) {
            out.add(axis(t, sizes, strides, axis + 1, offset + i * strides[axis]));
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

    /// Ones of a type.
    static Concrete ones(TensorType type) {
        return Ops.ones(type).concrete();
    }

    /// An object of the given names and values, in their order.
    static Map<String, Object> object(Object... pairs) {
        var out = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            out.put((String) pairs[i], pairs[i + 1]);
        }
        return out;
    }
}
