package org.cotangent.graph;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotangent.core.DType;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.op.Callback;
import org.cotangent.op.Op;

/// Operations with their parameters as JSON, each parameter read by the type of its record component.
final class JsonOps {
    private static final int LONGEST = 4096;

    private final JsonFields fields;
    private final OpTable table;
    private final List<Graph> graphs;

    /// `graphs` are those that parameters may refer to by number.
    JsonOps(JsonFields fields, OpTable table, List<Graph> graphs) {
        this.fields = fields;
        this.table = table;
        this.graphs = graphs;
    }

    /// The operation of that name; `parameters` is null where the key is absent.
    Op op(String name, Object parameters) {
        var row = table.row(name);
        if (row != null && parameters == null) {
            return row;
        }
        var record = row == null ? table.record(name) : null;
        if (record == null) {
            throw fields.wrong("the operation `" + name + "`" + (row == null ? ", which does not exist"
                    : " with parameters, which it does not have"),
                    "give the reader the class of an operation of your own");
        }
        var op = make(record, name, parameters);
        if (!Parameters.name(op).equals(name)) {
            throw fields.wrong("`" + name + "` with the parameters of `" + Parameters.name(op) + "`",
                    "write one or the other");
        }
        return op;
    }

    private Op make(Class<?> record, String name, Object given) {
        var expected = Parameters.of(record);
        var keys = expected.stream().map(Parameters.Parameter::name).collect(Collectors.toUnmodifiableSet());
        Map<String, Object> map = given == null ? Map.of() : fields.object(given, keys, Set.of());
        if (map.size() < keys.size()) {
            throw fields.wrong("the operation `" + name + "` without parameters", "give " + keys);
        }
        var values = expected.stream().map(p -> value(map.get(p.name()), p.type())).toArray();
        return OpTable.make(record, values, (got, remedy, cause) -> fields.wrong(got, remedy, cause));
    }

    private Object value(Object json, Type type) {
        if (json == JsonReader.NULL) {
            if (type instanceof Class<?> c && c.isPrimitive()) {
                throw fields.wrong("null", "give a value: this parameter is never absent");
            }
            return null;
        }
        if (type instanceof ParameterizedType p && p.getRawType() == List.class) {
            return list(json, p.getActualTypeArguments()[0]);
        }
        if (type instanceof Class<?> c && c.isEnum() && c != DType.class) {
            return constant(json, c);
        }
        return scalar(json, type);
    }

    /// Lists are as deep as the record's type says, not as the text is.
    private List<Object> list(Object json, Type element) {
        var from = fields.list(json);
        if (from.size() > LONGEST) {
            throw fields.wrong("a list of " + from.size() + " elements", "pass more than " + LONGEST
                    + " as a constant");
        }
        var out = new ArrayList<>();
        for (var each : from) {
            if (each == JsonReader.NULL) {
                throw fields.wrong("null in a list", "give a value");
            }
            out.add(value(each, element));
        }
        return List.copyOf(out);
    }

    private Object constant(Object json, Class<?> c) {
        var name = fields.string(json);
        for (var e : c.getEnumConstants()) {
            if (((Enum<?>) e).name().toLowerCase(Locale.ROOT).equals(name)) {
                return e;
            }
        }
        throw fields.wrong("\"" + name + "\"", "give a constant of " + c.getSimpleName());
    }

    // size: table
    private Object scalar(Object json, Type type) {
        return switch (type.getTypeName()) {
            case "long", "java.lang.Long" -> fields.integer(json, Long.MIN_VALUE, Long.MAX_VALUE);
            case "int", "java.lang.Integer" -> (int) fields.integer(json, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "boolean", "java.lang.Boolean" -> fields.bool(json);
            case "double", "java.lang.Double" -> fields.real(json);
            case "java.lang.String" -> fields.string(json);
            default -> {
                if (type == DType.class) {
                    yield fields.dtype(json);
                } else if (type == Shape.class) {
                    yield fields.shape(json);
                } else if (type == TensorType.class) {
                    yield fields.type(json);
                } else if (type == Callback.class) {
                    yield Callback.missing(fields.string(json));
                } else if (type == Graph.class) {
                    var map = fields.object(json, Set.of("graph"), Set.of());
                    yield graph(map.get("graph"));
                }
                throw fields.wrong("a parameter of type " + type.getTypeName(), "use long, int, boolean, double, "
                        + "String, DType, Shape, TensorType, an enum, Graph or lists of these");
            }
        };
    }

    private Graph graph(Object json) {
        long i = fields.integer(json, 0, Integer.MAX_VALUE);
        if (i >= graphs.size()) {
            throw fields.wrong("graph " + i + ", which does not stand before this one",
                    "put every graph behind those that it holds");
        }
        return graphs.get((int) i);
    }
}
