package org.cotangent.graph;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.cotangent.core.CotangentException;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;

/// Demands of JSON values that they are what the schema says; `where` tells the place, such as `graphs[2]`.
final class JsonFields {
    private static final int RANK = 256;

    private final Supplier<String> where;

    JsonFields(Supplier<String> where) {
        this.where = where;
    }

    FormatException wrong(String got, String remedy, Throwable cause) {
        return new FormatException("read a graph from JSON, in " + where.get(), got, null, remedy, cause);
    }

    FormatException wrong(String got, String remedy) {
        return wrong(got, remedy, null);
    }

    private FormatException kind(Object value, String what) {
        var text = String.valueOf(value);
        return wrong(text.length() > 60 ? text.substring(0, 60) + " ..." : text, "give " + what);
    }

    /// An object with these keys, and perhaps the optional ones.
    @SuppressWarnings("unchecked")
    Map<String, Object> object(Object value, Set<String> keys, Set<String> optional) {
        if (!(value instanceof Map<?, ?> map)) {
            throw kind(value, "an object with " + keys);
        }
        for (var k : map.keySet()) {
            if (!keys.contains(k) && !optional.contains(k)) {
                throw wrong("the key \"" + k + "\"", "give " + keys + (optional.isEmpty() ? "" : " and perhaps "
                        + optional));
            }
        }
        for (var k : keys) {
            if (!map.containsKey(k)) {
                throw wrong("no key \"" + k + "\" among " + map.keySet(), "give " + keys);
            }
        }
        return (Map<String, Object>) map;
    }

    @SuppressWarnings("unchecked")
    List<Object> list(Object value) {
        if (!(value instanceof List<?> list)) {
            throw kind(value, "an array");
        }
        return (List<Object>) list;
    }

    String string(Object value) {
        if (!(value instanceof String s)) {
            throw kind(value, "a string");
        }
        return s;
    }

    boolean bool(Object value) {
        if (!(value instanceof Boolean b)) {
            throw kind(value, "true or false");
        }
        return b;
    }

    /// A number, or the string that stands for one which JSON or JavaScript cannot say.
    String numeral(Object value) {
        boolean spelt = value instanceof String s && s.matches("-?Infinity|NaN(\\(0x[0-9a-f]{1,16}\\))?|-?[0-9]{1,19}");
        if (!spelt && !(value instanceof JsonReader.Num) && !(value instanceof Boolean)) {
            throw kind(value, "a number");
        }
        return value.toString();
    }

    long integer(Object value, long least, long most) {
        try {
            long n = Long.parseLong(numeral(value));
            if (n >= least && n <= most) {
                return n;
            }
        } catch (NumberFormatException e) {
            throw wrong(value.toString(), "give an integer", e);
        }
        throw wrong(value.toString(), "give an integer from " + least + " to " + most);
    }

    double real(Object value) {
        try {
            return Double.parseDouble(numeral(value));
        } catch (NumberFormatException e) {
            throw wrong(value.toString(), "give a number", e);
        }
    }

    DType dtype(Object value) {
        var text = string(value);
        if (!Words.isDType(text)) {
            throw kind(value, "a dtype: bool i32 i64 f16 bf16 f32 f64");
        }
        return DType.parse(text);
    }

    Shape shape(Object value) {
        var list = list(value);
        if (list.size() > RANK) {
            throw wrong("a shape with " + list.size() + " axes", "give at most " + RANK);
        }
        var sizes = new long[list.size()];
        for (int a = 0; a < sizes.length; a++) {
            sizes[a] = integer(list.get(a), 0, Long.MAX_VALUE);
        }
        try {
            return Shape.of(sizes);
        } catch (CotangentException e) {
            throw wrong(e.got(), e.remedy(), e);
        }
    }

    TensorType type(Object value) {
        var map = object(value, Set.of("dtype", "shape"), Set.of());
        return new TensorType(shape(map.get("shape")), dtype(map.get("dtype")));
    }
}
