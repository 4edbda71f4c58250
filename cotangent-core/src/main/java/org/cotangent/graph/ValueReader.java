package org.cotangent.graph;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cotangent.core.CotangentException;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.op.Callback;
import org.cotangent.op.Op;

/// Reads an operation with its parameters, each by the type of its record component.
final class ValueReader {
    private static final int LONGEST = 4096;

    private final Lexer lexer;
    private final OpTable table;
    private final Supplier<Graph> graphs;
    private int depth;

    /// `graphs` reads a graph, or a reference to one, where one stands.
    ValueReader(Lexer lexer, OpTable table, Supplier<Graph> graphs) {
        this.lexer = lexer;
        this.table = table;
        this.graphs = graphs;
    }

    Op op() {
        int from = lexer.skipSpace();
        var name = lexer.word("an operation");
        var row = table.row(name);
        if (row != null) {
            return row;
        }
        var record = table.record(name);
        if (record == null) {
            throw lexer.wrong(from, "the operation `" + name + "`, which does not exist",
                    nearest(name) + "give the parser the class of an operation of your own");
        }
        var parameters = Parameters.of(record);
        var op = OpTable.make(record, parameters.isEmpty() ? new Object[0] : parameters(parameters),
                (got, remedy, cause) -> lexer.wrong(from, got, remedy, cause));
        if (!Parameters.name(op).equals(name)) {
            throw lexer.wrong(from, "`" + name + "` with the parameters of `" + Parameters.name(op) + "`", "write "
                    + Printer.op(op));
        }
        return op;
    }

    private String nearest(String name) {
        var near = table.names().stream().filter(n -> n.startsWith(name)
                || name.startsWith(n)).limit(4).collect(Collectors.joining(", "));
        return near.isEmpty() ? "" : "did you mean " + near + "? Otherwise ";
    }

    private Object[] parameters(List<Parameters.Parameter> expected) {
        int from = lexer.at();
        lexer.demand('[', "and the parameters " + expected.stream().map(Parameters.Parameter::name).toList());
        var values = new Object[expected.size()];
        var given = new boolean[values.length];
        int count = 0;
        while (!lexer.take(']')) {
            if (count++ > 0) {
                lexer.demand(',', "between parameters, or `]` after them");
            }
            parameter(expected, values, given);
        }
        for (int i = 0; i < values.length; i++) {
            if (!given[i]) {
                throw lexer.wrong(from, "no parameter `" + expected.get(i).name() + "`",
                        "give " + expected.stream().map(Parameters.Parameter::name).toList());
            }
        }
        return values;
    }

    private void parameter(List<Parameters.Parameter> expected, Object[] values, boolean[] given) {
        int from = lexer.skipSpace();
        var name = lexer.word("a parameter's name");
        int i = 0;
        while (i < given.length && !expected.get(i).name().equals(name)) {
            i++;
        }
        if (i == given.length || given[i]) {
            throw lexer.wrong(from, "the parameter `" + name + (i == given.length ? "`, which it does not have"
                    : "` twice"),
                    "give " + expected.stream().map(Parameters.Parameter::name).toList());
        }
        lexer.demand('=', "and the parameter's value");
        values[i] = value(expected.get(i).type());
        given[i] = true;
    }

    private Object value(Type type) {
        if (lexer.takeWord("none")) {
            return absent(type);
        }
        if (type instanceof ParameterizedType p && p.getRawType() == List.class) {
            return list(p.getActualTypeArguments()[0]);
        }
        if (type instanceof Class<?> c && c.isEnum() && c != DType.class) {
            return constant(c);
        }
        return scalar(type);
    }

    private Object absent(Type type) {
        if (type instanceof Class<?> c && c.isPrimitive()) {
            throw lexer.wrong(lexer.at(), "none", "give a value: this parameter is never absent");
        }
        return null;
    }

    // size: table
    private Object scalar(Type type) {
        return switch (type.getTypeName()) {
            case "long", "java.lang.Long" -> lexer.integer(Long.MIN_VALUE, Long.MAX_VALUE);
            case "int", "java.lang.Integer" -> (int) lexer.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "boolean", "java.lang.Boolean" -> bool();
            case "double", "java.lang.Double" -> real();
            case "java.lang.String" -> lexer.quoted();
            default -> {
                if (type == DType.class) {
                    yield lexer.dtype();
                } else if (type == Shape.class) {
                    yield lexer.shape();
                } else if (type == TensorType.class) {
                    yield lexer.type();
                } else if (type == Callback.class) {
                    yield Callback.missing(lexer.quoted());
                } else if (type == Graph.class) {
                    yield graphs.get();
                }
                throw lexer.wrong(lexer.at(), "a parameter of type " + type.getTypeName(),
                        "use long, int, boolean, double, String, DType, Shape, TensorType, an enum, Graph or "
                                + "lists of these");
            }
        };
    }

    private boolean bool() {
        if (lexer.takeWord("true")) {
            return true;
        }
        if (lexer.takeWord("false")) {
            return false;
        }
        throw lexer.expected("true or false");
    }

    private double real() {
        int from = lexer.skipSpace();
        var text = lexer.number();
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw lexer.wrong(from, "`" + text + "`", "expected a number", e);
        }
    }

    private Object constant(Class<?> c) {
        int from = lexer.skipSpace();
        var name = lexer.word("one of " + choices(c));
        for (var e : c.getEnumConstants()) {
            if (((Enum<?>) e).name().toLowerCase(Locale.ROOT).equals(name)) {
                return e;
            }
        }
        throw lexer.wrong(from, "`" + name + "`", "expected one of " + choices(c));
    }

    private static String choices(Class<?> c) {
        return Arrays.stream(c.getEnumConstants()).map(e -> ((Enum<?>) e).name().toLowerCase(Locale.ROOT)).toList()
                .toString();
    }

    private List<Object> list(Type element) {
        int from = lexer.skipSpace();
        deeper(from);
        lexer.demand('[', "to begin a list");
        var out = new ArrayList<>();
        while (!lexer.take(']')) {
            if (!out.isEmpty()) {
                lexer.demand(',', "between elements, or `]` after them");
            }
            if (out.size() == LONGEST) {
                throw lexer.wrong(from, "a list of more than " + LONGEST + " elements",
                        "pass so much data as a constant");
            }
            var value = value(element);
            if (value == null) {
                throw lexer.wrong(from, "none in a list", "give a value");
            }
            out.add(value);
        }
        depth--;
        return List.copyOf(out);
    }

    /// Counts one more level of nesting.
    void deeper(int from) {
        if (++depth > NestedGraphs.DEPTH) {
            throw tooDeep(from);
        }
    }

    void shallower() {
        depth--;
    }

    private FormatException tooDeep(int from) {
        return lexer.wrong(from, "graphs or lists nested deeper than " + NestedGraphs.DEPTH,
                "call graphs one after the other instead of inside each other");
    }
}
