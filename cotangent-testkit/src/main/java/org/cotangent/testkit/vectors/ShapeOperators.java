package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.vectors.Operator.one;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cotangent.core.DType;
import org.cotangent.core.PadMode;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;

/// Operators that move elements.
final class ShapeOperators {
    private ShapeOperators() {
    }

    static void add(Map<String, Operator> out) {
        forms(out);
        axes(out);
        joins(out);
        parts(out);
        Diagonals.add(out);
        pads(out);
    }

    private static void forms(Map<String, Operator> out) {
        out.put("T", one(a -> a.tensor(0).permute()));
        out.put("t", one(a -> a.tensor(0).rank() < 2 ? a.tensor(0) : transpose(a.tensor(0))));
        for (int n = 1; n <= 3; n++) {
            int rank = n;
            out.put("atleast_" + n + "d", one(a -> atLeast(a.tensor(0), rank)));
        }
        out.put("broadcast_to", one(a -> broadcastTo(a.tensor(0), Shape.of(a.longs(1, "size", 1)))));
        out.put("expand", one(a -> expanded(a.tensor(0), a.longs(1, "size", 1))));
        out.put("broadcast_tensors", a -> together(a.tensors(0)));
        out.put("meshgrid", a -> List.of(meshgrid(a.tensors(0).stream().map(t -> ravel(t)).toArray(Tensor[]::new))
                .toArray(Tensor[]::new)));
        out.put("flatten", one(a -> a.tensor(0).rank() == 0 ? ravel(a.tensor(0))
                : flatten(a.tensor(0), a.integer(1, "start_dim", 0), a.integer(2, "end_dim", -1))));
        out.put("ravel", one(a -> ravel(a.tensor(0))));
        out.put("reshape", one(a -> a.tensor(0).reshape(a.longs(1, "shape", 1))));
        out.put("unflatten", one(a -> unflatten(a.tensor(0), a.integer(1, "dim", 0), a.longs(2, "sizes", 1))));
        out.put("squeeze", one(a -> {
            int[] axes = a.axes(1, "dim", a.tensor(0));
            return axes == null ? squeeze(a.tensor(0))
                    : a.tensor(0).rank() == 0 || a.tensor(0).size(axes[0]) != 1 ? a.tensor(0)
                    : squeeze(a.tensor(0), axes);
        }));
        out.put("unsqueeze", one(a -> {
            int d = a.integer(1, "dim", 0);
            return expandDims(a.tensor(0), d < 0 ? d + a.tensor(0).rank() + 1 : d);
        }));
        out.put("sum_to_size", one(a -> sumTo(a.tensor(0), a.rest(1))));
    }

    static Tensor atLeast(Tensor x, int rank) {
        var sizes = x.shape().sizes();
        return switch (rank - sizes.length) {
            case 1 -> rank == 3 ? x.reshape(sizes[0], sizes[1], 1) : rank == 2 ? x.reshape(1, sizes[0]) : x.reshape(1);
            case 2 -> rank == 3 ? x.reshape(1, sizes[0], 1) : x.reshape(1, 1);
            case 3 -> x.reshape(1, 1, 1);
            default -> x;
        };
    }

