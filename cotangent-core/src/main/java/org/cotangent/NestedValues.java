package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Structure;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Nesting;

/// Takes values apart along a [Nesting], whether they come as records or as maps, and puts results together as maps
/// and lists.
final class NestedValues {
    private NestedValues() {
    }

    /// The tensors of a value, in the nesting's order; `at` is the path of the value for messages.
    static void leaves(Nesting nesting, Object value, String at, List<Tensor> out) {
        switch (nesting) {
            case Nesting.Leaf _ -> out.add(value instanceof Tensor t ? t : bad(at, value, "a tensor"));
            case Nesting.Fixed f -> {
                if (value != null && !f.equals(Nesting.Fixed.of(value)) && !f.text().equals(value)) {
                    bad(at, value, f.text() + ", which is part of the program: it can be left out of a map");
                }
            }
            case Nesting.Items l -> {
                List<?> parts = value instanceof List<?> given && given.size() == l.parts().size() ? given
                        : bad(at, value, "a list of " + l.parts().size());
                for (int i = 0; i < parts.size(); i++) {
                    leaves(l.parts().get(i), parts.get(i), at + "[" + i + "]", out);
                }
            }
            case Nesting.Entries e -> {
                var parts = entries(e, value, at);
                e.parts().forEach((k, n) -> leaves(n, parts.get(k), at + "." + k, out));
            }
        }
    }

    private static Map<String, Object> entries(Nesting.Entries e, Object value, String at) {
        var given = new LinkedHashMap<String, Object>();
        switch (value) {
            case Map<?, ?> m -> m.forEach((k, v) -> given.put(String.valueOf(k), v));
            case Record r -> {
                var names = Arrays.stream(r.getClass().getRecordComponents()).map(c -> c.getName()).toList();
                var parts = Structure.components(r);
                for (int i = 0; i < names.size(); i++) {
                    given.put(names.get(i), parts.get(i));
                }
            }
            case null, default -> bad(at, value, "a map or record with " + e.parts().keySet());
        }
        var open = new ArrayList<>(e.parts().keySet());
        open.removeIf(k -> given.containsKey(k) || e.parts().get(k) instanceof Nesting.Fixed);
        var unknown = given.keySet().stream().filter(k -> !e.parts().containsKey(k)).toList();
        if (!open.isEmpty() || !unknown.isEmpty()) {
            throw new StructureException("run a saved program", at + " "
                    + (open.isEmpty() ? "with an unknown " + unknown : "without " + open), SourceLine.ofCaller(),
                    "give a map or record with " + e.parts().keySet(), null);
        }
        return given;
    }

    private static <T> T bad(String at, Object value, String wanted) {
        var got = value == null ? "nothing" : value instanceof Number || value instanceof String ? value.toString()
                : value instanceof Tensor ? "a tensor" : "a " + value.getClass().getName();
        throw new StructureException("run a saved program", got + " as " + at, SourceLine.ofCaller(), "give " + wanted,
                null);
    }

    /// The value with this nesting and the next leaves.
    static Object build(Nesting nesting, Iterator<Tensor> leaves) {
        return switch (nesting) {
            case Nesting.Leaf _ -> leaves.next();
            case Nesting.Fixed f -> f.value();
            case Nesting.Items l -> l.parts().stream().map(n -> build(n, leaves)).toList();
            case Nesting.Entries e -> {
                var out = new LinkedHashMap<String, Object>();
                e.parts().forEach((k, n) -> out.put(k, build(n, leaves)));
                yield Collections.unmodifiableMap(out);
            }
        };
    }
}
