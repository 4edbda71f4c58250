package org.cotangent.graph;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotangent.core.GraphException;
import org.cotangent.op.Op;
import org.cotangent.op.OpNames;

/// What stands in brackets behind an operation's name: its record components, read by reflection.
final class Parameters {
    /// One record component.
    record Parameter(String name, Type type, Method accessor, boolean holdsGraphs) {
        Object of(Op op) {
            try {
                return accessor.invoke(op);
            } catch (IllegalAccessException e) {
                throw new GraphException("read parameter " + name + " of " + op.label(), e.getMessage(), null,
                        "make " + op.getClass().getName() + " public, or open its package to org.cotangent", e);
            } catch (InvocationTargetException e) {
                throw new GraphException("read parameter " + name + " of " + op.label(), e.getCause().toString(), null,
                        "let the record's accessors not throw", e);
            }
        }
    }

    private static final ClassValue<List<Parameter>> KNOWN = new ClassValue<>() {
        @Override
        protected List<Parameter> computeValue(Class<?> c) {
            return c.isRecord() ? Arrays.stream(c.getRecordComponents()).map(Parameters::parameter).toList()
                    : List.of();
        }
    };

    private static final ClassValue<Boolean> HOLDS_GRAPHS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> c) {
            return KNOWN.get(c).stream().anyMatch(Parameter::holdsGraphs);
        }
    };

    /// The labels of a table's rows.
    private static final ClassValue<Map<Object, String>> LABELS = new ClassValue<>() {
        @Override
        protected Map<Object, String> computeValue(Class<?> c) {
            return Arrays.stream(c.getEnumConstants()).collect(Collectors.toUnmodifiableMap(row -> row,
                    row -> ((Op) row).label()));
        }
    };

    private Parameters() {
    }

    private static Parameter parameter(RecordComponent c) {
        var accessor = c.getAccessor();
        accessor.trySetAccessible();
        return new Parameter(c.getName(), c.getGenericType(), accessor, mentionsGraph(c.getGenericType()));
    }

    private static boolean mentionsGraph(Type t) {
        return t == Graph.class
                || t instanceof ParameterizedType p
                && Arrays.stream(p.getActualTypeArguments()).anyMatch(Parameters::mentionsGraph);
    }

    /// The parameters of operations of this class; none for rows of tables.
    static List<Parameter> of(Class<?> c) {
        return KNOWN.get(c);
    }

    static boolean holdsGraphs(Op op) {
        return HOLDS_GRAPHS.get(op.getClass());
    }

    /// The graphs that the operation holds, in the order in which they are printed.
    static List<Graph> graphs(Op op) {
        if (!holdsGraphs(op)) {
            return List.of();
        }
        var out = new ArrayList<Graph>();
        for (var p : of(op.getClass())) {
            if (p.holdsGraphs()) {
                collect(p.of(op), out);
            }
        }
        return out;
    }

    private static void collect(Object value, List<Graph> out) {
        if (value instanceof Graph g) {
            out.add(g);
        } else if (value instanceof List<?> list) {
            list.forEach(v -> collect(v, out));
        }
    }

    /// The name under which [OpTable] finds the operation again: its label, unless that has nothing to do with its
    /// class.
    static String name(Op op) {
        if (op instanceof Enum<?> row) {
            return LABELS.get(row.getDeclaringClass()).get(row);
        }
        var label = op.label();
        var own = OpNames.of(op.getClass());
        return label.equals(own) || label.startsWith(own + "_") ? label : own;
    }
}
