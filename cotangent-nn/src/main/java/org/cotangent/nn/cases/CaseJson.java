package org.cotangent.nn.cases;

import java.nio.file.Path;
import java.util.Arrays;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads JSON case files.
final class CaseJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private CaseJson() {
    }

    static JsonNode read(Path file) {
        try {
            return MAPPER.readTree(file);
        } catch (JacksonException e) {
            throw new FormatException("read the case file " + file.getFileName(), e.getOriginalMessage(), null,
                    "give well-formed JSON", e);
        }
    }

    static JsonNode field(JsonNode node, String name) {
        var f = node.get(name);
        if (f == null) {
            throw new FormatException("read a case", "no field `" + name + "` in " + brief(node),
                    "give a file of a kind in docs/conformance.md");
        }
        return f;
    }

    private static String brief(JsonNode node) {
        var text = node.toString();
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }

    static double[] doubles(JsonNode array) {
        var out = new double[array.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = array.get(i).asDouble();
        }
        return out;
    }

    static long[] longs(JsonNode array) {
        return Arrays.stream(doubles(array)).mapToLong(d -> (long) d).toArray();
    }

    /// `{"shape": [..], "data": [..]}`, float64, or `"int": [..]`, int64.
    static Tensor tensor(JsonNode node) {
        var shape = longs(field(node, "shape"));
        return node.has("int") ? Ops.tensor(longs(node.get("int"))).reshape(shape)
                : Ops.tensor(doubles(field(node, "data"))).reshape(shape);
    }
}
