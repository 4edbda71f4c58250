package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.op.Dot;
import org.cotangent.op.IndexMode;
import org.cotangent.testkit.vectors.HloReader.Line;

/// StableHLO operations without regions, said with ours.
final class HloOperations {
    private static final Pattern RANGE = Pattern.compile("(\\d+):(\\d+)(?::(\\d+))?");

    private HloOperations() {
    }

    static List<Tensor> apply(Line l) {
        if (l.op().equals("top_k")) {
            var r = topK(l.x(), l.number("k"));
            return List.of(r.values(), r.indices().to(DType.INT32));
        }
        return List.of(one(l));
    }

    private static Tensor one(Line l) {
        return switch (l.op()) {
            case "add" -> l.dtype() == DType.BOOL ? or(l.x(), l.y()) : add(l.x(), l.y());
            case "subtract" -> sub(l.x(), l.y());
            case "multiply" -> l.dtype() == DType.BOOL ? and(l.x(), l.y()) : mul(l.x(), l.y());
            case "divide" -> div(l.x(), l.y());
            case "remainder" -> rem(l.x(), l.y());
            case "maximum" -> l.dtype() == DType.BOOL ? or(l.x(), l.y()) : max(l.x(), l.y());
            case "minimum" -> l.dtype() == DType.BOOL ? and(l.x(), l.y()) : min(l.x(), l.y());
            case "power" -> pow(l.x(), l.y());
            case "atan2" -> atan2(l.x(), l.y());
            case "next_after" -> nextafter(l.x(), l.y());
            case "and" -> and(l.x(), l.y());
            case "or" -> or(l.x(), l.y());
            case "xor" -> xor(l.x(), l.y());
            case "shift_left" -> shl(l.x(), l.y());
            case "shift_right_arithmetic" -> shrArithmetic(l.x(), l.y());
            case "shift_right_logical" -> shrLogical(l.x(), l.y());
            case "compare" -> compared(l);
            case "select" -> where(l.x().rank() == 0 ? broadcastTo(l.x(), l.y().shape()) : l.x(), l.y(), l.in().get(2));
            case "clamp" -> min(max(l.y(), l.x()), l.in().get(2));
            default -> unary(l);
        };
    }

    private static Tensor compared(Line l) {
        return switch (l.text().strip().substring(0, 2)) {
            case "EQ" -> eq(l.x(), l.y());
            case "NE" -> ne(l.x(), l.y());
            case "LT" -> lt(l.x(), l.y());
            case "LE" -> le(l.x(), l.y());
            case "GT" -> gt(l.x(), l.y());
            default -> ge(l.x(), l.y());
        };
    }

    private static Tensor unary(Line l) {
        return switch (l.op()) {
            case "negate" -> neg(l.x());
            case "cosine" -> cos(l.x());
            case "sine" -> sin(l.x());
            case "exponential_minus_one" -> expm1(l.x());
            case "round_nearest_even" -> round(l.x());
            case "logistic" -> logistic(l.x());
            case "erf_inv" -> erfInv(l.x());
            case "bessel_i1e" -> besselI1e(l.x());
            case "is_finite" -> isFinite(l.x());
            case "not" -> not(l.x());
            case "popcnt" -> popcount(l.x());
            case "convert" -> l.x().to(l.dtype());
            case "bitcast_convert" -> bitcast(l.x(), l.dtype());
            case "optimization_barrier" -> l.x();
            default -> moved(l);
        };
    }

    private static Tensor moved(Line l) {
        return switch (l.op()) {
            case "reshape" -> l.x().reshape(l.sizes());
            case "broadcast_in_dim" -> broadcast(l);
            case "transpose" -> l.x().permute(l.axes("dims"));
            case "reverse" -> l.axes("dims").length == 0 ? l.x() : flip(l.x(), l.axes("dims"));
            case "concatenate" -> concat(l.in(), l.number("dim"));
            case "iota" -> iota(new TensorType(Shape.of(l.sizes()), l.dtype()), l.number("dim"));
            case "slice" -> sliced(l);
            case "pad" -> pad(l.x(), l.list("low"), l.list("high"), l.list("interior"), l.y());
            case "dynamic_slice" -> dynamicSlice(l.x(), l.in().subList(1, l.in().size()), l.list("sizes"),
                    IndexMode.CLIP);
            case "dynamic_update_slice" -> dynamicUpdate(l.x(), l.y(), l.in().subList(2, l.in().size()),
                    IndexMode.CLIP);
            case "reduce" -> reduced(l);
            case "dot_general" -> product(l);
            case "convolution" -> convolved(l);
            case "triangular_solve" -> triangularSolve(l.x(), l.y(), !l.text().contains("lower = false"),
                    !l.text().contains("NO_TRANSPOSE"), l.text().contains("unit_diagonal = true"),
                    !l.text().contains("left_side = false"));
            default -> named(l);
        };
    }

    private static Tensor named(Line l) {
        var f = ScalarFunctions.ALL.get(l.op());
        if (f == null || l.in().size() != 1) {
            throw new MissingOperation("`" + l.op() + "` is not read or not an operation yet");
        }
        return f.apply(l.x());
    }

