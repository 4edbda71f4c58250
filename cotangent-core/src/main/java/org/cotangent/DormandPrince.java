package org.cotangent;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;

/// The adaptive pair of orders 5 and 4 by Dormand and Prince (1980), with the last slope of a step used again.
final class DormandPrince {
    private static final double[] C = {0, 1 / 5.0, 3 / 10.0, 4 / 5.0, 8 / 9.0, 1};
    private static final double[][] A = {{}, {1 / 5.0}, {3 / 40.0, 9 / 40.0}, {44 / 45.0, -56 / 15.0, 32 / 9.0},
        {19372 / 6561.0, -25360 / 2187.0, 64448 / 6561.0, -212 / 729.0},
        {9017 / 3168.0, -355 / 33.0, 46732 / 5247.0, 49 / 176.0, -5103 / 18656.0}};
    private static final double[] B = {35 / 384.0, 0, 500 / 1113.0, 125 / 192.0, -2187 / 6784.0, 11 / 84.0};
    /// The weights of order 5 less those of order 4.
    private static final double[] E = {71 / 57600.0, 0, -71 / 16695.0, 71 / 1920.0, -17253 / 339200.0, 22 / 525.0,
        -1 / 40.0};
    private static final double SAFETY = 0.9;
    private static final double LEAST = 0.2;
    private static final double MOST = 5;

    private final Fn2<Tensor, List<Tensor>, List<Tensor>> slope;
    private final Odes.Accuracy accuracy;

    /// What goes round: the time, the next step's length, how many steps were tried, the state and its slope.
    private record State(Tensor t, Tensor h, Tensor tried, List<Tensor> y, List<Tensor> k) {
    }

    DormandPrince(Fn2<Tensor, List<Tensor>, List<Tensor>> slope, Odes.Accuracy accuracy) {
        this.slope = slope;
        this.accuracy = accuracy;
    }

    /// The state at `end`.
    List<Tensor> between(Tensor t, Tensor end, List<Tensor> y) {
        var k = slope.apply(t, y);
        var first = new State(t, firstLength(t, end, y, k), convert(scalar(0L), DType.INT64), y, k);
        var last = Control.whileLoop((State s) -> and(ne(s.t(), end), lt(s.tried(), scalar(accuracy.mostSteps()))),
                s -> tryStep(s, end), first);
        var there = eq(last.t(), end);
        return last.y().stream().map(v -> where(there, v, scalar(Double.NaN))).toList();
    }

    private State tryStep(State s, Tensor end) {
        var left = sub(end, s.t());
        var whole = ge(abs(s.h()), abs(left));
        var h = where(whole, left, s.h());
        var k = new ArrayList<List<Tensor>>(List.of(s.k()));
        for (int i = 1; i < C.length; i++) {
            k.add(slope.apply(add(s.t(), mul(h, scalar(C[i]))), Odes.plus(s.y(), h, k, A[i])));
        }
        var y = Odes.plus(s.y(), h, k, B);
        var t = where(whole, end, add(s.t(), h));
        k.add(slope.apply(t, y));
        var error = stopGradient(error(s.y(), y, h, k));
        var good = le(error, scalar(1));
        var factor = where(eq(error, error), clamp(mul(scalar(SAFETY), pow(max(error, scalar(1e-10)), scalar(-0.2))),
                scalar(LEAST), scalar(MOST)), scalar(LEAST));
        var next = mul(h, factor);
        // A step that was cut short to end at the right time says nothing against the longer one.
        next = where(and(and(whole, good), lt(abs(next), abs(s.h()))), s.h(), next);
        return new State(where(good, t, s.t()), next, add(s.tried(), scalar(1L)), chosen(good, y, s.y()),
                chosen(good, k.getLast(), s.k()));
    }

    private static List<Tensor> chosen(Tensor good, List<Tensor> a, List<Tensor> b) {
        return IntStream.range(0, a.size()).mapToObj(i -> where(good, a.get(i), b.get(i))).toList();
    }

    private Tensor error(List<Tensor> before, List<Tensor> after, Tensor h, List<List<Tensor>> k) {
        var parts = new ArrayList<Tensor>();
        var scales = new ArrayList<Tensor>();
        for (int i = 0; i < before.size(); i++) {
            parts.add(mul(convert(h, before.get(i).dtype()), Odes.sum(k, E, i)));
            scales.add(scale(max(abs(before.get(i)), abs(after.get(i)))));
        }
        return norm(parts, scales, h.dtype());
    }

    private Tensor scale(Tensor size) {
        return add(scalar(accuracy.absolute()), mul(scalar(accuracy.relative()), size));
    }

    /// The root of the mean square of all elements over their scales.
    private static Tensor norm(List<Tensor> parts, List<Tensor> scales, DType dtype) {
        Tensor sum = null;
        long n = 0;
        for (int i = 0; i < parts.size(); i++) {
            var part = convert(sum(square(div(parts.get(i), scales.get(i)))), dtype);
            sum = sum == null ? part : add(sum, part);
            n += parts.get(i).shape().count();
        }
        return sqrt(div(sum, scalar(Math.max(1, n))));
    }

    private Tensor firstLength(Tensor t, Tensor end, List<Tensor> y, List<Tensor> k) {
        var way = sub(end, t);
        var scales = y.stream().map(v -> scale(abs(v))).toList();
        var size = norm(y, scales, t.dtype());
        var speed = norm(k, scales, t.dtype());
        var short1 = where(lt(min(size, speed), scalar(1e-5)), scalar(1e-6), mul(scalar(0.01), div(size, speed)));
        var small = min(short1, abs(way));
        var signed = mul(small, sign(way));
        var there = slope.apply(add(t, signed), Odes.plus(y, signed, List.of(k), 1));
        var bend = IntStream.range(0, y.size()).mapToObj(i -> sub(there.get(i), k.get(i))).toList();
        var faster = max(speed, div(norm(bend, scales, t.dtype()), small));
        var guess = where(le(faster, scalar(1e-15)), max(scalar(1e-6), mul(small, scalar(1e-3))),
                pow(div(scalar(0.01), faster), scalar(0.2)));
        return stopGradient(mul(min(mul(small, scalar(100)), guess), sign(way)));
    }
}