    private static Tensor expanded(Tensor x, long[] sizes) {
        var out = sizes.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] = out[i] == -1 ? x.size(i - out.length) : out[i];
        }
        return broadcastTo(x, Shape.of(out));
    }

    static List<Tensor> together(List<Tensor> x) {
        var shape = x.stream().map(Tensor::shape).reduce(Shape::broadcast).orElseThrow();
        return x.stream().map(t -> broadcastTo(t, shape)).toList();
    }

    private static Tensor sumTo(Tensor x, long[] sizes) {
        int lead = x.rank() - sizes.length;
        var axes = IntStream.range(0, x.rank()).filter(i -> i < lead || sizes[i - lead] == 1 && x.size(i) != 1)
                .toArray();
        return axes.length == 0 ? x.reshape(sizes) : sum(x, axes).reshape(sizes);
    }

    private static void axes(Map<String, Operator> out) {
        out.put("permute", one(a -> a.longs(1, "dims", 1).length == 0 ? a.tensor(0)
                : a.tensor(0).permute(a.axes(1, "dims", a.tensor(0)))));
        out.put("transpose", one(a -> a.tensor(0).rank() == 0 ? a.tensor(0)
                : swapAxes(a.tensor(0), a.integer(1, "dim0", 0), a.integer(2, "dim1", 1))));
        out.put("movedim", one(a -> moved(a.tensor(0), a.axes(1, "source", a.tensor(0)),
                a.axes(2, "destination", a.tensor(0)))));
        out.put("flip", one(a -> a.longs(1, "dims", 1).length == 0 ? a.tensor(0)
                : flip(a.tensor(0), a.axes(1, "dims", a.tensor(0)))));
        out.put("roll", one(a -> rolled(a.tensor(0), a.longs(1, "shifts", 1), a.axes(2, "dims", a.tensor(0)))));
        out.put("fft.fftshift", one(a -> shifted(a, 1)));
        out.put("fft.ifftshift", one(a -> shifted(a, -1)));
        out.put("tile", one(a -> tile(a.tensor(0), a.longs(1, "dims", 1))));
        out.put("repeat", one(a -> tile(a.tensor(0), a.longs(1, "repeats", 1))));
        out.put("repeat_interleave", one(a -> {
            int[] axes = a.axes(2, "dim", a.tensor(0));
            return axes == null ? repeat(ravel(a.tensor(0)), a.integer(1, "repeats", 1), 0)
                    : repeat(a.tensor(0), a.integer(1, "repeats", 1), axes[0]);
        }));
    }

    private static Tensor moved(Tensor x, int[] from, int[] to) {
        var order = new int[x.rank()];
        Arrays.fill(order, -1);
        for (int i = 0; i < from.length; i++) {
            order[to[i]] = from[i];
        }
        var rest = IntStream.range(0, x.rank()).filter(i -> Arrays.stream(from).noneMatch(f -> f == i)).iterator();
        for (int i = 0; i < order.length; i++) {
            order[i] = order[i] < 0 ? rest.next() : order[i];
        }
        return x.permute(order);
    }

    private static Tensor rolled(Tensor x, long[] shifts, int[] axes) {
        if (axes == null || axes.length == 0) {
            return roll(ravel(x), shifts[0], 0).reshape(x.shape().sizes());
        }
        for (int i = 0; i < axes.length; i++) {
            x = roll(x, shifts[i], axes[i]);
        }
        return x;
    }

    private static Tensor shifted(Args a, int sign) {
        var x = a.tensor(0);
        var axes = a.axes(1, "dim", x);
        for (int axis : axes == null ? IntStream.range(0, x.rank()).toArray() : axes) {
            x = roll(x, sign * (x.size(axis) / 2), axis);
        }
        return x;
    }

    private static void joins(Map<String, Operator> out) {
        out.put("cat", one(a -> concat(a.tensors(0), a.integer(1, "dim", 0))));
        out.put("stack", one(a -> {
            int d = a.integer(1, "dim", 0);
            return stack(a.tensors(0), d < 0 ? d + a.tensors(0).getFirst().rank() + 1 : d);
        }));
        out.put("hstack", one(a -> joined(a, 1, a.tensors(0).getFirst().rank() < 2 ? 0 : 1)));
        out.put("vstack", one(a -> joined(a, 2, 0)));
        out.put("dstack", one(a -> joined(a, 3, 2)));
        out.put("column_stack", one(a -> concat(a.tensors(0).stream()
                .map(t -> t.rank() < 2 ? t.reshape(t.shape().count(), 1) : t).toList(), 1)));
        out.put("block_diag", one(a -> blocks(a.tensors(0))));
    }

    private static Tensor joined(Args a, int rank, int axis) {
        return concat(a.tensors(0).stream().map(t -> atLeast(t, rank)).toList(), axis);
    }

    private static Tensor blocks(List<Tensor> parts) {
        var square = parts.stream().map(t -> atLeast(t, 2)).toList();
        long width = square.stream().mapToLong(t -> t.size(1)).sum();
        long left = 0;
        var rows = new ArrayList<Tensor>();
        for (var t : square) {
            rows.add(pad(t, new long[] {0, left}, new long[] {0, width - left - t.size(1)}, 0));
            left += t.size(1);
        }
        return concat(rows, 0);
    }

    private static void parts(Map<String, Operator> out) {
        out.put("narrow", one(a -> {
            int d = a.axis(1, "dim", a.tensor(0), 0);
            long start = a.integer(2, "start", 0);
            start = start < 0 ? start + a.tensor(0).size(d) : start;
            return slice(a.tensor(0), d, start, start + a.integer(3, "length", 0));
        }));
        out.put("select", one(a -> select(a.tensor(0), a.integer(1, "dim", 0), a.integer(2, "index", 0))));
        out.put("slice", one(a -> {
            int d = a.axis(1, "dim", a.tensor(0), 0);
            return slice(a.tensor(0), d, a.integer(2, "start", 0),
                    Math.min(a.integer(3, "end", Integer.MAX_VALUE), a.tensor(0).size(d)));
        }));
        out.put("unbind", a -> unstack(a.tensor(0), a.integer(1, "dim", 0)));
        out.put("chunk", a -> {
            int d = a.axis(2, "dim", a.tensor(0), 0);
            return pieces(a.tensor(0), Math.ceilDiv(a.tensor(0).size(d), (long) a.integer(1, "chunks", 1)), d);
        });
        Operator split = a -> {
            int d = a.axis(2, "dim", a.tensor(0), 0);
            return a.node(1, "").isArray() ? split(a.tensor(0), d, a.longs(1, "", 1))
                    : pieces(a.tensor(0), a.integer(1, "", 1), d);
        };
        out.put("split", split);
        out.put("split_with_sizes", split);
        out.put("tensor_split", ShapeOperators::cuts);
        out.put("unfold", one(a -> windows(a.tensor(0), a.axis(1, "dim", a.tensor(0), 0), a.integer(2, "size", 1),
                a.integer(3, "step", 1))));
    }

    private static List<Tensor> pieces(Tensor x, long size, int axis) {
        long n = x.size(axis);
        var sizes = LongStream.range(0, Math.max(1, Math.ceilDiv(n, size))).map(i -> Math.min(size, n - i * size))
                .toArray();
        return split(x, axis, sizes);
    }

    private static List<Tensor> cuts(Args a) {
        int d = a.axis(2, "dim", a.tensor(0), 0);
        long n = a.tensor(0).size(d);
        long[] at;
        if (a.node(1, "").isArray() || a.tensor(1).rank() == 1) {
            at = a.node(1, "").isArray() ? a.longs(1, "", 1) : a.tensor(1).toLongArray();
        } else {
            long k = (long) a.tensor(1).item();
            at = LongStream.range(1, k).map(i -> i * (n / k) + Math.min(i, n % k)).toArray();
        }
        var out = new ArrayList<Tensor>();
        long from = 0;
        for (int i = 0; i <= at.length; i++) {
            long to = i == at.length ? n : at[i] < 0 ? Math.max(0, at[i] + n) : Math.min(at[i], n);
            out.add(slice(a.tensor(0), d, Math.min(from, n), Math.max(Math.min(from, n), to)));
            from = to;
        }
        return out;
    }

    private static Tensor windows(Tensor x, int axis, long size, long step) {
        if (x.rank() == 0) {
            return x.reshape(1);
        }
        var last = unfold(moveAxis(x, axis, x.rank() - 1), new long[] {size}, new long[] {step});
        return moveAxis(last, x.rank() - 1, axis);
    }

    private static void pads(Map<String, Operator> out) {
        out.put("constant_pad_nd", one(a -> padded(a, "constant", a.number(2, "value", 0))));
        out.put("nn.functional.pad", one(a -> padded(a, a.text(2, "mode", "constant"), a.number(3, "value", 0))));
        out.put("nn.functional.pixel_shuffle", one(a -> shuffled(a.tensor(0), a.integer(1, "upscale_factor", 1))));
        out.put("nn.functional.pixel_unshuffle",
                one(a -> unshuffled(a.tensor(0), a.integer(1, "downscale_factor", 1))));
    }

    private static Tensor padded(Args a, String mode, double value) {
        var x = a.tensor(0);
        var pads = a.longs(1, "pad", 1);
        var low = new long[x.rank()];
        var high = new long[x.rank()];
        for (int i = 0; i < pads.length / 2; i++) {
            low[x.rank() - 1 - i] = pads[2 * i];
            high[x.rank() - 1 - i] = pads[2 * i + 1];
        }
        return switch (mode) {
            case "constant" -> pad(x, low, high, value);
            case "reflect" -> pad(x, low, high, PadMode.REFLECT);
            case "replicate" -> pad(x, low, high, PadMode.EDGE);
            case "circular" -> pad(x, low, high, PadMode.WRAP);
            default -> throw new MissingOperation("padding mode `" + mode + "`");
        };
    }

    private static Tensor shuffled(Tensor x, long r) {
        int n = x.rank();
        long c = x.size(n - 3) / (r * r);
        long h = x.size(n - 2);
        long w = x.size(n - 1);
        long lead = LongStream.of(x.shape().sizes()).limit(n - 3).reduce(1, (p, q) -> p * q);
        var sizes = x.shape().sizes();
        sizes[n - 3] = c;
        sizes[n - 2] = h * r;
        sizes[n - 1] = w * r;
        return x.reshape(lead, c, r, r, h, w).permute(0, 1, 4, 2, 5, 3).reshape(sizes);
    }

    private static Tensor unshuffled(Tensor x, long r) {
        int n = x.rank();
        var sizes = x.shape().sizes();
        long lead = LongStream.of(sizes).limit(n - 3).reduce(1, (p, q) -> p * q);
        long c = sizes[n - 3];
        sizes[n - 3] = c * r * r;
        sizes[n - 2] /= r;
        sizes[n - 1] /= r;
        return x.reshape(lead, c, sizes[n - 2], r, sizes[n - 1], r).permute(0, 1, 3, 5, 2, 4).reshape(sizes);
    }

    /// `0, 1, ...` as int64.
    static Tensor places(long n) {
        return arange(n, DType.INT64);
    }
}
