package org.cotangent.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.core.DType;
import org.cotangent.op.Bilinear;
import org.cotangent.op.Custom;
import org.cotangent.op.Discrete;
import org.cotangent.op.Elementwise;
import org.cotangent.op.General;
import org.cotangent.op.Linear;
import org.cotangent.op.Op;
import org.cotangent.op.OpNames;

/// The closed set of operations, found through the sealed hierarchy, and what their sources say about them.
final class Definitions {
    /// One operation: its label, its class, and the row of the table or null.
    record Definition(String label, Class<?> type, Elementwise row) {
        String kind() {
            return Stream.of(Elementwise.class, Linear.class, Bilinear.class, General.class, Discrete.class)
                    .filter(k -> k.isAssignableFrom(type))
                    .map(k -> k.getSimpleName().toLowerCase()).findFirst().orElseThrow();
        }

        /// The record's components, those that are choices with the choices.
        String parameters() {
            return type.isRecord() ? Arrays.stream(type.getRecordComponents()).map(Definition::parameter)
                    .collect(Collectors.joining(", ")) : "";
        }

        private static String parameter(RecordComponent c) {
            boolean chosen = c.getType().isEnum() && c.getType() != DType.class;
            var choices = chosen ? Arrays.stream(c.getType().getEnumConstants())
                    .map(k -> k.toString().toLowerCase()).collect(Collectors.joining(", ", " (", ")")) : "";
            return c.getName() + choices;
        }
    }

    private final Path main = Pages.root().resolve("cotangent-core/src/main/java/org/cotangent");

    /// All operations in the order of their labels within each kind.
    static List<Definition> all() {
        var out = new TreeMap<String, Definition>();
        add(Op.class, out);
        return List.copyOf(out.values());
    }

    private static void add(Class<?> c, Map<String, Definition> out) {
        if (c.isEnum()) {
            for (var row : c.getEnumConstants()) {
                put(new Definition(((Op) row).label(), c, (Elementwise) row), out);
            }
        } else if (c.isSealed()) {
            Arrays.stream(c.getPermittedSubclasses()).forEach(s -> add(s, out));
        } else if (c != Custom.class) {
            put(new Definition(OpNames.of(c), c, null), out);
        }
    }

    private static void put(Definition d, Map<String, Definition> out) {
        if (out.put(d.label(), d) != null) {
            throw new AssertionError("two operations are called " + d.label());
        }
    }

    /// What the Javadoc says: of a row that of its function in Ops, of a record its own first sentence.
    String meaning(Definition d) {
        if (d.row() == null || d.type().isRecord()) {
            return doc(source("op/" + d.type().getSimpleName()), "public record " + d.type().getSimpleName() + "(");
        }
        var constant = d.type().getSimpleName() + "." + ((Enum<?>) d.row()).name();
        for (var file : List.of("core/ElementwiseOps", "core/KeyOps")) {
            var ops = source(file);
            int at = ops.indexOf("(" + constant + ",");
            if (at >= 0) {
                return doc(ops, ops.substring(ops.lastIndexOf("public static", at), at));
            }
        }
        throw new AssertionError("no function in ElementwiseOps or KeyOps runs " + constant);
    }

    /// The first sentence of the Javadoc before a declaration.
    private static String doc(String source, String declaration) {
        int at = source.indexOf(declaration);
        var lines = source.substring(0, at).lines().toList();
        var text = new ArrayList<String>();
        for (int i = lines.size() - 1; i >= 0 && (text.isEmpty() || lines.get(i).strip().startsWith("///")); i--) {
            if (lines.get(i).strip().startsWith("///")) {
                text.addFirst(lines.get(i).strip().substring(3).strip());
            }
        }
        var all = String.join("\n", text).split("\n\n")[0].replace("\n", " ");
        return Pattern.compile("\\[([A-Z]\\w+)(#[^\\]]*)?\\]").matcher(all).replaceAll("$1")
                .replaceAll("(?<=\\w[.]) (?=[A-Z]).*", "");
    }

    /// The local derivatives of a row as its table writes them, x and y the operands and the last name the result.
    List<String> derivatives(Definition d) {
        var arguments = arguments(source("op/" + d.type().getSimpleName()), ((Enum<?>) d.row()).name());
        return arguments.stream().skip(2).map(this::readable).toList();
    }

    /// What the conventions are that derivatives in the tables name.
    Map<String, String> kinks() {
        var out = new TreeMap<String, String>();
        var kinks = source("op/Kinks");
        var m = Pattern.compile("static Tensor (\\w+)\\(.*(?= \\{)").matcher(kinks);
        while (m.find()) {
            out.put(m.group().replaceAll("static |Tensor ", ""), doc(kinks, "static Tensor " + m.group(1) + "("));
        }
        return out;
    }

    private String readable(String source) {
        if (source.equals("null")) {
            return "none";
        }
        var m = Pattern.compile("Kinks::(\\w+)").matcher(source);
        if (m.matches()) {
            return doc(source("op/Kinks"), "static Tensor " + m.group(1) + "(");
        }
        var body = source.replaceFirst("^\\([^)]*\\) -> ", "")
                .replaceAll("scalar\\(([-\\d.]+)\\)", "$1").replaceAll("\\b(Kinks|Inside)\\.", "")
                .replace("Rules.ONE", "1").replace("Rules.MINUS_ONE", "-1");
        return "`" + body + "`";
    }

    /// The arguments of an enum constant in a source, split at the commas between them.
    private static List<String> arguments(String source, String constant) {
        var m = Pattern.compile("\\b" + constant + "\\(").matcher(source);
        if (!m.find()) {
            throw new AssertionError("no row " + constant);
        }
        var out = new ArrayList<String>();
        int depth = 1;
        int from = m.end();
        for (int i = from; depth > 0; i++) {
            char c = source.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0 || depth == 1 && c == ',') {
                out.add(source.substring(from, i).strip().replaceAll("\\s+", " "));
                from = i + 1;
            }
        }
        return out;
    }

    private String source(String name) {
        try {
            return Files.readString(main.resolve(name + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
