package org.cotangent.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Iota;
import org.cotangent.op.Permute;
import org.cotangent.op.Reshape;
import org.cotangent.storage.Storage;

/// Functions that make tensors and move their elements.
public class ShapeOps extends ElementwiseOps {
    ShapeOps() {
    }

    /// A float64 vector; one number gives a vector of one element.
    public static Tensor tensor(double... values) {
        return Concrete.of(TensorType.of(DType.FLOAT64, values.length), Storage.ofArray(values.clone()));
    }

    /// A float32 vector.
    public static Tensor tensor(float... values) {
        return Concrete.of(TensorType.of(DType.FLOAT32, values.length), Storage.ofArray(values.clone()));
    }

    /// An int32 vector.
    public static Tensor tensor(int... values) {
        return Concrete.of(TensorType.of(DType.INT32, values.length), Storage.ofArray(values.clone()));
    }

    /// An int64 vector.
    public static Tensor tensor(long... values) {
        return Concrete.of(TensorType.of(DType.INT64, values.length), Storage.ofArray(values.clone()));
    }

    /// A float64 matrix from its rows.
    public static Tensor tensor(double[][] rows) {
        int n = rows.length == 0 ? 0 : rows[0].length;
        var all = new double[Math.multiplyExact(rows.length, n)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != n) {
                throw new ShapeException("make a matrix", "row 0 of " + n + " and row " + i + " of " + rows[i].length + " numbers",
                        "give rows of one length");
            }
            System.arraycopy(rows[i], 0, all, i * n, n);
        }
        return Concrete.of(TensorType.of(DType.FLOAT64, rows.length, n), Storage.ofArray(all));
    }

    /// Zeros of the given type.
    public static Tensor zeros(TensorType type) {
        return full(type, 0);
    }

    /// Float32 zeros.
    public static Tensor zeros(long... sizes) {
        return full(TensorType.of(DType.FLOAT32, sizes), 0);
    }

    /// Ones of the given type.
    public static Tensor ones(TensorType type) {
        return full(type, 1);
    }

    /// Float32 ones.
    public static Tensor ones(long... sizes) {
        return full(TensorType.of(DType.FLOAT32, sizes), 1);
    }

    /// A tensor of one repeated value.
    public static Tensor full(TensorType type, double value) {
        return Dispatch.bind(new Broadcast(type.shape(), List.of()), Concrete.literal(type.dtype(), value));
    }

    /// 0, 1, ..., n - 1.
    public static Tensor arange(long n, DType dtype) {
        return Dispatch.bind(new Iota(TensorType.of(dtype, n), 0), List.of()).getFirst();
    }

    /// The same elements in row-major order under another shape; one size may be -1 and is worked out.
    public static Tensor reshape(Tensor x, long... sizes) {
        var shape = Shapes.infer(x.type(), sizes);
        return shape.equals(x.shape()) ? x : Dispatch.bind(new Reshape(shape), x);
    }

    /// The axes in another order; none given: reversed.
    public static Tensor permute(Tensor x, int... axes) {
        var order = axes.length == 0
                ? IntStream.range(0, x.rank()).map(i -> x.rank() - 1 - i).boxed().toList()
                : IntStream.of(axes).map(a -> x.shape().axis(a)).boxed().toList();
        boolean same = order.equals(IntStream.range(0, x.rank()).boxed().toList());
        return same ? x : Dispatch.bind(new Permute(order), x);
    }

    /// The last two axes exchanged.
    public static Tensor transpose(Tensor x) {
        if (x.rank() < 2) {
            throw new ShapeException("transpose", x.type().toString(), "give a tensor with two axes or more");
        }
        var axes = IntStream.range(0, x.rank()).toArray();
        axes[x.rank() - 1] = x.rank() - 2;
        axes[x.rank() - 2] = x.rank() - 1;
        return permute(x, axes);
    }

    /// One axis moved to another place, the others in their order.
    public static Tensor moveAxis(Tensor x, int from, int to) {
        var axes = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
        axes.add(x.shape().axis(to), axes.remove(x.shape().axis(from)));
        return permute(x, axes.stream().mapToInt(Integer::intValue).toArray());
    }

    /// The operand repeated to a shape as NumPy's broadcasting does.
    public static Tensor broadcastTo(Tensor x, Shape shape) {
        if (!shape.equals(Shape.broadcast(x.shape(), shape))) {
            throw new ShapeException("broadcast to " + shape, x.type().toString(), "sizes must be equal or 1, counted from the last axis");
        }
        var plain = x instanceof Concrete c ? c.asLiteral(false) : x;
        return Promotion.stretch(plain, shape);
    }

    /// A new axis of size 1 before `axis`.
    public static Tensor expandDims(Tensor x, int axis) {
        int a = axis < 0 ? axis + x.rank() + 1 : axis;
        return reshape(x, x.shape().insert(a, 1).sizes());
    }

    /// A reduced tensor repeated along the axes that were reduced, so that it has `shape` again.
    public static Tensor restore(Tensor reduced, Shape shape, int... axes) {
        var gone = IntStream.of(axes).map(shape::axis).boxed().toList();
        var kept = IntStream.range(0, shape.rank()).filter(a -> !gone.contains(a)).boxed().toList();
        return gone.isEmpty() ? reduced : Dispatch.bind(new Broadcast(shape, kept), reduced);
    }
}
