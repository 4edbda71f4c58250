package org.cotangent.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.cotangent.core.Concrete;
import org.cotangent.core.FormatException;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Moves a tensor's numbers between a stream and memory, a block at a time.
final class Transfer {
    private static final int BLOCK = 1 << 18;

    private Transfer() {
    }

    /// Exactly `n` bytes.
    static byte[] take(InputStream in, int n) throws IOException {
        var out = in.readNBytes(n);
        if (out.length < n) {
            throw new EOFException();
        }
        return out;
    }

    /// The bytes of a tensor; the product is exact.
    static long bytes(Shape shape, FileKind kind, Supplier<FormatException> tooLarge) {
        try {
            return Math.multiplyExact(shape.count(), kind.bytes());
        } catch (ArithmeticException e) {
            throw tooLarge.get();
        }
    }

    /// A tensor of `shape` whose elements follow in the stream, with the last axis fastest or (`fortran`) the first.
    static Concrete read(InputStream in, Shape shape, FileKind kind, ByteOrder order, boolean fortran,
            Supplier<FormatException> misfit) throws IOException {
        var storage = Storage.allocate(kind.dtype().cell(), shape.count());
        if (kind.isExact() && order == ByteOrder.nativeOrder() && !fortran) {
            copy(in, storage.segment());
        } else {
            convert(in, storage, kind, order, fortran ? new FortranOrder(shape) : null, misfit);
        }
        return Concrete.of(new TensorType(shape, kind.dtype()), storage);
    }

    private static void copy(InputStream in, MemorySegment to) throws IOException {
        var block = new byte[(int) Math.min(to.byteSize(), BLOCK)];
        for (long done = 0; done < to.byteSize();) {
            int some = in.readNBytes(block, 0, (int) Math.min(block.length, to.byteSize() - done));
            if (some == 0) {
                throw new EOFException();
            }
            MemorySegment.copy(MemorySegment.ofArray(block), 0, to, done, some);
            done += some;
        }
    }

    private static void convert(InputStream in, Storage to, FileKind kind, ByteOrder order, FortranOrder place,
            Supplier<FormatException> misfit) throws IOException {
        for (long done = 0; done < to.count();) {
            int some = (int) Math.min(to.count() - done, BLOCK / 8);
            var block = ByteBuffer.wrap(take(in, some * kind.bytes())).order(order);
            for (int i = 0; i < some; i++, done++) {
                if (!kind.put(to, place == null ? done : place.next(), block)) {
                    throw misfit.get();
                }
            }
        }
    }

    /// Writes the numbers row-major, the low byte first.
    static void write(Concrete t, OutputStream out) throws IOException {
        var from = t.storage().segment();
        var block = new byte[(int) Math.min(from.byteSize(), BLOCK)];
        int size = t.storage().cell().bytes();
        for (long done = 0; done < from.byteSize();) {
            int some = (int) Math.min(block.length, from.byteSize() - done);
            MemorySegment.copy(from, done, MemorySegment.ofArray(block), 0, some);
            if (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN && t.storage().cell() != Cell.I8) {
                turn(block, some, size);
            }
            out.write(block, 0, some);
            done += some;
        }
    }

    private static void turn(byte[] block, int n, int size) {
        for (int i = 0; i < n; i += size) {
            for (int a = i, b = i + size - 1; a < b; a++, b--) {
                byte x = block[a];
                block[a] = block[b];
                block[b] = x;
            }
        }
    }
}
