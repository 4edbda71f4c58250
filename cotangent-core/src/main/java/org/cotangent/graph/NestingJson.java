package org.cotangent.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// [Nesting]s as JSON: `"tensor"`, `{"list": [...]}`, `{"map": {...}}`, `{"record": name, "of": {...}}`, and
/// `{"static": kind, "value": text}`.
final class NestingJson {
    private static final Set<String> NONE = Set.of();
    /// How deep records, lists and maps may be nested.
    static final int DEPTH = 100;

    private final JsonFields fields;

    NestingJson(JsonFields fields) {
        this.fields = fields;
    }

    static void write(Nesting n, JsonWriter json) {
        switch (n) {
            case Nesting.Leaf _ -> json.string("tensor");
            case Nesting.Fixed f -> json.open('{').key("static").string(f.kind()).key("value").string(f.text())
                    .close('}');
            case Nesting.Items l -> {
                json.open('{').key("list").open('[');
                l.parts().forEach(p -> write(p, json));
                json.close(']').close('}');
            }
            case Nesting.Entries e -> {
                json.open('{');
                if (e.of() != null) {
                    json.key("record").string(e.of());
                }
                json.key(e.of() == null ? "map" : "of").open('{');
                e.parts().forEach((k, p) -> write(p, json.key(k)));
                json.close('}').close('}');
            }
        }
    }

    /// What a value that was read says; it may come from anywhere.
    Nesting read(Object value, int depth) {
        if (depth > DEPTH) {
            throw fields.wrong("records, lists and maps more than " + DEPTH + " deep",
                    "give a program of this library");
        }
        if ("tensor".equals(value)) {
            return new Nesting.Leaf();
        }
        var keys = value instanceof Map<?, ?> m ? m.keySet() : NONE;
        if (keys.contains("static")) {
            return fixed(fields.object(value, Set.of("static", "value"), NONE));
        }
        if (keys.contains("list")) {
            return new Nesting.Items(fields.list(fields.object(value, Set.of("list"), NONE).get("list")).stream()
                    .map(v -> read(v, depth + 1)).toList());
        }
        if (keys.contains("record")) {
            var map = fields.object(value, Set.of("record", "of"), NONE);
            return new Nesting.Entries(fields.string(map.get("record")), entries(map.get("of"), depth));
        }
        return new Nesting.Entries(null, entries(fields.object(value, Set.of("map"), NONE).get("map"), depth));
    }

    List<Nesting> list(Object value) {
        return fields.list(value).stream().map(v -> read(v, 0)).toList();
    }

    private Map<String, Nesting> entries(Object value, int depth) {
        if (!(value instanceof Map<?, ?> map)) {
            throw fields.wrong("something else than an object", "give the entries of a record or map");
        }
        var out = new LinkedHashMap<String, Nesting>();
        map.forEach((k, v) -> out.put((String) k, read(v, depth + 1)));
        return out;
    }

    private Nesting.Fixed fixed(Map<String, Object> map) {
        var fixed = new Nesting.Fixed(fields.string(map.get("static")), fields.string(map.get("value")));
        try {
            fixed.value();
        } catch (NumberFormatException e) {
            throw fields.wrong(fixed.kind() + " " + fixed.text(), "give a number", e);
        }
        return fixed;
    }
}
