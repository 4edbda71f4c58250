package org.cotangent.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneOp;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ScalarFunction;

/// Programs for tests: each lane operation on each type that has it, and seeded random ones; values with all the
/// special cases.
public final class LaneSamples {
    private LaneSamples() {}

    /// A function for CALL.
    public static float rare(float x, float y) {
        return (float) Math.sin(x) + y;
    }

    /// A function for CALL.
    public static double rare(double x, double y) {
        return Math.sin(x) + y;
    }

    static List<LaneProgram> each() {
        var all = new ArrayList<LaneProgram>();
        for (var type : new LaneType[] {LaneType.F32, LaneType.F64, LaneType.I32, LaneType.I64}) {
            for (var op : LaneOp.values()) {
                var lane = one(op, type);
                if (lane != null) {
                    all.add(program(op.name().toLowerCase() + "." + type.name().toLowerCase(), type, lane));
                }
            }
        }
        all.addAll(masks());
        return all;
    }

    static LaneProgram program(String name, LaneType type, Lane result) {
        return new LaneProgram(name, List.of(type, type, type, LaneType.MASK), result);
    }

    // size: table of operations
    private static Lane one(LaneOp op, LaneType t) {
        var a = Lane.input(0, t);
        var b = Lane.input(1, t);
        var c = Lane.input(2, t);
        boolean f = t.isFloat();
        int top = t.bits() - 1;
        return switch (op) {
            case INPUT -> a;
            case CONST -> a.like(-7);
            case ADD -> a.add(b);
            case SUB -> a.sub(b);
            case MUL -> a.mul(b);
            case DIV -> f ? a.div(b) : a.div(b.or(b.like(1)));
            case FMA -> f ? a.fma(b, c) : null;
            case NEG -> a.neg();
            case ABS -> a.abs();
            case SQRT -> f ? a.sqrt() : null;
            case MIN -> a.min(b);
            case MAX -> a.max(b);
            case AND -> f ? null : a.and(b);
            case OR -> f ? null : a.or(b);
            case XOR -> f ? null : a.xor(b);
            case NOT -> f ? null : a.not();
            case SHL -> f ? null : a.shl(5).xor(a.shift(op, b.and(b.like(top))));
            case SHR -> f ? null : a.shr(5).xor(a.shift(op, b.and(b.like(top))));
            case USHR -> f ? null : a.ushr(5).xor(a.shift(op, b.and(b.like(top))));
            case EQ -> a.eq(b);
            case NE -> a.ne(b);
            case LT -> a.lt(b);
            case LE -> a.le(b);
            case GT -> a.gt(b);
            case GE -> a.ge(b);
            case SELECT -> Lane.input(3, LaneType.MASK).select(a, b);
            case TO_BITS -> f ? a.toBits().xor(b.toBits()) : null;
            case FROM_BITS -> f ? null : a.fromBits().add(b.fromBits());
            case INT_TO_FLOAT -> f ? null : a.intToFloat();
            case FLOAT_TO_INT -> f ? a.floatToInt() : null;
            case CALL -> f ? a.gt(3).call(new ScalarFunction(LaneSamples.class, "rare"), a.add(b), a, b).mul(2) : null;
        };
    }

    private static List<LaneProgram> masks() {
        var all = new ArrayList<LaneProgram>();
        var m = Lane.input(3, LaneType.MASK);
        for (var type : new LaneType[] {LaneType.F32, LaneType.F64, LaneType.I32, LaneType.I64}) {
            var a = Lane.input(0, type);
            var b = Lane.input(1, type);
            var bits = type.isFloat() ? a.toBits().lt(0) : a.intToFloat().lt(0);
            var name = "." + type.name();
            all.add(program("and" + name, type, a.lt(b).and(bits)));
            all.add(program("or" + name, type, bits.or(a.eq(b))));
            all.add(program("xor" + name, type, m.xor(a.lt(b))));
            all.add(program("not" + name, type, a.lt(b).not()));
            all.add(program("select" + name, type, m.select(a.lt(b), bits)));
            all.add(program("always" + name, type, Lane.constant(LaneType.MASK, 1).and(m).select(b, a)));
        }
        var mask = new LaneProgram("masks", List.of(LaneType.MASK, LaneType.MASK),
            Lane.input(0, LaneType.MASK).and(Lane.input(1, LaneType.MASK).not()).xor(Lane.constant(LaneType.MASK, 1)));
        all.add(mask);
        return all;
    }

