package org.cotangent.core;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.Buffer;
import org.cotangent.storage.Storage;

/// Tensors over memory that the caller has, and their numbers back as Java arrays.
///
/// `wrap` shares: whoever wraps an array, segment or buffer promises not to write to it again. `Ops.tensor` copies.
public final class Host {
    private Host() {
    }

    /// A tensor over a primitive array (`float[]`, `double[]`, `int[]`, `long[]`), without a copy; no sizes: a vector.
    public static Tensor wrap(Object array, long... sizes) {
        return of(dtypeOf(array), Storage.ofArray(array), sizes);
    }

    /// A tensor over a segment in the machine's byte order, on or off the heap, without a copy.
    public static Tensor wrap(MemorySegment segment, DType dtype, long... sizes) {
        try {
            return of(dtype, Storage.ofSegment(dtype.cell(), segment), sizes);
        } catch (IllegalArgumentException e) {
            throw new FormatException("wrap a segment of " + segment.byteSize() + " bytes as " + dtype, e.getMessage(),
                    SourceLine.ofCaller(), "give whole elements in shared memory, or copy them", e);
        }
    }

    /// A tensor over what lies between a buffer's position and limit, in the machine's byte order, without a copy.
    public static Tensor wrap(Buffer buffer, DType dtype, long... sizes) {
        try {
            return wrap(MemorySegment.ofBuffer(buffer), dtype, sizes);
        } catch (IllegalArgumentException e) {
            throw new FormatException("wrap a buffer as " + dtype, e.getMessage(), SourceLine.ofCaller(),
                    "give a primitive buffer", e);
        }
    }

    private static Tensor of(DType dtype, Storage storage, long[] sizes) {
        var shape = sizes.length == 0 ? Shape.of(storage.count()) : Shape.of(sizes);
        return Concrete.of(new TensorType(shape, dtype), storage);
    }

    private static DType dtypeOf(Object array) {
        return switch (array) {
            case float[] _ -> DType.FLOAT32;
            case double[] _ -> DType.FLOAT64;
            case int[] _ -> DType.INT32;
            case long[] _ -> DType.INT64;
            case null, default -> throw new DTypeException("wrap an array", array == null ? "null"
                    : array.getClass().getTypeName(),
                    "give float[], double[], int[] or long[]; for other dtypes wrap a MemorySegment");
        };
    }

    /// The numbers as a segment that must not be written to, in row-major order; no copy.
    public static MemorySegment segment(Tensor t) {
        var storage = t.concrete().storage();
        storage.share();
        return storage.segment().asReadOnly();
    }

    /// A new array with all elements in row-major order, converted to float.
    public static float[] floats(Tensor t) {
        var c = Ops.convert(t.concrete().asLiteral(false), DType.FLOAT32).concrete();
        return c.storage().segment().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }

    /// A new array with all elements in row-major order, converted to double.
    public static double[] doubles(Tensor t) {
        var c = Ops.convert(t.concrete().asLiteral(false), DType.FLOAT64).concrete();
        return c.storage().segment().toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
    }

    /// A new array with all elements in row-major order, converted to long; floats are truncated.
    public static long[] longs(Tensor t) {
        var c = Ops.convert(t.concrete().asLiteral(false), DType.INT64).concrete();
        return c.storage().segment().toArray(ValueLayout.JAVA_LONG_UNALIGNED);
    }
}
