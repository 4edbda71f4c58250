package org.cotangent.testkit;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.cotangent.core.DType;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.op.Bitcast;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Concat;
import org.cotangent.op.DynamicSlice;
import org.cotangent.op.DynamicUpdate;
import org.cotangent.op.Flip;
import org.cotangent.op.Fold;
import org.cotangent.op.Gather;
import org.cotangent.op.IndexMode;
import org.cotangent.op.Pad;
import org.cotangent.op.Permute;
import org.cotangent.op.Reshape;
import org.cotangent.op.Scatter;
import org.cotangent.op.ScatterReduce;
import org.cotangent.op.Slice;
import org.cotangent.op.Split;
import org.cotangent.op.Unfold;

/// Samples of the operations that move elements, or read and write them by index.
final class IndexingSamples {
    private final SplittableRandom random = new SplittableRandom(11);
    private final List<Sample> all = new ArrayList<>();

    private IndexingSamples() {
    }

    static List<Sample> samples() {
        var s = new IndexingSamples();
        s.shapes();
        s.cuts();
        s.pads();
        s.dynamic();
        s.gathers();
        s.scatters();
        s.windows();
        s.otherDTypes();
        return s.all;
    }

    private Tensor x(long... sizes) {
        return x(DType.FLOAT64, sizes);
    }

    private Tensor x(DType dtype, long... sizes) {
        return Numbers.random(TensorType.of(dtype, sizes), random, dtype == DType.BOOL ? 0 : -2, dtype == DType.BOOL
                ? 1 : 2);
    }

    private static Tensor indices(long[] values, long... sizes) {
        return tensor(values).reshape(sizes);
    }

    private void add(org.cotangent.op.Op op, Tensor... operands) {
        all.add(Sample.of(op, operands));
    }

    private static List<Long> l(long... numbers) {
        return LongStream.of(numbers).boxed().toList();
    }

    private void shapes() {
        add(new Reshape(Shape.of(3, 2)), x(2, 3));
        add(new Reshape(Shape.of()), x(1, 1));
        add(new Reshape(Shape.of(0, 5)), x(3, 0));
        add(new Permute(List.of()), x());
        add(new Permute(List.of(1, 0)), x(3, 4));
        add(new Permute(List.of(2, 0, 3, 1, 4)), x(2, 3, 1, 4, 2));
        add(new Permute(List.of(1, 2, 0)), x(2, 0, 3));
        add(new Permute(List.of(0, 2, 1)), x(2, 70, 45));
        add(new Broadcast(Shape.of(2, 3), List.of()), x());
        add(new Broadcast(Shape.of(2, 3, 4), List.of(1)), x(3));
        add(new Broadcast(Shape.of(3, 2, 40), List.of(0, 2)), x(3, 40));
        add(new Broadcast(Shape.of(0, 3), List.of(1)), x(3));
        add(new Broadcast(Shape.of(3), List.of(0)), x(3));
        add(new Flip(List.of()), x(3));
        add(new Flip(List.of(0)), x(5));
        add(new Flip(List.of(0, 2)), x(2, 3, 17));
        add(new Flip(List.of(1)), x(2, 0));
    }

    private void cuts() {
        add(new Slice(l(), l(), l()), x());
        add(new Slice(l(1), l(4), l(1)), x(6));
        add(new Slice(l(0), l(7), l(3)), x(8));
        add(new Slice(l(2), l(2), l(1)), x(4));
        add(new Slice(l(0, 1, 2), l(2, 5, 9), l(1, 2, 3)), x(2, 5, 9));
        add(new Slice(l(0, 0), l(0, 3), l(1, 1)), x(0, 3));
        add(new Concat(0), x(2));
        add(new Concat(0), x(2), x(0), x(3));
        add(new Concat(1), x(2, 3, 2), x(2, 1, 2));
        add(new Concat(2), x(1, 2, 20), x(1, 2, 30));
        var twice = x(2, 2);
        add(new Concat(1), twice, twice);
        add(new Split(0, l(2, 3)), x(5));
        add(new Split(1, l(1, 0, 3)), x(2, 4, 2));
        add(new Split(0, l(4)), x(4));
        add(new Split(0, l(0, 0)), x(0, 3));
    }