    private static Tensor broadcast(Line l) {
        var sizes = new long[l.sizes().length];
        Arrays.fill(sizes, 1);
        int[] axes = l.axes("dims");
        for (int i = 0; i < axes.length; i++) {
            sizes[axes[i]] = l.x().size(i);
        }
        return broadcastTo(l.x().reshape(sizes), Shape.of(l.sizes()));
    }

    private static Tensor sliced(Line l) {
        var m = RANGE.matcher(l.text());
        var start = new long[l.x().rank()];
        var limit = new long[l.x().rank()];
        var step = new long[l.x().rank()];
        for (int i = 0; i < start.length && m.find(); i++) {
            start[i] = Long.parseLong(m.group(1));
            limit[i] = Long.parseLong(m.group(2));
            step[i] = m.group(3) == null ? 1 : Long.parseLong(m.group(3));
        }
        return slice(l.x(), start, limit, step);
    }

    private static Tensor reduced(Line l) {
        int[] axes = l.axes("dimensions");
        var kind = l.text().replaceFirst(".*applies stablehlo\\.(\\w+) .*", "$1");
        if (axes.length == 0) {
            return combined(kind, l.x(), broadcastTo(l.y(), l.x().shape()));
        }
        boolean bool = l.dtype() == DType.BOOL;
        var r = switch (kind) {
            case "add" -> sum(l.x(), axes);
            case "multiply" -> prod(l.x(), axes);
            case "maximum" -> bool ? any(l.x(), axes) : max(l.x(), axes);
            case "minimum" -> bool ? all(l.x(), axes) : min(l.x(), axes);
            case "or" -> any(l.x(), axes);
            case "and" -> all(l.x(), axes);
            default -> throw new MissingOperation("`reduce` by `" + kind + "` is not an operation yet");
        };
        return combined(kind, r, broadcastTo(l.y(), r.shape()));
    }

    private static Tensor combined(String kind, Tensor r, Tensor init) {
        return switch (kind) {
            case "add" -> add(r, init);
            case "multiply" -> mul(r, init);
            case "maximum" -> r.dtype() == DType.BOOL ? or(r, init) : max(r, init);
            case "minimum" -> r.dtype() == DType.BOOL ? and(r, init) : min(r, init);
            case "or" -> or(r, init);
            default -> and(r, init);
        };
    }

    private static List<Integer> pair(String text, String name, int which) {
        var m = Pattern.compile("\\b" + name + " = \\[([\\d, ]*)\\] x \\[([\\d, ]*)\\]").matcher(text);
        return m.find() ? Arrays.stream(HloReader.numbers(m.group(which))).mapToObj(Math::toIntExact).toList()
                : List.of();
    }

    private static Tensor product(Line l) {
        var op = new Dot(pair(l.text(), "contracting_dims", 1), pair(l.text(), "contracting_dims", 2),
                pair(l.text(), "batching_dims", 1), pair(l.text(), "batching_dims", 2));
        return Dispatch.bind(op, l.x(), l.y());
    }

    private static Tensor convolved(Line l) {
        var m = Pattern.compile("dim_numbers = \\[(.*?)\\]x\\[(.*?)\\]->\\[(.*?)\\], window = \\{(.*?)\\}")
                .matcher(l.text());
        if (!m.find() || l.text().contains("batch_group_count = 2") || l.text().contains("reverse")) {
            throw new MissingOperation("this form of `convolution` is not read yet");
        }
        int rank = l.x().rank() - 2;
        var x = l.x().permute(order(m.group(1), "b", "f", rank));
        var w = l.y().permute(order(m.group(2), "o", "i", rank));
        var window = new Line("convolution", m.group(4), List.of(), l.sizes(), l.dtype());
        var low = new long[rank];
        var high = new long[rank];
        var pads = Pattern.compile("\\[(-?\\d+), (-?\\d+)\\]")
                .matcher(m.group(4).replaceFirst("stride = \\[[^\\]]*\\]", ""));
        for (int i = 0; m.group(4).contains("pad") && i < rank && pads.find(); i++) {
            low[i] = Long.parseLong(pads.group(1));
            high[i] = Long.parseLong(pads.group(2));
        }
        var y = convGeneral(x, w, filled(window.list("stride"), rank), low, high,
                filled(window.list("lhs_dilate"), rank),
                filled(window.list("rhs_dilate"), rank), l.number("feature_group_count"));
        int[] to = order(m.group(3), "b", "f", rank);
        int[] back = new int[to.length];
        IntStream.range(0, to.length).forEach(i -> back[to[i]] = i);
        return y.permute(back);
    }

    /// Where the axes `first`, `second`, 0, 1, ... stand.
    private static int[] order(String labels, String first, String second, int rank) {
        var at = Arrays.asList(labels.split(", "));
        var out = new int[rank + 2];
        out[0] = at.indexOf(first);
        out[1] = at.indexOf(second);
        for (int i = 0; i < rank; i++) {
            out[2 + i] = at.indexOf(Integer.toString(i));
        }
        return out;
    }

    private static long[] filled(long[] given, int rank) {
        var out = new long[rank];
        Arrays.fill(out, 1);
        System.arraycopy(given, 0, out, 0, given.length);
        return out;
    }
}
