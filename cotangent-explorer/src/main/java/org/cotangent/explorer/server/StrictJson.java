package org.cotangent.explorer.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads bodies of requests: bounded, without names given twice, unknown names or anything behind the end.
final class StrictJson {
    /// The most bytes of a body.
    static final int MOST_BYTES = 8 << 20;
    private static final int MOST_ELEMENTS = 1_000_000;
    private static final int MOST_AXES = 64;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100)
                            .maxNumberLength(400).maxStringLength(4 << 20).maxNameLength(10_000).build()).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final JsonNode root;

    private StrictJson(JsonNode root) {
        this.root = root;
    }


    static StrictJson read(InputStream in) {
        byte[] bytes;
        try {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new Failure(400, "a body that cannot be read");
        }
        if (bytes.length > MOST_BYTES) {
            throw new Failure(413, "a body of more than " + MOST_BYTES + " bytes");
        }
        try {
            var root = MAPPER.readTree(bytes);
            if (!root.isObject()) {
                throw new Failure(400, "a body that is no JSON object");
            }
            return new StrictJson(root);
        } catch (JacksonException e) {
            throw new Failure(400, "a body that is no JSON: " + e.getOriginalMessage());
        }
    }

    /// Refuses names other than these.
    StrictJson known(Set<String> names) {
        for (var name : root.propertyNames()) {
            if (!names.contains(name)) {
                throw new Failure(400, "an unknown name in the body; known are " + names.stream().sorted().toList());
            }
        }
        return this;
    }

    boolean has(String name) {
        return root.has(name) && !root.get(name).isNull();
    }

    /// A text, or the default (null where there must be one).
    String text(String name, String otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (!root.get(name).isString()) {
            throw new Failure(400, name + " must be a text");
        }
        return root.get(name).stringValue();
    }

    String text(String name) {
        var out = text(name, null);
        if (out == null) {
            throw new Failure(400, "the body lacks " + name);
        }
        return out;
    }

    boolean flag(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (!root.get(name).isBoolean()) {
            throw new Failure(400, name + " must be true or false");
        }
        return root.get(name).booleanValue();
    }

    int number(String name, int otherwise, int most) {
        if (!has(name)) {
            return otherwise;
        }
        var n = root.get(name);
        if (!n.isIntegralNumber() || !n.canConvertToInt() || n.intValue() < 0 || n.intValue() > most) {
            throw new Failure(400, name + " must be a whole number from 0 to " + most);
        }
        return n.intValue();
    }

    List<String> texts(String name) {
        var out = new ArrayList<String>();
        if (has(name)) {
            if (!root.get(name).isArray()) {
                throw new Failure(400, name + " must be a list of texts");
            }
            for (var item : root.get(name)) {
                if (!item.isString()) {
                    throw new Failure(400, name + " must be a list of texts");
                }
                out.add(item.stringValue());
            }
        }
        return out;
    }

    /// What the body says under these names, as one text.
    String key(List<String> names) {
        var out = new StringBuilder();
        names.forEach(n -> out.append(n).append('=').append(root.get(n)).append('\n'));
        return out.toString();
    }

    /// Any document, for what is judged by whoever knows the question.
    Object any(String name) {
        return has(name) ? MAPPER.treeToValue(root.get(name), Object.class) : null;
    }

    /// Tensors by name: numbers, "NaN", "Infinity", or nested lists of these.
    Map<String, Concrete> tensors(String name, DType dtype) {
        var out = new LinkedHashMap<String, Concrete>();
        if (has(name)) {
            if (!root.get(name).isObject()) {
                throw new Failure(400, name + " must be an object of numbers and lists");
            }
            root.get(name).properties().forEach(e -> out.put(e.getKey(), tensor(e.getKey(), e.getValue(), dtype)));
        }
        return out;
    }

    private static Concrete tensor(String name, JsonNode node, DType dtype) {
        var sizes = new ArrayList<Long>();
        for (var at = node; at.isArray(); at = at.get(0)) {
            sizes.add((long) at.size());
            if (at.isEmpty() || sizes.size() > MOST_AXES) {
                throw new Failure(400, "the value of " + name + " must be a number or lists of numbers");
            }
        }
        List<JsonNode> level = List.of(node);
        for (long size : sizes) {
            var next = new ArrayList<JsonNode>();
            for (var each : level) {
                if (!each.isArray() || each.size() != size || next.size() > MOST_ELEMENTS) {
                    throw new Failure(400, "the value of " + name + " must have lists of one length, at most "
                            + MOST_ELEMENTS + " numbers");
                }
                each.forEach(next::add);
            }
            level = next;
        }
        var numbers = new double[level.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(name, level.get(i));
        }
        var shape = sizes.stream().mapToLong(Long::longValue).toArray();
        return Ops.convert(Ops.reshape(Ops.tensor(numbers), shape), dtype).concrete();
    }

    private static double number(String name, JsonNode n) {
        if (n.isNumber()) {
            return n.doubleValue();
        }
        return switch (n.isString() ? n.stringValue() : n.isBoolean() ? n.toString() : "") {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            case "true" -> 1;
            case "false" -> 0;
            default -> throw new Failure(400, "the value of " + name + " must be a number or lists of numbers");
        };
    }
}
