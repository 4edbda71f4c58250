package org.cotangent.testkit;

import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.CoreSamples.f64;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.op.ArgReduce;
import org.cotangent.op.Conv;
import org.cotangent.op.CumSum;
import org.cotangent.op.Cumulative;
import org.cotangent.op.Recurrence;
import org.cotangent.op.Reduce;
import org.cotangent.op.Sort;
import org.cotangent.op.Sum;
import org.cotangent.op.TopK;

/// Samples of the operations that combine, order and convolve: ties, zeros, NaN, nothing at all, ranks 0 to 4.
final class ReducingSamples {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    private ReducingSamples() {
    }

    static List<Sample> samples() {
        var out = new ArrayList<Sample>();
        reductions(out);
        cumulative(out);
        orders(out);
        convolutions(out);
        return out;
    }

    private static void reductions(List<Sample> out) {
        for (var axes : List.of(List.of(0), List.of(2), List.of(0, 2), List.of(1, 3), List.of(0, 1, 2, 3))) {
            out.add(Sample.of(new Sum(axes), f64(2, 3, 4, 2)));
            out.add(Sample.of(new Reduce(Reduce.Kind.PROD, axes), f64(2, 3, 4, 2)));
            out.add(Sample.of(new Reduce(Reduce.Kind.MAX, axes), f64(2, 3, 4, 2)));
            out.add(Sample.of(new Reduce(Reduce.Kind.AND, axes), f64(2, 3, 4, 2).gt(-0.9)));
            out.add(Sample.of(new Sum(axes), f64(2, 3, 4, 2).mul(1000).to(DType.INT32)));
            out.add(Sample.of(new Reduce(Reduce.Kind.PROD, axes), f64(2, 3, 4, 2).mul(10).to(DType.INT64)));
        }
        for (var kind : List.of(Reduce.Kind.PROD, Reduce.Kind.MAX, Reduce.Kind.MIN)) {
            out.add(Sample.atKink(new Reduce(kind, List.of(1)), f64(3, 0)));
            out.add(Sample.of(new Reduce(kind, List.of(0)), f64(3, 0)));
            out.add(Sample.atKink(new Reduce(kind, List.of(0)), tensor(1.0, NAN, 2)));
            out.add(Sample.of(new Reduce(kind, List.of(0)), tensor(3, 7, 5)));
            out.add(Sample.of(new Reduce(kind, List.of(1)), f64(3, 700).to(DType.FLOAT32)));
        }
        out.add(Sample.of(new Reduce(Reduce.Kind.PROD, List.of(0)), tensor(2.0, 0, 3)));
        out.add(Sample.of(new Reduce(Reduce.Kind.PROD, List.of(0)), tensor(2.0, 0, 0, 3)));
        out.add(Sample.of(new Sum(List.of(0)), f64(3001)));
        out.add(Sample.of(new Sum(List.of(1)), f64(2, 300, 5).to(DType.FLOAT32)));
        out.add(Sample.atKink(new Sum(List.of(0)), tensor(1.0, INF, 2)));
        for (var kind : ArgReduce.Kind.values()) {
            out.add(Sample.of(new ArgReduce(kind, 0), tensor(3.0, 1, 3, 1)));
            out.add(Sample.of(new ArgReduce(kind, 1), f64(2, 3, 4)));
            out.add(Sample.of(new ArgReduce(kind, 0), tensor(1.0, NAN, 9, NAN)));
            out.add(Sample.of(new ArgReduce(kind, 1), tensor(5, 2, 2, 9, 9, 1).reshape(2, 3)));
            out.add(Sample.of(new ArgReduce(kind, 1), f64(0, 3)));
        }
    }

