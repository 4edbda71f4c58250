package org.cotangent.program;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Elements;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// Small makings of concrete tensors.
final class Tensors {
    private Tensors() {
    }

    /// A tensor of the given elements in row-major order, rounded to the dtype.
    static Concrete of(DType dtype, Shape shape, double... elements) {
        var storage = Storage.allocate(dtype.cell(), elements.length);
        for (int i = 0; i < elements.length; i++) {
            Elements.setDouble(dtype, storage, i, elements[i]);
        }
        return Concrete.of(new TensorType(shape, dtype), storage);
    }

    static Concrete full(TensorType type, double value) {
        var elements = new double[Math.toIntExact(type.shape().count())];
        Arrays.fill(elements, value);
        return of(type.dtype(), type.shape(), elements);
    }

    /// Zeros but for one 1.
    static Concrete unit(TensorType type, int at) {
        var elements = new double[Math.toIntExact(type.shape().count())];
        elements[at] = 1;
        return of(type.dtype(), type.shape(), elements);
    }

    /// Element `i` as a scalar.
    static Concrete element(Concrete t, int i) {
        return of(t.dtype(), Shape.SCALAR, t.getDouble(i));
    }

    /// Columns side by side: each has a result's axes; the given type's axes come behind them.
    static Concrete columns(List<Concrete> columns, TensorType type, int n) {
        var first = columns.getFirst();
        int rows = Math.toIntExact(first.shape().count());
        var elements = new double[Math.multiplyExact(rows, n)];
        for (int k = 0; k < n; k++) {
            for (int r = 0; r < rows; r++) {
                elements[r * n + k] = columns.get(k).getDouble(r);
            }
        }
        var sizes = LongStream.concat(Arrays.stream(first.shape().sizes()), Arrays.stream(type.shape().sizes()))
                .toArray();
        return of(first.dtype(), Shape.of(sizes), elements);
    }
}
