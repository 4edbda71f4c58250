package org.cotangent.cli.files;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Elements;
import org.cotangent.core.FormatException;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// Reads NumPy's NPY files. Nothing that a file says about sizes is believed before it has been checked.
///
/// Of data behind the array nothing is read, as in NumPy. Objects (pickles) are never read.
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 10_000;
    private static final Map<String, DType> KINDS = Map.ofEntries(Map.entry("b1", DType.BOOL),
            Map.entry("i1", DType.INT32),
            Map.entry("u1", DType.INT32), Map.entry("i2", DType.INT32), Map.entry("u2", DType.INT32),
            Map.entry("i4", DType.INT32),
            Map.entry("u4", DType.INT64), Map.entry("i8", DType.INT64), Map.entry("f2", DType.FLOAT16),
            Map.entry("f4", DType.FLOAT32), Map.entry("f8", DType.FLOAT64));

    private final String name;
    private final InputStream in;
    private final long available;

    private Npy(String name, InputStream in, long available) {
        this.name = name;
        this.in = in;
        this.available = available;
    }

    /// The array in a file.
    public static Concrete read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FormatException("read " + file, Files.exists(file) ? "something that is no file" : "no such file",
                    null, "give the path of an NPY file", null);
        }
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(file.toString(), in, Files.size(file));
        }
    }

    /// The array in a stream of which at most `available` bytes may be taken.
    static Concrete read(String name, InputStream in, long available) throws IOException {
        try {
            return new Npy(name, in, available).array();
        } catch (EOFException e) {
            throw new FormatException("read " + name, "a file that ends before the array does", null, "write it again",
                    e);
        }
    }

    private Concrete array() throws IOException {
        var start = take(8);
        if (!Arrays.equals(MAGIC, 0, 6, start, 0, 6)) {
            throw bad("no NPY signature at the start");
        }
        int major = start[6];
        if (major < 1 || major > 3) {
            throw bad("format version " + major);
        }
        var sizes = ByteBuffer.wrap(take(major == 1 ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
        long length = major == 1 ? sizes.getShort() & 0xffff : sizes.getInt() & 0xffffffffL;
        if (length > LONGEST_HEADER) {
            throw bad("a header of " + length + " bytes, more than " + LONGEST_HEADER);
        }
        var header = NpyHeader.parse(new String(take((int) length), StandardCharsets.ISO_8859_1), this::bad);
        var kind = header.descr().substring(1);
        var dtype = KINDS.get(kind);
        if (dtype == null || "<>|=".indexOf(header.descr().charAt(0)) < 0) {
            throw bad("elements of kind " + header.descr());
        }
        int bytes = kind.charAt(1) - '0';
        long need;
        try {
            need = Math.multiplyExact(header.shape().count(), bytes);
        } catch (ArithmeticException e) {
            throw bad("a shape " + header.shape() + " whose bytes do not fit 63 bits");
        }
        if (need > available - 8 - length) {
            throw bad("a shape " + header.shape() + " of " + need + " bytes in a file of " + available);
        }
        return elements(header, kind, dtype, bytes);
    }

    private Concrete elements(NpyHeader header, String kind, DType dtype, int bytes) throws IOException {
        var shape = header.shape();
        long n = shape.count();
        var storage = Storage.allocate(dtype.cell(), n);
        var order = header.descr().charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        var place = new FortranOrder(shape);
        for (long done = 0; done < n;) {
            int some = (int) Math.min(n - done, 8192);
            var block = ByteBuffer.wrap(take(some * bytes)).order(order);
            for (int i = 0; i < some; i++, done++) {
                put(dtype, storage, header.fortran() ? place.next() : done, kind, block);
            }
        }
        return Concrete.of(new TensorType(shape, dtype), storage);
    }

    private static void put(DType dtype, Storage to, long i, String kind, ByteBuffer from) {
        switch (kind) {
            case "b1" -> Elements.setLong(dtype, to, i, from.get() == 0 ? 0 : 1);
            case "i1" -> Elements.setLong(dtype, to, i, from.get());
            case "u1" -> Elements.setLong(dtype, to, i, from.get() & 0xff);
            case "i2" -> Elements.setLong(dtype, to, i, from.getShort());
            case "u2" -> Elements.setLong(dtype, to, i, from.getShort() & 0xffff);
            case "i4" -> Elements.setLong(dtype, to, i, from.getInt());
            case "u4" -> Elements.setLong(dtype, to, i, from.getInt() & 0xffffffffL);
            case "i8" -> to.setLong(i, from.getLong());
            case "f2" -> to.setShort(i, from.getShort());
            case "f4" -> to.setFloat(i, from.getFloat());
            default -> to.setDouble(i, from.getDouble());
        }
    }

    private byte[] take(int n) throws IOException {
        var out = in.readNBytes(n);
        if (out.length < n) {
            throw new EOFException();
        }
        return out;
    }

    private FormatException bad(String reason) {
        return new FormatException("read " + name, reason, null, "give an NPY file of bools, integers or floats", null);
    }
}