    private static void cumulative(List<Sample> out) {
        for (boolean reverse : new boolean[] {false, true}) {
            for (int axis = 0; axis < 3; axis++) {
                out.add(Sample.of(new CumSum(axis, reverse), f64(2, 3, 4)));
                out.add(Sample.of(new Recurrence(axis, reverse), f64(2, 3, 4), f64(2, 3, 4)));
                for (var kind : Cumulative.Kind.values()) {
                    out.add(Sample.of(new Cumulative(kind, axis, reverse), f64(2, 3, 4)));
                }
            }
            for (var kind : Cumulative.Kind.values()) {
                out.add(Sample.of(new Cumulative(kind, 1, reverse), f64(3, 0)));
                out.add(Sample.of(new Cumulative(kind, 0, reverse), f64(3, 0)));
                out.add(Sample.atKink(new Cumulative(kind, 0, reverse), tensor(1.0, 3, 3, 2, 3)));
                out.add(Sample.atKink(new Cumulative(kind, 0, reverse), tensor(1.0, NAN, 3, NAN)));
                out.add(Sample.of(new Cumulative(kind, 0, reverse), tensor(4, 2, 7)));
            }
            out.add(Sample.of(new Cumulative(Cumulative.Kind.PROD, 0, reverse), tensor(2.0, 0, 3, 0, 5)));
            out.add(Sample.of(new CumSum(0, reverse), f64(40).to(DType.FLOAT32)));
            out.add(Sample.of(new CumSum(0, reverse), tensor(4L, 2, 7)));
        }
    }

    private static void orders(List<Sample> out) {
        for (boolean flag : new boolean[] {false, true}) {
            out.add(Sample.of(new Sort(0, 1, flag), f64(7)));
            out.add(Sample.of(new Sort(1, 1, flag), f64(2, 4, 3), f64(2, 4, 3)));
            out.add(Sample.of(new Sort(1, 1, flag), f64(2, 0)));
            out.add(Sample.atKink(new Sort(0, 1, flag), tensor(2.0, 1, 2, 1), tensor(1.0, 2, 3, 4)));
            out.add(Sample.atKink(new Sort(0, 2, flag), tensor(2.0, NAN, 2, -0.0, 0.0), tensor(5.0, 4, 3, 2, 1),
                    tensor(0, 1, 2, 3, 4)));
            out.add(Sample.of(new Sort(0, 1, flag), tensor(3L, 1, 2)));
            out.add(Sample.of(new TopK(2, 0, flag), f64(5)));
            out.add(Sample.of(new TopK(3, 1, flag), f64(2, 4, 3)));
            out.add(Sample.of(new TopK(0, 1, flag), f64(2, 4)));
            out.add(Sample.atKink(new TopK(3, 0, flag), tensor(1.0, 2, NAN, 2, 1)));
            out.add(Sample.of(new TopK(2, 0, flag), tensor(1, 7, 3)));
        }
    }

    private static void convolutions(List<Sample> out) {
        out.add(conv(f64(2, 3, 7), f64(4, 3, 3), 1, 0, 0, 1, 1, 1));
        out.add(conv(f64(2, 4, 7), f64(6, 2, 3), 2, 1, 2, 1, 2, 2));
        out.add(conv(f64(1, 2, 5), f64(2, 1, 3), 2, 3, -1, 3, 2, 2));
        out.add(conv(f64(1, 2, 5), f64(3, 2, 2), 3, -2, 1, 1, 1, 1));
        out.add(conv(f64(2, 2, 3), f64(3, 2, 5), 1, 0, 0, 1, 1, 1));
        out.add(conv(f64(0, 2, 4), f64(3, 2, 2), 1, 0, 0, 1, 1, 1));
        out.add(conv(f64(2, 0, 4), f64(3, 0, 2), 1, 0, 0, 1, 1, 1));
        out.add(conv(f64(2, 2, 0), f64(3, 2, 2), 1, 1, 1, 1, 1, 1));
        out.add(conv(f64(2, 3), f64(4, 3), 1, 0, 0, 1, 1, 1));
        out.add(conv(f64(2, 4, 5, 4), f64(4, 2, 2, 3), 2, 1, 1, 1, 1, 2));
        out.add(conv(f64(1, 2, 3, 4, 3), f64(2, 2, 2, 1, 2), 1, 1, 0, 2, 1, 1));
        out.add(conv(f64(1, 2, 5).to(DType.FLOAT32), f64(2, 2, 3).to(DType.FLOAT32), 1, 0, 0, 1, 1, 1));
    }

    private static Sample conv(Tensor x, Tensor w, long stride, long low, long high, long lhs, long rhs, long groups) {
        int rank = x.rank() - 2;
        return Sample.of(new Conv(each(rank, stride), each(rank, low), each(rank, high), each(rank, lhs),
                each(rank, rhs), groups), x, w);
    }

    private static List<Long> each(int rank, long value) {
        return Collections.nCopies(rank, value).stream().toList();
    }
}
