package org.cotangent.graph;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.cotangent.core.DType;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.op.Callback;
import org.cotangent.op.Op;

/// Finds, for any operation, parameters and operands that its type rule takes, by trying: new operations need no
/// entry here.
final class OpSamples {
    private static final int TRIES = 20_000;
    private static final List<TensorType> OPERANDS = Stream.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.BOOL,
            DType.INT64)
            .flatMap(d -> Stream.of(TensorType.of(d, 2, 3), TensorType.of(d, 3), TensorType.of(d))).toList();

    private final Random random = new Random(42);

    /// An operation on operands of these types.
    record Sample(Op op, List<TensorType> operands, List<TensorType> results, boolean fits) {
    }

    /// A sample of a row of a table.
    Sample of(Op row) {
        for (int i = 0; i < TRIES; i++) {
            var sample = attempt(row);
            if (sample != null) {
                return sample;
            }
        }
        throw new AssertionError("no operands found for " + row.label());
    }

    /// Samples of a class of records; one without operands where none fit.
    List<Sample> of(Class<?> record, int wanted) throws ReflectiveOperationException {
        var found = new ArrayList<Sample>();
        Op any = null;
        for (int i = 0; i < TRIES && found.size() < wanted; i++) {
            var op = instance(record);
            any = any == null ? op : any;
            var sample = op == null ? null : attempt(op);
            if (sample != null) {
                found.add(sample);
            }
        }
        if (any == null) {
            throw new AssertionError("no parameters found for " + record);
        }
        return found.isEmpty() ? List.of(new Sample(any, List.of(), List.of(), false)) : found;
    }

    private Sample attempt(Op op) {
        try {
            var operands = new ArrayList<TensorType>();
            int n = random.nextInt(5);
            var like = OPERANDS.get(random.nextInt(OPERANDS.size()));
            for (int i = 0; i < n; i++) {
                operands.add(random.nextInt(3) > 0 ? like : OPERANDS.get(random.nextInt(OPERANDS.size())));
            }
            var results = op.typeOf(operands);
            var atoms = operands.stream().map(t -> new Var(t, null)).toList();
            return EquationRules.check(op, atoms, results) == null ? new Sample(op, operands, results, true) : null;
        } catch (RuntimeException e) {
            return null;
        }
    }

    Op instance(Class<?> record) throws ReflectiveOperationException {
        var components = record.getRecordComponents();
        var values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(components[i].getGenericType());
        }
        try {
            return (Op) OpTable.constructor(record).newInstance(values);
        } catch (java.lang.reflect.InvocationTargetException e) {
            return null;
        }
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType p) {
            var out = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                out.add(value(p.getActualTypeArguments()[0]));
            }
            return List.copyOf(out);
        }
        var c = (Class<?>) type;
        if (c.isEnum()) {
            return c.getEnumConstants()[random.nextInt(c.getEnumConstants().length)];
        }
        return switch (c.getSimpleName()) {
            case "long", "Long" -> (long) random.nextInt(4);
            case "int", "Integer" -> random.nextInt(4);
            case "boolean", "Boolean" -> random.nextBoolean();
            case "double", "Double" -> List.of(0.5, -0.0, Double.NaN, 1e300,
                    Double.NEGATIVE_INFINITY).get(random.nextInt(5));
            case "String" -> List.of("", "plain", "with \"quotes\"\n\\").get(random.nextInt(3));
            case "Shape" -> List.of(Shape.SCALAR, Shape.of(2, 3), Shape.of(6), Shape.of(3, 2),
                    Shape.of(3)).get(random.nextInt(5));
            case "TensorType" -> OPERANDS.get(random.nextInt(OPERANDS.size()));
            case "Callback" -> Callback.missing(List.of("f", "with \"quotes\"").get(random.nextInt(2)));
            case "Graph" -> graph();
            default -> throw new AssertionError("the text form has no parameters of type " + type);
        };
    }

    private Graph graph() {
        var b = new GraphBuilder();
        var x = b.input(OPERANDS.get(random.nextInt(4)), "x", Role.INPUT);
        return b.build("g", random.nextBoolean() ? List.of(x) : List.of());
    }
}
