package org.cotangent.graph;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.core.GraphException;
import org.cotangent.op.Op;

/// The graphs that operations hold as parameters: calls, loops, conditionals, rules. One place that knows how to reach
/// them, whatever the operation.
public final class HeldGraphs {
    private HeldGraphs() {
    }

    /// Every graph inside `g`, at any depth, each object once and after those that it holds; `g` itself comes last.
    public static List<Graph> innerFirst(Graph g) {
        return NestedGraphs.of(g).innerFirst();
    }

    /// The graphs that the operation holds, in the order in which they are printed.
    public static List<Graph> of(Op op) {
        return Parameters.graphs(op);
    }

    /// The operation with each graph replaced; itself where it holds none, or none changes.
    public static Op map(Op op, UnaryOperator<Graph> change) {
        if (!Parameters.holdsGraphs(op) || Parameters.graphs(op).stream().allMatch(g -> change.apply(g) == g)) {
            return op;
        }
        var values = Parameters.of(op.getClass()).stream().map(p -> mapped(p.of(op), change)).toArray();
        return rebuilt(op, values);
    }

    private static Object mapped(Object value, UnaryOperator<Graph> change) {
        return value instanceof Graph g ? change.apply(g)
                : value instanceof List<?> list && list.stream().anyMatch(v -> v instanceof Graph || v instanceof List)
                        ? list.stream().map(v -> mapped(v, change)).toList() : value;
    }

    /// The operation with other parameters.
    static Op rebuilt(Op op, Object[] values) {
        try {
            return (Op) constructor(op).newInstance(values);
        } catch (ReflectiveOperationException e) {
            var cause = e instanceof InvocationTargetException i ? i.getCause() : e;
            throw new GraphException("replace the graphs of " + op.label(), cause.toString(), null,
                    "make " + op.getClass().getName() + " a public record whose constructor takes any graphs of the "
                            + "same types",
                    cause);
        }
    }

    private static Constructor<?> constructor(Op op) throws NoSuchMethodException {
        var types = Arrays.stream(op.getClass().getRecordComponents()).map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        var constructor = op.getClass().getDeclaredConstructor(types);
        constructor.trySetAccessible();
        return constructor;
    }
}