    private void pads() {
        add(new Pad(l(), l(), l()), x(), x());
        add(new Pad(l(1), l(2), l(0)), x(3), x());
        add(new Pad(l(1, 0), l(0, 2), l(1, 2)), x(2, 3), x());
        add(new Pad(l(-1), l(-1), l(0)), x(4), x());
        add(new Pad(l(-2), l(3), l(2)), x(4), x());
        add(new Pad(l(-1, 2), l(1, -2), l(1, 1)), x(3, 4), x());
        add(new Pad(l(-2, 0), l(-2, 0), l(0, 0)), x(4, 2), x());
        add(new Pad(l(2), l(1), l(3)), x(0), x());
        add(new Pad(l(-5), l(-1), l(4)), x(3), x());
        add(new Pad(l(0, 1), l(0, 1), l(0, 0)), x(3, 30), scalar(0.0));
    }

    private void dynamic() {
        for (var mode : List.of(IndexMode.ERROR, IndexMode.CLIP)) {
            add(new DynamicSlice(l(), mode), x());
            add(new DynamicSlice(l(2), mode), x(5), scalar(1L));
            add(new DynamicSlice(l(2, 3), mode), x(4, 3), tensor(2).reshape(), scalar(0L));
            add(new DynamicSlice(l(0, 2), mode), x(2, 2), scalar(1L), scalar(0L));
            add(new DynamicUpdate(mode), x(), x());
            add(new DynamicUpdate(mode), x(5), x(2), scalar(3L));
            add(new DynamicUpdate(mode), x(3, 4), x(2, 1), scalar(1L), tensor(3).reshape());
        }
        add(new DynamicSlice(l(2), IndexMode.CLIP), x(5), scalar(99L));
        add(new DynamicSlice(l(2), IndexMode.CLIP), x(5), scalar(-9L));
        add(new DynamicUpdate(IndexMode.CLIP), x(5), x(3), scalar(4L));
    }

    private void gathers() {
        gather(List.of(0), l(1), 0, 0, x(5), indices(new long[] {4, 0, 0}, 3, 1));
        gather(List.of(0), l(1, 3), 0, 0, x(4, 3), indices(new long[] {2, 2, 0, 3}, 2, 2, 1));
        gather(List.of(1), l(2, 1, 3), 0, 1, x(2, 4, 3), indices(new long[] {3, 0, 3}, 3, 1));
        gather(List.of(1), l(2, 1), 0, 1, x(2, 4), indices(new long[] {2}, 1));
        gather(List.of(1), l(1, 2), 1, 0, x(2, 4, 2), indices(new long[] {3, 1, 0, 0}, 2, 2, 1));
        gather(List.of(2), l(2, 1), 1, 1, x(3, 2, 4), indices(new long[] {3, 1, 0, 0, 2, 2}, 3, 2, 1));
        gather(List.of(0, 1), l(1, 1, 2), 0, 0, x(3, 3, 2), indices(new long[] {0, 1, 2, 2, 0, 1}, 3, 2));
        gather(List.of(1, 0), l(2, 2), 0, 2, x(4, 4), indices(new long[] {1, 2, 2, 0, 1, 2}, 3, 2));
        gather(List.of(0), l(1, 2), 0, 0, x(3, 2), indices(new long[] {}, 0, 1));
        gather(List.of(0), l(1, 0), 0, 0, x(3, 0), indices(new long[] {1}, 1, 1));
        gather(List.of(), l(2, 2), 0, 0, x(2, 3), indices(new long[] {}, 3, 0));
        gather(List.of(0), l(1, 40), 0, 0, x(9, 40), indices(new long[] {8, 1, 1, 0}, 4, 1));
        var far = indices(new long[] {-1, 7, 2}, 3, 1);
        add(new Gather(List.of(0), l(1, 2), 0, 0, IndexMode.CLIP), x(4, 2), far);
        add(new Gather(List.of(0), l(2, 2), 0, 1, IndexMode.FILL), x(4, 2), far);
        add(new Gather(List.of(0), l(1), 0, 0, IndexMode.FILL), x(0), far);
    }

    /// The gather, and all scatters that write where it reads.
    private void gather(List<Integer> axes, List<Long> sizes, int batch, int lead, Tensor x, Tensor indices) {
        var op = new Gather(axes, sizes, batch, lead, IndexMode.ERROR);
        add(op, x, indices);
        var updates = x(op.typeOf(List.of(x.type(), indices.type())).getFirst().shape().sizes());
        for (var kind : Scatter.Kind.values()) {
            add(new Scatter(kind, axes, batch, lead, IndexMode.ERROR), x, indices, updates);
        }
        for (var kind : ScatterReduce.Kind.values()) {
            add(new ScatterReduce(kind, axes, batch, lead, IndexMode.ERROR), x, indices, updates);
        }
    }

