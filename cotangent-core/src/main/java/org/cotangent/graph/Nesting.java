package org.cotangent.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.TensorType;

/// How a program's tensors are nested in records, lists and maps, said without the classes of those records: what a
/// saved program knows of its arguments and its result.
public sealed interface Nesting {
    /// One tensor.
    record Leaf() implements Nesting {
    }

    /// A list.
    record Items(List<Nesting> parts) implements Nesting {
        public Items {
            parts = List.copyOf(parts);
        }
    }

    /// A record with its components in their order, or a map with its keys in theirs (`of` is null then).
    record Entries(String of, Map<String, Nesting> parts) implements Nesting {
        public Entries {
            parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        }
    }

    /// A value that is no tensor and part of the program: `kind` is `null`, `boolean`, `int`, `long`, `float`,
    /// `double`, `string`, or the name of a class, of which the text alone is known.
    record Fixed(String kind, String text) implements Nesting {
        /// A Java value.
        public static Fixed of(Object value) {
            return switch (value) {
                case null -> new Fixed("null", "");
                case Boolean b -> new Fixed("boolean", b.toString());
                case Integer i -> new Fixed("int", i.toString());
                case Long l -> new Fixed("long", l.toString());
                case Float f -> new Fixed("float", f.toString());
                case Double d -> new Fixed("double", d.toString());
                case String s -> new Fixed("string", s);
                case Enum<?> e -> new Fixed(e.getDeclaringClass().getName(), e.name());
                default -> new Fixed(value.getClass().getName(), value.toString());
            };
        }

        /// The Java value; the text of one whose class is not among those above.
        public Object value() {
            return switch (kind) {
                case "null" -> null;
                case "boolean" -> Boolean.valueOf(text);
                case "int" -> Integer.valueOf(text);
                case "long" -> Long.valueOf(text);
                case "float" -> Float.valueOf(text);
                case "double" -> Double.valueOf(text);
                default -> text;
            };
        }
    }

    /// Number of tensors.
    default int size() {
        return switch (this) {
            case Leaf _ -> 1;
            case Fixed _ -> 0;
            case Items l -> l.parts().stream().mapToInt(Nesting::size).sum();
            case Entries e -> e.parts().values().stream().mapToInt(Nesting::size).sum();
        };
    }

    /// Such as `Layer(w: f32[3,2], b: f32[2])`, with the types of the tensors in order.
    default String text(List<TensorType> types) {
        return switch (this) {
            case Leaf _ -> types.getFirst().toString();
            case Fixed f -> f.kind().equals("string") ? '"' + f.text() + '"' : f.kind().equals("null") ? "null"
                    : f.text();
            case Items l -> "[" + String.join(", ", texts(null, l.parts(), types)) + "]";
            case Entries e -> (e.of() == null ? "{" : e.of() + "(")
                    + String.join(", ", texts(e.parts().keySet(), e.parts().values(), types))
                    + (e.of() == null ? "}" : ")");
        };
    }

    private static List<String> texts(Iterable<String> names, Iterable<Nesting> parts, List<TensorType> types) {
        var out = new ArrayList<String>();
        var name = names == null ? null : names.iterator();
        int at = 0;
        for (var p : parts) {
            var text = p.text(types.subList(at, at + p.size()));
            out.add(name == null ? text : name.next() + ": " + text);
            at += p.size();
        }
        return out;
    }
}
