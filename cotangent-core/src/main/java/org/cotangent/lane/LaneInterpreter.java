package org.cotangent.lane;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import org.cotangent.lane.LaneCode.Step;

/// The plain meaning of a lane program: one element at a time, step by step, exactly IEEE 754. Slow; the law for all
/// faster forms.
///
/// Values travel as raw bits: 32-bit lanes sign-extended, masks as 0 and 1. Not for use by several threads at once.
public final class LaneInterpreter {
    private final LaneCode code;
    private final long[] values;
    private final Map<ScalarFunction, MethodHandle> functions = new HashMap<>();

    public LaneInterpreter(LaneProgram program) {
        this.code = LaneCode.of(program);
        this.values = new long[code.steps().size()];
    }

    /// The bits of the result for the bits of one element's inputs.
    public long run(long... inputs) {
        int at = 0;
        for (var step : code.steps()) {
            values[at++] = step(step, inputs);
        }
        return values[at - 1];
    }

    private long step(Step s, long[] inputs) {
        return switch (s.op()) {
            case INPUT -> inputs[(int) s.bits()];
            case CONST -> s.bits();
            case CALL -> value(s, 0) != 0 ? call(s) : value(s, 1);
            case SELECT -> value(s, 0) != 0 ? value(s, 1) : value(s, 2);
            case TO_BITS, FROM_BITS -> value(s, 0);
            case EQ, NE, LT, LE, GT, GE -> compare(s, type(s, 0)) ? 1 : 0;
            case INT_TO_FLOAT -> s.type() == LaneType.F32 ? f((int) value(s, 0)) : d((double) value(s, 0));
            case FLOAT_TO_INT -> s.type() == LaneType.I32 ? (int) f32(s, 0) : (long) f64(s, 0);
            default -> switch (s.type()) {
                case F32 -> f(floats(s));
                case F64 -> d(doubles(s));
                case I32 -> ints(s);
                case I64 -> longs(s);
                case MASK -> longs(s) & 1;
            };
        };
    }

    private long value(Step s, int k) {
        return values[s.operand(k)];
    }

    private LaneType type(Step s, int k) {
        return code.steps().get(s.operand(k)).type();
    }

    private float f32(Step s, int k) {
        return Float.intBitsToFloat((int) value(s, k));
    }

    private double f64(Step s, int k) {
        return Double.longBitsToDouble(value(s, k));
    }

    private static long f(float x) {
        return Float.floatToRawIntBits(x);
    }

    private static long d(double x) {
        return Double.doubleToRawLongBits(x);
    }

    private boolean compare(Step s, LaneType type) {
        return switch (type) {
            case F32 -> compare(s.op(), f32(s, 0), f32(s, 1));
            case F64 -> compare(s.op(), f64(s, 0), f64(s, 1));
            default -> compare(s.op(), value(s, 0), value(s, 1));
        };
    }

    private static boolean compare(LaneOp op, double a, double b) {
        return switch (op) {
            case EQ -> a == b;
            case NE -> a != b;
            case LT -> a < b;
            case LE -> a <= b;
            case GT -> a > b;
            default -> a >= b;
        };
    }

    private static boolean compare(LaneOp op, long a, long b) {
        return switch (op) {
            case EQ -> a == b;
            case NE -> a != b;
            case LT -> a < b;
            case LE -> a <= b;
            case GT -> a > b;
            default -> a >= b;
        };
    }

    private float floats(Step s) {
        float a = f32(s, 0);
        return switch (s.op()) {
            case ADD -> a + f32(s, 1);
            case SUB -> a - f32(s, 1);
            case MUL -> a * f32(s, 1);
            case DIV -> a / f32(s, 1);
            case FMA -> Math.fma(a, f32(s, 1), f32(s, 2));
            case NEG -> -a;
            case ABS -> Math.abs(a);
            case SQRT -> (float) Math.sqrt(a);
            case MIN -> Math.min(a, f32(s, 1));
            case MAX -> Math.max(a, f32(s, 1));
            default -> throw new IllegalArgumentException(s.op() + " on " + s.type());
        };
    }

    private double doubles(Step s) {
        double a = f64(s, 0);
        return switch (s.op()) {
            case ADD -> a + f64(s, 1);
            case SUB -> a - f64(s, 1);
            case MUL -> a * f64(s, 1);
            case DIV -> a / f64(s, 1);
            case FMA -> Math.fma(a, f64(s, 1), f64(s, 2));
            case NEG -> -a;
            case ABS -> Math.abs(a);
            case SQRT -> Math.sqrt(a);
            case MIN -> Math.min(a, f64(s, 1));
            case MAX -> Math.max(a, f64(s, 1));
            default -> throw new IllegalArgumentException(s.op() + " on " + s.type());
        };
    }

    private int ints(Step s) {
        int a = (int) value(s, 0);
        return switch (s.op()) {
            case SHL -> a << (int) value(s, 1);
            case SHR -> a >> (int) value(s, 1);
            case USHR -> a >>> (int) value(s, 1);
            case ABS -> Math.abs(a);
            default -> (int) longs(s);
        };
    }

    private long longs(Step s) {
        long a = value(s, 0);
        return switch (s.op()) {
            case ADD -> a + value(s, 1);
            case SUB -> a - value(s, 1);
            case MUL -> a * value(s, 1);
            case DIV -> a / value(s, 1);
            case NEG -> -a;
            case ABS -> Math.abs(a);
            case MIN -> Math.min(a, value(s, 1));
            case MAX -> Math.max(a, value(s, 1));
            case AND -> a & value(s, 1);
            case OR -> a | value(s, 1);
            case XOR -> a ^ value(s, 1);
            case NOT -> ~a;
            case SHL -> a << value(s, 1);
            case SHR -> a >> value(s, 1);
            case USHR -> a >>> value(s, 1);
            default -> throw new IllegalArgumentException(s.op() + " on " + s.type());
        };
    }

    private long call(Step s) {
        var handle = functions.computeIfAbsent(s.function(), f -> find(s));
        var arguments = new Object[s.operands().size() - 2];
        for (int k = 0; k < arguments.length; k++) {
            arguments[k] = box(type(s, k + 2), value(s, k + 2));
        }
        try {
            return unbox(handle.invokeWithArguments(arguments));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(s.function() + " threw a checked exception", e);
        }
    }

    private MethodHandle find(Step s) {
        var types = s.operands().stream().skip(2).<Class<?>>map(k -> primitive(code.steps().get(k).type())).toList();
        try {
            return MethodHandles.lookup().findStatic(s.function().owner(), s.function().method(),
                MethodType.methodType(primitive(s.type()), types));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no public static method for " + s.function() + " on " + types, e);
        }
    }

    private static Class<?> primitive(LaneType type) {
        return switch (type) {
            case F32 -> float.class;
            case F64 -> double.class;
            case I32 -> int.class;
            case I64 -> long.class;
            case MASK -> boolean.class;
        };
    }

    private static Object box(LaneType type, long bits) {
        return switch (type) {
            case F32 -> Float.intBitsToFloat((int) bits);
            case F64 -> Double.longBitsToDouble(bits);
            case I32 -> (int) bits;
            case I64 -> bits;
            case MASK -> bits != 0;
        };
    }

    private static long unbox(Object value) {
        return switch (value) {
            case Float x -> f(x);
            case Double x -> d(x);
            case Integer x -> x;
            case Long x -> x;
            case Boolean x -> x ? 1 : 0;
            default -> throw new IllegalArgumentException("not a lane value: " + value);
        };
    }
}
