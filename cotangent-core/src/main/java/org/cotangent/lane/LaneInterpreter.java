package org.cotangent.lane;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// TEMPORARY until the emitter is merged.
public final class LaneInterpreter {
    private final LaneProgram p;
    public LaneInterpreter(LaneProgram p) { this.p = p; }
    public long run(long[] in) { return ev(p.result(), in); }
    private long ev(Lane l, long[] in) {
        var o = l.operands();
        LaneType t = o.isEmpty() ? l.type() : o.getFirst().type();
        return switch (l.op()) {
            case INPUT -> in[(int) l.bits()];
            case CONST -> l.bits();
            case SELECT -> ev(o.get(0), in) != 0 ? ev(o.get(1), in) : ev(o.get(2), in);
            case CALL -> {
                try {
                    int n = o.size() - 2;
                    var cs = new Class<?>[n]; java.util.Arrays.fill(cs, double.class);
                    var mh = MethodHandles.lookup().findStatic(l.function().owner(), l.function().method(), MethodType.methodType(double.class, cs));
                    var args = new Object[n];
                    for (int i = 0; i < n; i++) { args[i] = d(ev(o.get(i + 2), in), l.type()); }
                    yield b((double) mh.invokeWithArguments(args), l.type());
                } catch (Throwable e) { throw new IllegalStateException(e); }
            }
            default -> {
                long a = ev(o.getFirst(), in), c = o.size() > 1 ? ev(o.get(1), in) : 0;
                if (t.isFloat()) {
                    double x = d(a, t), y = d(c, t);
                    yield switch (l.op()) {
                        case ADD -> b(x + y, t); case SUB -> b(x - y, t); case MUL -> b(x * y, t); case DIV -> b(x / y, t);
                        case NEG -> b(-x, t); case ABS -> b(Math.abs(x), t); case SQRT -> b(Math.sqrt(x), t);
                        case MIN -> b(Math.min(x, y), t); case MAX -> b(Math.max(x, y), t);
                        case EQ -> x == y ? 1 : 0; case NE -> x != y ? 1 : 0; case LT -> x < y ? 1 : 0; case LE -> x <= y ? 1 : 0;
                        case GT -> x > y ? 1 : 0; case GE -> x >= y ? 1 : 0;
                        default -> throw new IllegalStateException(l.op().name());
                    };
                }
                yield switch (l.op()) {
                    case ADD -> a + c; case SUB -> a - c; case MUL -> a * c; case DIV -> a / c; case NEG -> -a; case ABS -> Math.abs(a);
                    case MIN -> Math.min(a, c); case MAX -> Math.max(a, c);
                    case AND -> a & c; case OR -> a | c; case XOR -> a ^ c; case NOT -> t == LaneType.MASK ? 1 - a : ~a;
                    case EQ -> a == c ? 1 : 0; case NE -> a != c ? 1 : 0; case LT -> a < c ? 1 : 0; case LE -> a <= c ? 1 : 0;
                    case GT -> a > c ? 1 : 0; case GE -> a >= c ? 1 : 0;
                    default -> throw new IllegalStateException(l.op().name());
                };
            }
        };
    }
    private static double d(long v, LaneType t) { return t == LaneType.F64 ? Double.longBitsToDouble(v) : Float.intBitsToFloat((int) v); }
    private static long b(double v, LaneType t) { return t == LaneType.F64 ? Double.doubleToRawLongBits(v) : Float.floatToRawIntBits((float) v); }
}
