package org.cotangent.lane;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

/// Test-only evaluation of lane programs, a block of elements at a time, apart from the interpreter and the emitter.
///
/// A column is a primitive array of the lane's type.
final class LaneColumns {
    private static final int BLOCK = 1024;

    private final List<Lane> order = new ArrayList<>();
    private final IdentityHashMap<Lane, Object> columns = new IdentityHashMap<>();
    private final IdentityHashMap<Lane, Method> methods = new IdentityHashMap<>();
    private final Lane result;

    LaneColumns(Lane result) {
        this.result = result;
        visit(result);
    }

    /// Lane operations, not counting inputs and constants.
    int operations() {
        return (int) order.stream().filter(l -> l.op() != LaneOp.INPUT && l.op() != LaneOp.CONST).count();
    }

    private void visit(Lane lane) {
        if (columns.containsKey(lane)) {
            return;
        }
        columns.put(lane, array(lane.type(), BLOCK));
        lane.operands().forEach(this::visit);
        if (lane.op() == LaneOp.CONST) {
            constant(lane);
        } else if (lane.op() == LaneOp.CALL) {
            methods.put(lane, method(lane));
            order.add(lane);
        } else {
            order.add(lane);
        }
    }

    private static Method method(Lane lane) {
        var types = lane.operands().stream().skip(2).map(o -> javaType(o.type())).toArray(Class[]::new);
        try {
            return lane.function().owner().getMethod(lane.function().method(), types);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Class<?> javaType(LaneType type) {
        return array(type, 0).getClass().componentType();
    }

    private void constant(Lane lane) {
        switch (columns.get(lane)) {
            case double[] d -> Arrays.fill(d, Double.longBitsToDouble(lane.bits()));
            case float[] f -> Arrays.fill(f, Float.intBitsToFloat((int) lane.bits()));
            case long[] l -> Arrays.fill(l, lane.bits());
            case int[] i -> Arrays.fill(i, (int) lane.bits());
            case boolean[] b -> Arrays.fill(b, lane.bits() != 0);
            default -> throw new AssertionError();
        }
    }

    static Object array(LaneType type, int n) {
        return switch (type) {
            case F64 -> new double[n];
            case F32 -> new float[n];
            case I64 -> new long[n];
            case I32 -> new int[n];
            case MASK -> new boolean[n];
        };
    }

    /// The result's column for input columns of equal length.
    Object run(int count, Object... inputs) {
        var out = array(result.type(), count);
        for (int from = 0; from < count; from += BLOCK) {
            int n = Math.min(BLOCK, count - from);
            for (var lane : order) {
                if (lane.op() == LaneOp.INPUT) {
                    System.arraycopy(inputs[(int) lane.bits()], from, columns.get(lane), 0, n);
                } else {
                    step(lane, n);
                }
            }
            System.arraycopy(columns.get(result), 0, out, from, n);
        }
        return out;
    }

    private void step(Lane lane, int n) {
        var args = lane.operands().stream().map(columns::get).toArray();
        var out = columns.get(lane);
        switch (lane.op()) {
            case SELECT -> select((boolean[]) args[0], args[1], args[2], out, n);
            case CALL -> call(lane, args, out, n);
            case EQ, NE, LT, LE, GT, GE -> compare(lane.op(), args[0], args[1], (boolean[]) out, n);
            case TO_BITS, FROM_BITS, INT_TO_FLOAT, FLOAT_TO_INT -> convert(lane.op(), args[0], out, n);
            default -> {
                switch (out) {
                    case double[] o -> doubles(lane.op(), args, o, n);
                    case float[] o -> floats(lane.op(), args, o, n);
                    case long[] o -> longs(lane.op(), args, o, n);
                    case int[] o -> ints(lane.op(), args, o, n);
                    case boolean[] o -> masks(lane.op(), args, o, n);
                    default -> throw new AssertionError();
                }
            }
        }
    }

    private static void select(boolean[] m, Object a, Object b, Object out, int n) {
        System.arraycopy(b, 0, out, 0, n);
        for (int i = 0; i < n; i++) {
            if (m[i]) {
                System.arraycopy(a, i, out, i, 1);
            }
        }
    }

    private void call(Lane lane, Object[] args, Object out, int n) {
        var mask = (boolean[]) args[0];
        System.arraycopy(args[1], 0, out, 0, n);
        try {
            for (int i = 0; i < n; i++) {
                if (mask[i]) {
                    var values = new Object[args.length - 2];
                    for (int k = 0; k < values.length; k++) {
                        values[k] = java.lang.reflect.Array.get(args[k + 2], i);
                    }
                    java.lang.reflect.Array.set(out, i, methods.get(lane).invoke(null, values));
                }
            }
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void compare(LaneOp op, Object a, Object b, boolean[] o, int n) {
        switch (a) {
            case double[] x -> {
                var y = (double[]) b;
                for (int i = 0; i < n; i++) {
                    o[i] = holds(op, x[i] < y[i], x[i] == y[i], x[i] > y[i]);
                }
            }
            case float[] x -> {
                var y = (float[]) b;
                for (int i = 0; i < n; i++) {
                    o[i] = holds(op, x[i] < y[i], x[i] == y[i], x[i] > y[i]);
                }
            }
            case long[] x -> {
                var y = (long[]) b;
                for (int i = 0; i < n; i++) {
                    o[i] = holds(op, x[i] < y[i], x[i] == y[i], x[i] > y[i]);
                }
            }
            case int[] x -> {
                var y = (int[]) b;
                for (int i = 0; i < n; i++) {
                    o[i] = holds(op, x[i] < y[i], x[i] == y[i], x[i] > y[i]);
                }
            }
            default -> throw new AssertionError();
        }
    }

    private static boolean holds(LaneOp op, boolean lt, boolean eq, boolean gt) {
        return switch (op) {
            case EQ -> eq;
            case NE -> !eq;
            case LT -> lt;
            case LE -> lt || eq;
            case GT -> gt;
            default -> gt || eq;
        };
    }

    private static void convert(LaneOp op, Object a, Object out, int n) {
        for (int i = 0; i < n; i++) {
            switch (out) {
                case long[] o when op == LaneOp.TO_BITS -> o[i] = Double.doubleToRawLongBits(((double[]) a)[i]);
                case int[] o when op == LaneOp.TO_BITS -> o[i] = Float.floatToRawIntBits(((float[]) a)[i]);
                case double[] o when op == LaneOp.FROM_BITS -> o[i] = Double.longBitsToDouble(((long[]) a)[i]);
                case float[] o when op == LaneOp.FROM_BITS -> o[i] = Float.intBitsToFloat(((int[]) a)[i]);
                case double[] o -> o[i] = ((long[]) a)[i];
                case float[] o -> o[i] = ((int[]) a)[i];
                case long[] o -> o[i] = (long) ((double[]) a)[i];
                case int[] o -> o[i] = (int) ((float[]) a)[i];
                default -> throw new AssertionError();
            }
        }
    }

    private static void doubles(LaneOp op, Object[] args, double[] o, int n) {
        var a = (double[]) args[0];
        var b = (double[]) args[Math.min(1, args.length - 1)];
        switch (op) {
            case ADD -> { for (int i = 0; i < n; i++) { o[i] = a[i] + b[i]; } }
            case SUB -> { for (int i = 0; i < n; i++) { o[i] = a[i] - b[i]; } }
            case MUL -> { for (int i = 0; i < n; i++) { o[i] = a[i] * b[i]; } }
            case DIV -> { for (int i = 0; i < n; i++) { o[i] = a[i] / b[i]; } }
            case FMA -> {
                var c = (double[]) args[2];
                for (int i = 0; i < n; i++) { o[i] = Math.fma(a[i], b[i], c[i]); }
            }
            case NEG -> { for (int i = 0; i < n; i++) { o[i] = -a[i]; } }
            case ABS -> { for (int i = 0; i < n; i++) { o[i] = Math.abs(a[i]); } }
            case SQRT -> { for (int i = 0; i < n; i++) { o[i] = Math.sqrt(a[i]); } }
            case MIN -> { for (int i = 0; i < n; i++) { o[i] = Math.min(a[i], b[i]); } }
            case MAX -> { for (int i = 0; i < n; i++) { o[i] = Math.max(a[i], b[i]); } }
            default -> throw new AssertionError(op);
        }
    }

    private static void floats(LaneOp op, Object[] args, float[] o, int n) {
        var a = (float[]) args[0];
        var b = (float[]) args[Math.min(1, args.length - 1)];
        switch (op) {
            case ADD -> { for (int i = 0; i < n; i++) { o[i] = a[i] + b[i]; } }
            case SUB -> { for (int i = 0; i < n; i++) { o[i] = a[i] - b[i]; } }
            case MUL -> { for (int i = 0; i < n; i++) { o[i] = a[i] * b[i]; } }
            case DIV -> { for (int i = 0; i < n; i++) { o[i] = a[i] / b[i]; } }
            case FMA -> {
                var c = (float[]) args[2];
                for (int i = 0; i < n; i++) { o[i] = Math.fma(a[i], b[i], c[i]); }
            }
            case NEG -> { for (int i = 0; i < n; i++) { o[i] = -a[i]; } }
            case ABS -> { for (int i = 0; i < n; i++) { o[i] = Math.abs(a[i]); } }
            case SQRT -> { for (int i = 0; i < n; i++) { o[i] = (float) Math.sqrt(a[i]); } }
            case MIN -> { for (int i = 0; i < n; i++) { o[i] = Math.min(a[i], b[i]); } }
            case MAX -> { for (int i = 0; i < n; i++) { o[i] = Math.max(a[i], b[i]); } }
            default -> throw new AssertionError(op);
        }
    }

    private static void longs(LaneOp op, Object[] args, long[] o, int n) {
        var a = (long[]) args[0];
        var b = (long[]) args[Math.min(1, args.length - 1)];
        for (int i = 0; i < n; i++) {
            o[i] = switch (op) {
                case ADD -> a[i] + b[i];
                case SUB -> a[i] - b[i];
                case MUL -> a[i] * b[i];
                case DIV -> a[i] / b[i];
                case NEG -> -a[i];
                case ABS -> Math.abs(a[i]);
                case MIN -> Math.min(a[i], b[i]);
                case MAX -> Math.max(a[i], b[i]);
                case AND -> a[i] & b[i];
                case OR -> a[i] | b[i];
                case XOR -> a[i] ^ b[i];
                case NOT -> ~a[i];
                case SHL -> a[i] << inside(b[i], 64);
                case SHR -> a[i] >> inside(b[i], 64);
                case USHR -> a[i] >>> inside(b[i], 64);
                default -> throw new AssertionError(op);
            };
        }
    }

    private static void ints(LaneOp op, Object[] args, int[] o, int n) {
        var a = (int[]) args[0];
        var b = (int[]) args[Math.min(1, args.length - 1)];
        for (int i = 0; i < n; i++) {
            o[i] = switch (op) {
                case ADD -> a[i] + b[i];
                case SUB -> a[i] - b[i];
                case MUL -> a[i] * b[i];
                case DIV -> a[i] / b[i];
                case NEG -> -a[i];
                case ABS -> Math.abs(a[i]);
                case MIN -> Math.min(a[i], b[i]);
                case MAX -> Math.max(a[i], b[i]);
                case AND -> a[i] & b[i];
                case OR -> a[i] | b[i];
                case XOR -> a[i] ^ b[i];
                case NOT -> ~a[i];
                case SHL -> a[i] << inside(b[i], 32);
                case SHR -> a[i] >> inside(b[i], 32);
                case USHR -> a[i] >>> inside(b[i], 32);
                default -> throw new AssertionError(op);
            };
        }
    }

    private static int inside(long n, int bits) {
        if (n < 0 || n >= bits) {
            throw new IllegalArgumentException("shift outside the lane: " + n);
        }
        return (int) n;
    }

    private static void masks(LaneOp op, Object[] args, boolean[] o, int n) {
        var a = (boolean[]) args[0];
        var b = (boolean[]) args[Math.min(1, args.length - 1)];
        for (int i = 0; i < n; i++) {
            o[i] = switch (op) {
                case AND -> a[i] & b[i];
                case OR -> a[i] | b[i];
                case XOR -> a[i] ^ b[i];
                case NOT -> !a[i];
                default -> throw new AssertionError(op);
            };
        }
    }
}
