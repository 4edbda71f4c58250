package org.cotangent.testkit.vectors;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Elements;
import org.cotangent.core.FormatException;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads JSON case files. A piece that is not what it should be is a [FormatException] that names its place.
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {
    }

    static JsonNode read(Path file) {
        try {
            return MAPPER.readTree(file);
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw new FormatException("read the case file " + file.getFileName(), e.getOriginalMessage()
                    + (at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr()), null,
                    "give well-formed JSON", e);
        }
    }

    static FormatException bad(String where, JsonNode got, String wanted) {
        var text = got == null ? "nothing" : got.toString();
        return new FormatException("read " + where, text.length() > 80 ? text.substring(0, 80) + "..." : text,
                "give " + wanted);
    }

    static JsonNode field(JsonNode node, String name, String where) {
        var f = node == null ? null : node.get(name);
        if (f == null) {
            throw bad(where, node, "an object with `" + name + "`");
        }
        return f;
    }

    static String text(JsonNode node, String where) {
        if (node == null || !node.isString()) {
            throw bad(where, node, "a text");
        }
        return node.stringValue();
    }

    static boolean isNumber(JsonNode node) {
        return node.isNumber() || node.isString() && List.of("NaN", "Infinity", "-Infinity")
                .contains(node.stringValue());
    }

    /// A number, also as a text: decimals of any length, `NaN`, `Infinity`, `-Infinity`.
    static double number(JsonNode node, String where) {
        if (node != null && node.isNumber()) {
            return node.doubleValue();
        }
        if (node != null && node.isBoolean()) {
            return node.booleanValue() ? 1 : 0;
        }
        try {
            return Double.parseDouble(text(node, where));
        } catch (NumberFormatException e) {
            throw bad(where, node, "a number");
        }
    }

    static int integer(JsonNode node, String where) {
        if (node == null || !node.canConvertToInt()) {
            throw bad(where, node, "an integer");
        }
        return node.intValue();
    }

    static double[] numbers(JsonNode node, String where) {
        if (node == null || !node.isArray()) {
            throw bad(where, node, "an array of numbers");
        }
        var out = new double[node.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = number(node.get(i), where + "[" + i + "]");
        }
        return out;
    }

    static long[] longs(JsonNode node, String where) {
        if (node == null || !node.isArray()) {
            throw bad(where, node, "an array of integers");
        }
        var out = new long[node.size()];
        for (int i = 0; i < out.length; i++) {
            if (!node.get(i).canConvertToLong()) {
                throw bad(where + "[" + i + "]", node.get(i), "an integer");
            }
            out[i] = node.get(i).longValue();
        }
        return out;
    }

    static int[] ints(JsonNode node, String where) {
        return java.util.Arrays.stream(longs(node, where)).mapToInt(Math::toIntExact).toArray();
    }

    static List<String> texts(JsonNode node, String where) {
        var out = new ArrayList<String>();
        for (int i = 0; i < (node == null ? 0 : node.size()); i++) {
            out.add(text(node.get(i), where + "[" + i + "]"));
        }
        return out;
    }

    static boolean isTensor(JsonNode node) {
        return node.isObject() && node.has("dtype") && node.has("data");
    }

    /// `{"dtype": "f64", "shape": [..], "data": [..]}`; without a dtype `f64`.
    static Concrete tensor(JsonNode node, String where) {
        var dtype = node.has("dtype")
                ? DType.parse(text(node.get("dtype"), where).replace("i1", "bool").replace("bool6", "i16"))
                : DType.FLOAT64;
        return tensor(dtype, longs(field(node, "shape", where), where + ".shape"), field(node, "data", where),
                where + ".data");
    }

    static Concrete tensor(DType dtype, long[] sizes, JsonNode data, String where) {
        var type = new TensorType(Shape.of(sizes), dtype);
        if (!data.isArray() || data.size() != type.shape().count()) {
            throw bad(where, data, type.shape().count() + " numbers");
        }
        var storage = Storage.allocate(dtype.cell(), data.size());
        for (int i = 0; i < data.size(); i++) {
            var d = data.get(i);
            if (dtype.isInt() && d.canConvertToLong()) {
                Elements.setLong(dtype, storage, i, d.longValue());
            } else {
                Elements.setDouble(dtype, storage, i, number(d, where + "[" + i + "]"));
            }
        }
        return Concrete.of(type, storage);
    }

    static Concrete tensor(double[] data, long... sizes) {
        var storage = Storage.allocate(DType.FLOAT64.cell(), data.length);
        for (int i = 0; i < data.length; i++) {
            Elements.setDouble(DType.FLOAT64, storage, i, data[i]);
        }
        return Concrete.of(TensorType.of(DType.FLOAT64, sizes), storage);
    }
}