    private void scatters() {
        var far = indices(new long[] {-1, 7, 2, 2}, 4, 1);
        for (var mode : List.of(IndexMode.CLIP, IndexMode.DROP)) {
            for (var kind : Scatter.Kind.values()) {
                add(new Scatter(kind, List.of(0), 0, 0, mode), x(4, 2), far, x(4, 1, 2));
            }
            for (var kind : ScatterReduce.Kind.values()) {
                add(new ScatterReduce(kind, List.of(0), 0, 0, mode), x(4, 2), far, x(4, 1, 2));
            }
        }
        add(new ScatterReduce(ScatterReduce.Kind.MUL, List.of(0), 0, 0, IndexMode.ERROR),
                zeros(TensorType.of(DType.FLOAT64, 3)),
                indices(new long[] {1, 2}, 2, 1), x(2, 1));
        all.add(Sample.atKink(new ScatterReduce(ScatterReduce.Kind.MUL, List.of(0), 0, 0, IndexMode.ERROR), x(2),
                indices(new long[] {1, 1, 1}, 3, 1), tensor(0.0, 2, 3).reshape(3, 1)));
        all.add(Sample.atKink(new ScatterReduce(ScatterReduce.Kind.MAX, List.of(0), 0, 0, IndexMode.ERROR),
                tensor(1.0, 2),
                indices(new long[] {1, 1, 0}, 3, 1), tensor(2.0, 2, 1).reshape(3, 1)));
    }

    private void windows() {
        window(l(2), l(1), l(1), l(0), l(0), 5);
        window(l(3), l(2), l(1), l(1), l(2), 2, 6);
        window(l(2), l(1), l(3), l(0), l(1), 7);
        window(l(2, 3), l(2, 1), l(1, 2), l(1, 0), l(0, 2), 2, 5, 6);
        window(l(2, 2), l(1, 1), l(1, 1), l(0, 0), l(0, 0), 4, 4);
        window(l(5), l(1), l(1), l(0), l(0), 3);
        window(l(1), l(2), l(1), l(0), l(0), 0);
        window(l(), l(), l(), l(), l(), 3);
        window(l(2), l(3), l(1), l(4), l(0), 3);
    }

    private void window(List<Long> window, List<Long> stride, List<Long> dilation, List<Long> low, List<Long> high,
            long... sizes) {
        var op = new Unfold(window, stride, dilation, low, high);
        var x = x(sizes);
        add(op, x);
        var last = Arrays.stream(sizes, sizes.length - window.size(), sizes.length).boxed().toList();
        add(new Fold(last, window, stride, dilation, low, high),
                x(op.typeOf(List.of(x.type())).getFirst().shape().sizes()));
    }

    private void otherDTypes() {
        for (var dtype : DType.values()) {
            add(new Permute(List.of(1, 0)), x(dtype, 3, 34));
            add(new Broadcast(Shape.of(2, 33), List.of(0)), x(dtype, 2));
            add(new Flip(List.of(0)), x(dtype, 9));
            add(new Pad(l(1), l(0), l(1)), x(dtype, 3), x(dtype));
            add(new Concat(0), x(dtype, 3), x(dtype, 1));
            add(new Split(0, l(1, 2)), x(dtype, 3));
            add(new Slice(l(1), l(8), l(2)), x(dtype, 8));
            add(new Gather(List.of(0), l(1), 0, 0, IndexMode.ERROR), x(dtype, 4), tensor(3, 0).reshape(2, 1));
            add(new Scatter(Scatter.Kind.SET, List.of(0), 0, 0, IndexMode.ERROR), x(dtype, 4), tensor(3, 0)
                    .reshape(2, 1), x(dtype, 2, 1));
            add(new Unfold(l(2), l(1), l(1), l(0), l(1)), x(dtype, 4));
            if (dtype != DType.BOOL && !dtype.isHalf()) {
                add(new Scatter(Scatter.Kind.ADD, List.of(0), 0, 0, IndexMode.ERROR), x(dtype, 4), tensor(3, 3)
                        .reshape(2, 1), x(dtype, 2, 1));
                add(new ScatterReduce(ScatterReduce.Kind.MAX, List.of(0), 0, 0, IndexMode.ERROR), x(dtype, 4),
                        tensor(3, 3).reshape(2, 1), x(dtype, 2, 1));
                add(new Fold(l(4), l(2), l(1), l(1), l(0), l(0)), x(dtype, 3, 2));
            }
        }
        add(new Bitcast(DType.INT64), x(2, 2));
        add(new Bitcast(DType.FLOAT32), tensor(1, -5, 1 << 30));
        add(new Bitcast(DType.INT32), x(3));
        add(new Bitcast(DType.FLOAT64), tensor(1, 2, 3, 4).reshape(2, 2));
        add(new Bitcast(DType.BFLOAT16), x(DType.FLOAT16, 4));
    }
}
