package org.cotangent.nn.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// Reads IDX files, the form in which MNIST and its relatives are distributed, gzipped or not.
///
/// Bytes and shorts become int32. Memory is taken as the numbers come, never for a size that the file claims.
public final class Idx {
    private static final int BLOCK = 1 << 20;
    private static final int MOST_AXES = 8;

    private enum Kind {
        U8(0x08, 1, DType.INT32), I8(0x09, 1, DType.INT32), I16(0x0b, 2, DType.INT32), I32(0x0c, 4, DType.INT32),
        F32(0x0d, 4, DType.FLOAT32), F64(0x0e, 8, DType.FLOAT64);

        private final int code;
        private final int bytes;
        private final DType dtype;

        Kind(int code, int bytes, DType dtype) {
            this.code = code;
            this.bytes = bytes;
            this.dtype = dtype;
        }
    }

    private Idx() {
    }

    /// The array in a file.
    ///
    /// @throws FormatException when it is no such file
    public static Tensor read(Path file) throws IOException {
        try (var in = new DataInputStream(Opened.stream(file))) {
            int magic = in.readInt();
            var kind = Arrays.stream(Kind.values()).filter(k -> k.code == (magic >> 8 & 0xff)).findFirst().orElse(null);
            int rank = magic & 0xff;
            if (magic >>> 16 != 0 || kind == null || rank == 0 || rank > MOST_AXES) {
                throw bad(file, "no IDX signature at the start", null);
            }
            var sizes = new long[rank];
            for (int i = 0; i < rank; i++) {
                sizes[i] = in.readInt() & 0xffffffffL;
            }
            var shape = shape(file, sizes);
            var tensor = elements(in, kind, shape);
            if (in.read() >= 0) {
                throw bad(file, "more bytes than " + shape + " needs", null);
            }
            return tensor;
        } catch (EOFException e) {
            throw bad(file, "a file that ends before the array does", e);
        }
    }

    private static Shape shape(Path file, long[] sizes) {
        try {
            var shape = Shape.of(sizes);
            Math.multiplyExact(shape.count(), Double.BYTES);
            return shape;
        } catch (ArithmeticException | CotangentException e) {
            throw bad(file, "sizes " + Arrays.toString(sizes) + " whose product does not fit 63 bits", e);
        }
    }

    private static Tensor elements(DataInputStream in, Kind kind, Shape shape) throws IOException {
        var blocks = new java.util.ArrayList<byte[]>();
        long left = shape.count() * kind.bytes;
        while (left > 0) {
            var block = in.readNBytes((int) Math.min(left, BLOCK));
            if (block.length == 0) {
                throw new EOFException();
            }
            blocks.add(block);
            left -= block.length;
        }
        var storage = Storage.allocate(kind.dtype.cell(), shape.count());
        long at = 0;
        for (var b : blocks) {
            var buffer = ByteBuffer.wrap(b);
            while (buffer.remaining() >= kind.bytes) {
                put(kind, storage, at++, buffer);
            }
        }
        return Concrete.of(new TensorType(shape, kind.dtype), storage);
    }

    private static void put(Kind kind, Storage to, long i, ByteBuffer from) {
        switch (kind) {
            case U8 -> to.setInt(i, from.get() & 0xff);
            case I8 -> to.setInt(i, from.get());
            case I16 -> to.setInt(i, from.getShort());
            case I32 -> to.setInt(i, from.getInt());
            case F32 -> to.setFloat(i, from.getFloat());
            case F64 -> to.setDouble(i, from.getDouble());
        }
    }

    private static FormatException bad(Path file, String reason, Exception cause) {
        return new FormatException("read " + file, reason, null, "give an IDX file, gzipped or not", cause);
    }
}
