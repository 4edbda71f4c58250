package org.cotangent.schedule;

import java.util.Collections;
import java.util.List;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Literal;
import org.cotangent.op.Concat;
import org.cotangent.op.Pad;

/// Values that are made where they lie in a larger one: the parts of a concatenation, and what is padded along its
/// first axis.
final class Placed {
    private Placed() {
    }

    /// Whether all operands that are elements may be made in their places: parts of one shape, padding by a number that
    /// is nowhere between the elements.
    static boolean is(Equation e) {
        var x = e.operands().getFirst().type();
        var shape = e.result().type().shape();
        if (x.shape().count() < 2 || x.dtype().lane() == null || !isSideBySide(e)) {
            return false;
        }
        return switch (e.op()) {
            case Concat _ -> e.operands().stream().allMatch(a -> a.type().equals(x));
            case Pad p -> e.operands().get(1) instanceof Literal && Collections.max(p.interior()) == 0
                    && Collections.min(p.low()) >= 0 && Collections.min(p.high()) >= 0
                    && shape.count() / shape.size(0) == x.shape().count() / x.shape().size(0);
            default -> false;
        };
    }

    /// Whether neighbours along the last axis longer than 1 stay neighbours.
    private static boolean isSideBySide(Equation e) {
        var x = e.operands().getFirst().type().shape();
        var strides = e.result().type().shape().strides();
        if (strides.length != x.rank()) {
            return false;
        }
        int a = x.rank() - 1;
        while (x.size(a) == 1) {
            a--;
        }
        return strides[a] == 1;
    }

    /// How many of its operands are elements.
    static int parts(Equation e) {
        return e.op() instanceof Pad ? 1 : e.operands().size();
    }

    /// Where part `i` begins.
    static long offset(Equation e, int i) {
        var strides = e.result().type().shape().strides();
        return switch (e.op()) {
            case Concat c -> i * e.operands().getFirst().type().shape().size(c.axis()) * strides[c.axis()];
            case Pad p -> p.low().getFirst() * strides[0];
            default -> throw new IllegalArgumentException(e.op().label());
        };
    }

    /// What has to be filled around the parts.
    static List<Fused.Fill> fills(Equation e) {
        if (!(e.op() instanceof Pad)) {
            return List.of();
        }
        var value = (Literal) e.operands().get(1);
        long from = offset(e, 0);
        long end = from + e.operands().getFirst().type().shape().count();
        long all = e.result().type().shape().count();
        return List.of(new Fused.Fill(e.result(), 0, from, value), new Fused.Fill(e.result(), end, all - end, value));
    }
}
