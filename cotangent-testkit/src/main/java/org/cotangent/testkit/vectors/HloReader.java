package org.cotangent.testkit.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;

/// A reader of StableHLO text that runs each line as it reads it: straight lines of operations and calls of such
/// functions.
///
/// Operations with regions (scatter, sort, while, windows, reductions by several values) are reported as missing.
final class HloReader {
    private static final Pattern LINE =
            Pattern.compile("((?:%[\\w:]+(?:, )?)+) = \"?(stablehlo\\.|chlo\\.|func\\.)?(\\w+)\"?"
                    + "(.*?)(?: : (\\(?tensor<.*))?");
    private static final Pattern VALUE = Pattern.compile("%[\\w#]+");
    private static final Pattern TENSOR = Pattern.compile("tensor<((?:\\d+x)*)(\\w+)>");

    /// A line taken apart.
    ///
    /// @param op      the operation's name without its dialect
    /// @param text    operands and attributes
    /// @param in      the operands' values
    /// @param sizes   the shape of the result
    /// @param dtype   the dtype of the result
    record Line(String op, String text, List<Tensor> in, long[] sizes, DType dtype) {
        Tensor x() {
            return in.getFirst();
        }

        Tensor y() {
            return in.get(1);
        }

        /// The integers in brackets behind `name =`; none where it is not there.
        long[] list(String name) {
            var m = Pattern.compile("\\b" + name + " = \\[([-\\d, ]*)\\]").matcher(text);
            return m.find() ? numbers(m.group(1)) : new long[0];
        }

        int[] axes(String name) {
            return java.util.Arrays.stream(list(name)).mapToInt(Math::toIntExact).toArray();
        }

        int number(String name) {
            var m = Pattern.compile("\\b" + name + " = (-?\\d+)").matcher(text);
            if (!m.find()) {
                throw new FormatException("read `" + op + "`", text, "give " + name + " = a number");
            }
            return Integer.parseInt(m.group(1));
        }
    }

    private final Map<String, List<String>> functions;

    HloReader(Map<String, List<String>> functions) {
        this.functions = functions;
    }

    static long[] numbers(String list) {
        return list.isBlank() ? new long[0] : java.util.Arrays.stream(list.split(","))
                .mapToLong(s -> Long.parseLong(s.strip())).toArray();
    }

    /// The results of a body on its inputs `%in0, %in1, ...`.
    List<Tensor> run(List<String> body, List<Tensor> inputs) {
        return run(body, HloCases.scope("%in", inputs));
    }

    private List<Tensor> run(List<String> body, Map<String, Tensor> scope) {
        for (var line : body) {
            if (line.startsWith("return ")) {
                return values(line.substring(7, line.contains(" : ") ? line.indexOf(" : ") : line.length()), scope);
            }
            if (line.startsWith("func.func") || line.equals("}")) {
                continue;
            }
            step(line, scope);
        }
        throw new FormatException("run a StableHLO body", body.size() + " lines", "end it with return");
    }

    private static List<Tensor> values(String text, Map<String, Tensor> scope) {
        var out = new ArrayList<Tensor>();
        var m = VALUE.matcher(text);
        while (m.find()) {
            var v = scope.get(m.group());
            if (v == null) {
                throw new FormatException("read a StableHLO body", "`" + m.group() + "` in " + text,
                        "define it before it is used");
            }
            out.add(v);
        }
        return out;
    }

    private void step(String line, Map<String, Tensor> scope) {
        if (line.endsWith("({") || line.endsWith("{") || line.startsWith("^") || line.startsWith("reducer")
                || line.startsWith("%iterArg")
                || line.contains(" init: ") && !line.contains(" applies ")) {
            var m = LINE.matcher(line);
            throw new MissingOperation("`" + (m.find() ? m.group(3) : line) + "` with a region is not read yet");
        }
        if (line.contains("stablehlo.while")) {
            throw new MissingOperation("`while` with a region is not read yet");
        }
        var m = LINE.matcher(line);
        if (!m.matches()) {
            throw new FormatException("read a StableHLO line", line, "give `%name = operation operands : type`");
        }
        define(m.group(1).split(", "), results(m, scope), scope);
    }

    private List<Tensor> results(Matcher m, Map<String, Tensor> scope) {
        var op = m.group(3);
        var text = m.group(4);
        if (op.equals("call")) {
            return call(text, scope);
        }
        var type = lastType(m.group(5) == null ? text : m.group(5));
        if (op.equals("constant")) {
            return List.of(constant(text, sizes(type), HloCases.dtype(type.group(2))));
        }
        return HloOperations.apply(new Line(op, text, values(text, scope), sizes(type), HloCases.dtype(type.group(2))));
    }

    private static java.util.regex.MatchResult lastType(String text) {
        var all = TENSOR.matcher(text).results().toList();
        if (all.isEmpty()) {
            throw new FormatException("read a StableHLO line", text, "end it with a tensor type");
        }
        return all.getLast();
    }

    private static long[] sizes(java.util.regex.MatchResult type) {
        var dims = type.group(1);
        return dims.isEmpty() ? new long[0] : java.util.Arrays.stream(dims.split("x")).mapToLong(Long::parseLong)
                .toArray();
    }

    private static Tensor constant(String text, long[] sizes, DType dtype) {
        var inside = text.substring(text.indexOf('<') + 1, text.lastIndexOf('>'));
        if (!inside.startsWith("[")) {
            return Ops.broadcastTo(HloCases.scalar(dtype, inside), Shape.of(sizes));
        }
        var parts = new ArrayList<Tensor>();
        for (var s : inside.replaceAll("[\\[\\] ]", "").split(",")) {
            parts.add(HloCases.scalar(dtype, s).reshape(1));
        }
        return Ops.concat(parts, 0).reshape(sizes);
    }

    private List<Tensor> call(String text, Map<String, Tensor> scope) {
        var name = text.substring(text.indexOf('@') + 1, text.indexOf('('));
        var body = functions.get(name);
        if (body == null) {
            throw new FormatException("call a StableHLO function", "`" + name + "`", "define it under `functions`");
        }
        return run(body, HloCases.scope("%arg", values(text.substring(text.indexOf('(')), scope)));
    }

    private static void define(String[] names, List<Tensor> results, Map<String, Tensor> scope) {
        if (names.length > 1) {
            for (int i = 0; i < names.length; i++) {
                scope.put(names[i], results.get(i));
            }
            return;
        }
        int colon = names[0].indexOf(':');
        var name = colon < 0 ? names[0] : names[0].substring(0, colon);
        scope.put(name, results.getFirst());
        for (int i = 0; colon >= 0 && i < results.size(); i++) {
            scope.put(name + "#" + i, results.get(i));
        }
    }
}
