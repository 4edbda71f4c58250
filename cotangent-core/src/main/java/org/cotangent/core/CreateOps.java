package org.cotangent.core;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Iota;
import org.cotangent.storage.Storage;

/// Functions that make tensors.
public class CreateOps extends ElementwiseOps {
    CreateOps() {
    }

    /// A float64 vector; one number gives a vector of one element.
    public static Tensor tensor(double... values) {
        return Concrete.of(TensorType.of(DType.FLOAT64, values.length), Storage.copyOf(values));
    }

    /// A float32 vector.
    public static Tensor tensor(float... values) {
        return Concrete.of(TensorType.of(DType.FLOAT32, values.length), Storage.copyOf(values));
    }

    /// An int32 vector.
    public static Tensor tensor(int... values) {
        return Concrete.of(TensorType.of(DType.INT32, values.length), Storage.copyOf(values));
    }

    /// An int64 vector.
    public static Tensor tensor(long... values) {
        return Concrete.of(TensorType.of(DType.INT64, values.length), Storage.copyOf(values));
    }

    /// A float64 matrix from its rows.
    public static Tensor tensor(double[][] rows) {
        int n = rows.length == 0 ? 0 : rows[0].length;
        var all = new double[Math.multiplyExact(rows.length, n)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != n) {
                throw new ShapeException("make a matrix", "row 0 of " + n + " and row " + i + " of " + rows[i].length
                        + " numbers",
                        "give rows of one length");
            }
            System.arraycopy(rows[i], 0, all, i * n, n);
        }
        return Concrete.of(TensorType.of(DType.FLOAT64, rows.length, n), Storage.copyOf(all));
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
        var literal = Concrete.literal(type.dtype(), value);
        return type.rank() == 0 && Dispatch.current() == null ? literal.asLiteral(false)
                : Dispatch.bind(new Broadcast(type.shape(), List.of()), literal);
    }

    /// Zeros of the type of `x`.
    public static Tensor zerosLike(Tensor x) {
        return full(x.type(), 0);
    }

    /// Ones of the type of `x`.
    public static Tensor onesLike(Tensor x) {
        return full(x.type(), 1);
    }

    /// One repeated value in the type of `x`.
    public static Tensor fullLike(Tensor x, double value) {
        return full(x.type(), value);
    }

    /// A bool vector.
    public static Tensor tensor(boolean... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        return Concrete.of(TensorType.of(DType.BOOL, bytes.length), Storage.ofArray(bytes));
    }

    /// The index along an axis: 0, 1, 2, ... there, the same for all indices of the other axes.
    public static Tensor iota(TensorType type, int axis) {
        return Dispatch.bind(new Iota(type, type.shape().axis(axis)), List.of()).getFirst();
    }

    /// 0, 1, ..., n - 1.
    public static Tensor arange(long n, DType dtype) {
        return iota(TensorType.of(dtype, n), 0);
    }

    /// start, start + 1, ... before stop, of dtype i64.
    public static Tensor arange(long start, long stop) {
        return arange(start, stop, 1, DType.INT64);
    }

    /// start, start + step, ... before stop (behind stop for a negative step); nothing where stop is not ahead.
    public static Tensor arange(long start, long stop, long step, DType dtype) {
        if (step == 0) {
            throw new NumericsException("count from " + start + " to " + stop, "step 0", "give a step that is not 0");
        }
        long way = Math.subtractExact(stop, start);
        return affine(Math.max(0, Math.ceilDiv(way, step)), scalar(start), scalar(step), dtype);
    }

    /// start, start + step, ... before stop; element `i` is `start + i * step`, computed in float64 and rounded once.
    public static Tensor arange(double start, double stop, double step, DType dtype) {
        double count = Math.ceil((stop - start) / step);
        if (!(Math.abs(count) <= Long.MAX_VALUE / 2)) {
            throw new NumericsException("count from " + start + " to " + stop + " in steps of " + step,
                    "no finite number of steps",
                    "give finite numbers and a step that is not 0");
        }
        return affine((long) Math.max(0, count), scalar(start), scalar(step), dtype);
    }

    private static Tensor affine(long n, Tensor start, Tensor step, DType dtype) {
        var index = arange(n, start.dtype());
        return convert(add(mul(index, step), start), dtype);
    }

    /// `n` numbers at equal distances from start to stop, both included; of one number it is start.
    public static Tensor linspace(double start, double stop, long n, DType dtype) {
        var index = arange(n, DType.FLOAT64);
        var inner = add(mul(index, scalar(n < 2 ? 0 : (stop - start) / (n - 1))), scalar(start));
        return convert(n < 2 ? inner : where(eq(index, scalar(n - 1)), scalar(stop), inner), dtype);
    }

    /// The identity matrix of size `n` by `n`.
    public static Tensor eye(long n, DType dtype) {
        return eye(n, n, 0, dtype);
    }

    /// Ones on the diagonal `offset` places right of the main one (negative: below), else zeros; `rows` by `columns`.
    public static Tensor eye(long rows, long columns, long offset, DType dtype) {
        var type = TensorType.of(DType.INT64, rows, columns);
        return convert(eq(add(iota(type, 0), scalar(offset)), iota(type, 1)), dtype);
    }

    /// Ones on and below the diagonal `offset` places right of the main one, else zeros; `rows` by `columns`.
    public static Tensor tri(long rows, long columns, long offset, DType dtype) {
        var type = TensorType.of(DType.INT64, rows, columns);
        return convert(ge(add(iota(type, 0), scalar(offset)), iota(type, 1)), dtype);
    }

    /// Each vector along its own axis of a common grid; entry `i` varies along axis `i` (matrix indexing, `ij`).
    public static List<Tensor> meshgrid(Tensor... vectors) {
        var sizes = new long[vectors.length];
        for (int i = 0; i < sizes.length; i++) {
            if (vectors[i].rank() > 1) {
                throw new ShapeException("make a grid", vectors[i].type().toString(), "give vectors");
            }
            sizes[i] = vectors[i].shape().count();
        }
        var out = new ArrayList<Tensor>();
        for (int i = 0; i < sizes.length; i++) {
            var plain = vectors[i] instanceof Concrete c ? c.asLiteral(false) : vectors[i];
            var axes = plain.rank() == 0 ? List.<Integer>of() : List.of(i);
            out.add(Dispatch.bind(new Broadcast(Shape.of(sizes), axes), plain));
        }
        return out;
    }
}
