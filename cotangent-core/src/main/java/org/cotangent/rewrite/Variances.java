package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.op.Binary;
import org.cotangent.op.Op;
import org.cotangent.op.Sum;

/// The mean of squares less the square of the mean.
final class Variances implements Finder {
    private static final int MOST = 64;

    /// A mean of values written one by one, or of the elements of a tensor along axes.
    private record Mean(List<Tensor> of, List<Integer> axes, double count) {
    }

    @Override
    public List<Op> heads() {
        return List.of(Binary.SUB);
    }

    @Override
    public Found find(Site site) {
        var mean = Seen.squared(site.operand(1));
        if (mean == null) {
            return null;
        }
        var squares = mean(site.operand(0));
        var plain = squares == null ? null : mean(mean);
        if (plain == null || squares.count != plain.count || !squares.axes.equals(plain.axes)
                || squares.of.size() != plain.of.size() || !match(squares.of, plain.of)) {
            return null;
        }
        return new Found("variance", () -> deviations(plain, mean));
    }

    private static boolean match(List<Tensor> squares, List<Tensor> values) {
        var left = new ArrayList<>(values.stream().map(Seen::key).toList());
        return squares.stream().map(Seen::squared).allMatch(x -> x != null && left.remove(Seen.key(x)));
    }

    private static Mean mean(Tensor t) {
        double n = 0;
        Tensor sum = null;
        if (Seen.is(t, Binary.DIV) && Seen.isNumber(Seen.operand(t, 1))) {
            n = Seen.number(Seen.operand(t, 1));
            sum = Seen.operand(t, 0);
        } else if (Seen.is(t, Binary.MUL)) {
            int at = Seen.isNumber(Seen.operand(t, 1)) ? 1 : Seen.isNumber(Seen.operand(t, 0)) ? 0 : -1;
            n = at < 0 ? 0 : Math.rint(1 / Seen.number(Seen.operand(t, at)));
            sum = at < 0 || 1 / n != Seen.number(Seen.operand(t, at)) ? null : Seen.operand(t, 1 - at);
        }
        return sum == null ? null : mean(sum, n);
    }

    private static Mean mean(Tensor sum, double n) {
        if (Seen.op(sum) instanceof Sum s) {
            var of = Seen.operand(sum);
            return count(of.shape(), s.axes()) == n ? new Mean(List.of(of), s.axes(), n) : null;
        }
        var terms = new ArrayList<Tensor>();
        var open = new ArrayList<Tensor>(List.of(sum));
        while (!open.isEmpty()) {
            var t = open.removeLast();
            if (Seen.is(t, Binary.ADD) && terms.size() + open.size() < MOST) {
                open.add(Seen.operand(t, 1));
                open.add(Seen.operand(t, 0));
            } else {
                terms.add(t);
            }
        }
        return terms.size() == n && n > 1 ? new Mean(terms, List.of(), n) : null;
    }

    private static double count(Shape shape, List<Integer> axes) {
        double n = 1;
        for (int a : axes) {
            n *= shape.size(a);
        }
        return n;
    }

    private static Tensor deviations(Mean plain, Tensor mean) {
        Tensor sum = null;
        if (!plain.axes.isEmpty()) {
            var x = plain.of.getFirst();
            int[] axes = plain.axes.stream().mapToInt(Integer::intValue).toArray();
            sum = sum(square(sub(x, restore(mean, x.shape(), axes))), axes);
        } else {
            for (var x : plain.of) {
                var s = square(sub(x, mean));
                sum = sum == null ? s : add(sum, s);
            }
        }
        return div(sum, scalar(plain.count));
    }
}
