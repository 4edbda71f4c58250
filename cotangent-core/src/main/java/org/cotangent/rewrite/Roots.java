package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Binary;
import org.cotangent.op.Op;
import org.cotangent.op.Sum;

/// Square roots of sums of squares.
final class Roots implements Finder {
    private static final int MOST = 64;

    @Override
    public List<Op> heads() {
        return List.of(Arithmetic.SQRT);
    }

    @Override
    public Found find(Site site) {
        var x = site.operand();
        if (Seen.op(x) instanceof Sum s) {
            var of = Seen.squared(Seen.operand(x));
            return of == null || Seen.isScaled(of) ? null : new Found("norm", () -> norm(of, s));
        }
        if (!Seen.is(x, Binary.ADD)) {
            return null;
        }
        var legs = legs(x);
        return legs == null ? null : new Found("hypot", () -> legs.stream().reduce((a, b) -> hypot(a, b))
                .orElseThrow());
    }

    /// What is squared in a sum of squares, two at least, and positive numbers; null for anything else.
    private static List<Tensor> legs(Tensor sum) {
        var legs = new ArrayList<Tensor>();
        var open = new ArrayList<Tensor>(List.of(sum));
        int squares = 0;
        while (!open.isEmpty()) {
            var t = open.removeLast();
            var of = Seen.squared(t);
            if (of != null) {
                legs.add(of);
                squares++;
            } else if (Seen.isNumber(t) && Seen.number(t) > 0) {
                legs.add(scalar(Math.sqrt(Seen.number(t))));
            } else if (Seen.is(t, Binary.ADD) && legs.size() + open.size() < MOST) {
                open.add(Seen.operand(t, 1));
                open.add(Seen.operand(t, 0));
            } else {
                return null;
            }
        }
        return squares > 1 ? legs : null;
    }

    /// The root of the sum of squares over the largest, times the largest, which counts as a constant.
    private static Tensor norm(Tensor x, Sum s) {
        var axes = s.axes().stream().mapToInt(Integer::intValue).toArray();
        var largest = stopGradient(max(abs(x), axes));
        var usual = and(isFinite(largest), gt(largest, scalar(0.0)));
        var scale = where(usual, largest, scalar(1.0));
        return mul(scale, sqrt(sum(square(div(x, restore(scale, x.shape(), axes))), axes)));
    }
}