    /// A random program of `size` operations over inputs of one width.
    static LaneProgram random(long seed, int size) {
        var random = new Random(seed);
        var type = LaneType.values()[random.nextInt(4)];
        var lanes = new ArrayList<Lane>(List.of(Lane.input(0, type), Lane.input(1, type), Lane.input(2, type),
            Lane.input(3, LaneType.MASK), Lane.constant(type, 3), Lane.constant(type, -1)));
        while (lanes.size() < size) {
            var op = LaneOp.values()[random.nextInt(LaneOp.values().length)];
            var made = step(op, pick(lanes, random), pick(lanes, random), pick(lanes, random));
            if (made != null) {
                lanes.add(made);
            }
        }
        return program("random." + seed, type, lanes.getLast());
    }

    private static Lane pick(List<Lane> lanes, Random random) {
        int recent = Math.max(0, lanes.size() - 12);
        return lanes.get(random.nextInt(3) == 0 ? random.nextInt(lanes.size())
            : recent + random.nextInt(lanes.size() - recent));
    }

    // size: table of operations
    private static Lane step(LaneOp op, Lane a, Lane b, Lane c) {
        if (op == LaneOp.INPUT || op == LaneOp.CONST || op == LaneOp.DIV && !a.type().isFloat()) {
            return null;
        }
        try {
            return switch (op) {
                case ADD -> a.add(b);
                case SUB -> a.sub(b);
                case MUL -> a.mul(b);
                case DIV -> a.div(b);
                case FMA -> a.fma(b, c);
                case NEG -> a.type() == LaneType.MASK ? null : a.neg();
                case ABS -> a.type() == LaneType.MASK ? null : a.abs();
                case SQRT -> a.sqrt();
                case MIN -> a.min(b);
                case MAX -> a.max(b);
                case AND -> a.and(b);
                case OR -> a.or(b);
                case XOR -> a.xor(b);
                case NOT -> a.not();
                case SHL, SHR, USHR -> a.shift(op, b.and(b.like(31)));
                case EQ -> a.eq(b);
                case NE -> a.ne(b);
                case LT -> a.lt(b);
                case LE -> a.le(b);
                case GT -> a.gt(b);
                case GE -> a.ge(b);
                case SELECT -> a.select(b, c);
                // NaN payloads are free, so bits are looked at only where they are defined
                case TO_BITS -> a.eq(a).select(a, a.like(0)).toBits();
                case FROM_BITS -> a.fromBits();
                case INT_TO_FLOAT -> a.intToFloat();
                case FLOAT_TO_INT -> a.floatToInt();
                case CALL -> b.type().isFloat() && b.type() == c.type()
                    ? a.call(new ScalarFunction(LaneSamples.class, "rare"), b, b, c) : null;
                case INPUT, CONST -> null;
            };
        } catch (IllegalArgumentException | AssertionError e) {
            return null;
        }
    }

    private static final double[] SPECIAL = {0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2, 3, 7, -7, 100, 1e10, -1e10, 1e20,
        -1e20, 1e38,
        1e300, -1e300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE,
            -Double.MIN_VALUE,
        Double.MAX_VALUE, Float.MAX_VALUE, Float.MIN_VALUE, 1.17549435e-38, 2.2250738585072014e-308, 2147483647,
            -2147483648.0,
        4294967296.0, 9.2e18, -9.3e18, 16777217, Math.PI, 1e-3};

    private static final long[] INTEGERS = {0, 1, -1, 2, 3, -3, 31, 63, 64, 255, 65536, Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE, Long.MIN_VALUE, 0x7fc00000L, 0x7ff8000000000000L, 0x123456789abcdefL, 1L << 33, -5,
            0x7f800000L};

    /// The raw bits of `n` values of a type: pairs of special values, then random ones.
    static long[] values(LaneType type, int n, long seed) {
        var random = new Random(seed * 31 + type.ordinal());
        var bits = new long[n];
        for (int i = 0; i < n; i++) {
            double d = random.nextInt(3) > 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextGaussian() * 10;
            long l = random.nextInt(3) > 0 ? INTEGERS[random.nextInt(INTEGERS.length)] : random.nextLong();
            bits[i] = switch (type) {
                case F32 -> Float.floatToRawIntBits((float) d);
                case F64 -> Double.doubleToRawLongBits(d);
                case I32 -> (int) l;
                case I64 -> l;
                case MASK -> l & 1;
            };
        }
        return bits;
    }
}
