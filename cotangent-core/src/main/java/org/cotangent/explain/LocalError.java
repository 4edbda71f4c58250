package org.cotangent.explain;

import java.util.ArrayList;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Widened;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Binary;
import org.cotangent.op.Convert;
import org.cotangent.op.Dot;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Indexing;
import org.cotangent.op.Movement;
import org.cotangent.op.Op;
import org.cotangent.op.Select;
import org.cotangent.op.Structural;
import org.cotangent.op.Sum;
import org.cotangent.program.Node;

/// The rounding error that an operation makes on the operands it was given.
final class LocalError {
    private final Concrete value;
    /// The result in float64; null where it is not known.
    private final Concrete exact;
    /// The result on the operands' absolute values; null where that says nothing.
    private final Concrete magnitude;
    /// Roundings that are in each element.
    private final double roundings;

    private LocalError(Concrete value, Concrete exact, Concrete magnitude, double roundings) {
        this.value = value;
        this.exact = exact;
        this.magnitude = magnitude;
        this.roundings = roundings;
    }

    static LocalError of(Seen seen, Node n) {
        var op = seen.equation(n).op();
        if (isExact(op)) {
            return new LocalError(n.value(), n.value(), null, 0);
        }
        boolean sums = op instanceof Sum || op instanceof Dot;
        var magnitude = sums ? evaluate(seen, n, true) : null;
        double roundings = sums ? depth(seen, n) : isBasic(op) ? 1 : 4;
        return new LocalError(n.value(), n.type().dtype() == DType.FLOAT64 && !(op instanceof Convert) ? null
                : evaluate(seen, n, false), magnitude, roundings);
    }

    /// Whether the result is one of the operands' numbers.
    private static boolean isExact(Op op) {
        return op instanceof Movement || op instanceof Indexing || op instanceof Select || op == Arithmetic.NEG
                || op == Arithmetic.ABS || op == Binary.MAX || op == Binary.MIN
                || op instanceof Structural && !(op instanceof org.cotangent.op.Control
                        || op instanceof org.cotangent.op.Call || op instanceof org.cotangent.op.Remat
                        || op instanceof org.cotangent.op.CustomRule);
    }

    private static boolean isBasic(Op op) {
        return op instanceof Convert || op == Binary.ADD || op == Binary.SUB || op == Binary.MUL || op == Binary.DIV
                || op instanceof Elementwise e && (e.label().equals("sqrt") || e.label().equals("square"));
    }

    /// How many additions each element of a sum goes through in a tree, and the product before.
    private static double depth(Seen seen, Node n) {
        long terms = 1;
        for (int i = 0; i < n.operands().size(); i++) {
            terms = Math.max(terms, seen.exact(n, i).type().shape().count());
        }
        return 2 + Math.log(terms) / Math.log(2);
    }

    /// The operation on its operands in float64; null where it cannot be run so.
    private static Concrete evaluate(Seen seen, Node n, boolean absolute) {
        var e = seen.equation(n);
        var op = Widened.of(e.op());
        if (op == null) {
            return null;
        }
        var in = new ArrayList<Tensor>();
        for (int i = 0; i < n.operands().size(); i++) {
            var x = Widened.of(seen.exact(n, i));
            in.add(absolute && x.dtype().isFloat() ? Ops.abs(x) : x);
        }
        try {
            return Dispatch.evaluate(op, in).get(e.results().indexOf(n.var())).concrete();
        } catch (CotangentException _) {
            // Not every operation takes float64; the bound is known all the same.
            return null;
        }
    }

    /// What the result is more than it should be; NaN where that is not known.
    double error(long i) {
        return exact == null ? Double.NaN : exact == value ? 0 : value.getDouble(i) - exact.getDouble(i);
    }

    double bound(long i) {
        double size = magnitude == null ? Math.abs(value.getDouble(i)) : magnitude.getDouble(i);
        return roundings * ulp(size, value.dtype()) / 2;
    }

    /// The distance from a number to the next in a type.
    static double ulp(double size, DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> Math.ulp(size);
            case FLOAT32 -> Math.ulp((float) size);
            case FLOAT16 -> Math.scalb(1.0, Math.max(Math.getExponent(size), -14) - 10);
            case BFLOAT16 -> Math.scalb(1.0, Math.max(Math.getExponent(size), -126) - 7);
            default -> 0;
        };
    }
}
