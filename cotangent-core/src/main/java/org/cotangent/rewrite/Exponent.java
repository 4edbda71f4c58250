package org.cotangent.rewrite;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Binary;

/// A sum of values times numbers: what stands in exponents, so that equal parts cancel before anything is rounded.
///
/// It reads only what is exact: signs, sums, and factors that are powers of two.
record Exponent(Map<Object, Part> parts, double constant) {
    /// A value and its factor.
    record Part(Tensor value, double factor) {
    }

    static final Exponent ZERO = new Exponent(Map.of(), 0);
    private static final int DEPTH = 6;
    private static final int PARTS = 12;

    static Exponent of(Tensor t) {
        var parts = new LinkedHashMap<Object, Part>();
        double constant = read(t, 1, DEPTH, parts);
        return new Exponent(parts, constant);
    }

    /// Recursion is bounded by DEPTH; the constant that was read is returned.
    private static double read(Tensor t, double factor, int depth, Map<Object, Part> parts) {
        if (Seen.isNumber(t)) {
            return factor * Seen.number(t);
        }
        if (depth > 0 && parts.size() < PARTS) {
            if (Seen.is(t, Arithmetic.NEG)) {
                return read(Seen.operand(t), -factor, depth - 1, parts);
            }
            if (Seen.is(t, Binary.ADD) || Seen.is(t, Binary.SUB)) {
                double left = read(Seen.operand(t, 0), factor, depth - 1, parts);
                return left + read(Seen.operand(t, 1), Seen.is(t, Binary.ADD) ? factor : -factor, depth - 1, parts);
            }
            double scale = scale(t);
            if (scale != 0) {
                return read(Seen.operand(t, Seen.isNumber(Seen.operand(t, 0)) ? 1 : 0), factor * scale, depth - 1,
                        parts);
            }
        }
        add(parts, Seen.key(t), new Part(t, factor));
        return 0;
    }

    /// The power of two that a value is multiplied with, or 0.
    private static double scale(Tensor t) {
        if (!Seen.is(t, Binary.MUL) && !Seen.is(t, Binary.DIV)) {
            return 0;
        }
        var a = Seen.operand(t, 0);
        var b = Seen.operand(t, 1);
        if (Seen.isNumber(b) && Seen.isPowerOfTwo(Seen.number(b))) {
            return Seen.is(t, Binary.MUL) ? Seen.number(b) : 1 / Seen.number(b);
        }
        return Seen.is(t, Binary.MUL) && Seen.isNumber(a) && Seen.isPowerOfTwo(Seen.number(a)) ? Seen.number(a) : 0;
    }

    private static void add(Map<Object, Part> parts, Object key, Part part) {
        var before = parts.get(key);
        double sum = part.factor + (before == null ? 0 : before.factor);
        if (sum == 0) {
            parts.remove(key);
        } else {
            parts.put(key, new Part(part.value, sum));
        }
    }

    /// This plus `scale` times the other.
    Exponent plus(Exponent other, double scale) {
        var all = new LinkedHashMap<>(parts);
        other.parts.forEach((k, p) -> add(all, k, new Part(p.value, scale * p.factor)));
        return new Exponent(all, constant + scale * other.constant);
    }

    Exponent minus(Exponent other) {
        return plus(other, -1);
    }

    boolean isConstant() {
        return parts.isEmpty();
    }

    boolean isZero() {
        return parts.isEmpty() && constant == 0;
    }

    /// Whether both are the same sum.
    boolean isLike(Exponent other) {
        return constant == other.constant && parts.size() == other.parts.size() && parts.entrySet().stream()
                .allMatch(e -> other.parts.containsKey(e.getKey())
                        && other.parts.get(e.getKey()).factor == e.getValue().factor);
    }

    /// The value: what is added first, then what is subtracted.
    Tensor build() {
        Tensor sum = null;
        for (var p : parts.values()) {
            if (p.factor > 0) {
                var term = p.factor == 1 ? p.value : Ops.mul(p.value, Ops.scalar(p.factor));
                sum = sum == null ? term : Ops.add(sum, term);
            }
        }
        for (var p : parts.values()) {
            if (p.factor < 0) {
                var term = p.factor == -1 ? p.value : Ops.mul(p.value, Ops.scalar(-p.factor));
                sum = sum == null ? Ops.neg(term) : Ops.sub(sum, term);
            }
        }
        return sum == null ? Ops.scalar(constant)
                : constant == 0 ? sum
                        : constant > 0 ? Ops.add(sum, Ops.scalar(constant)) : Ops.sub(sum, Ops.scalar(-constant));
    }
}
