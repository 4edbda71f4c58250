package org.cotangent.io;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DTypeException;
import org.cotangent.core.FormatException;
import org.cotangent.core.Tensor;
import org.cotangent.storage.AtomicFile;

/// NumPy's NPY files. Nothing that a file says about sizes is believed before it has been checked.
///
/// Integers of less than 32 bits are read as int32, unsigned 32-bit ones as int64. Of data behind the array nothing is
/// read, as in NumPy. Objects (pickles) are never read.
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 10_000;
    private static final int HEADER_UNIT = 64;

    private final String name;
    private final InputStream in;
    private final long available;

    private Npy(String name, InputStream in, long available) {
        this.name = name;
        this.in = in;
        this.available = available;
    }

    /// The array in a file.
    ///
    /// @throws FormatException when it is no such file
    public static Tensor read(Path file) throws IOException {
        try (var in = open(file)) {
            return read(file.toString(), in, Files.size(file));
        }
    }

    /// What the file holds; its numbers are not read.
    ///
    /// @throws FormatException when it is no such file
    public static TensorEntry describe(Path file) throws IOException {
        try (var in = open(file)) {
            return describe("", file.toString(), in, Files.size(file));
        }
    }

    /// Writes an array in C order, so that the file is there whole or not at all. Bfloat16 is not known to NumPy.
    public static void write(Path file, Tensor t) throws IOException {
        AtomicFile.write(file, out -> write(out, t));
    }

    /// The array in a stream of which at most `available` bytes may be taken.
    static Concrete read(String name, InputStream in, long available) throws IOException {
        var npy = new Npy(name, in, available);
        try {
            var header = npy.header();
            return Transfer.read(in, header.shape(), npy.kind(header), order(header), header.fortran(),
                    () -> npy.bad("an unsigned number above 2^63"));
        } catch (EOFException e) {
            throw npy.tooShort(e);
        }
    }

    static TensorEntry describe(String entry, String name, InputStream in, long available) throws IOException {
        var npy = new Npy(name, in, available);
        try {
            var header = npy.header();
            var kind = npy.kind(header);
            return new TensorEntry(entry, header.descr(), kind.dtype(), header.shape(),
                    header.shape().count() * kind.bytes());
        } catch (EOFException e) {
            throw npy.tooShort(e);
        }
    }

    static void write(OutputStream out, Tensor t) throws IOException {
        var kind = FileKind.of(t.dtype());
        if (kind.npy() == null) {
            throw new DTypeException("write an NPY file", "a tensor of " + t.dtype(),
                    "convert it to f32 first, which holds all its values, or write safetensors");
        }
        var sizes = LongStream.of(t.shape().sizes()).mapToObj(s -> s + ",").collect(Collectors.joining(" "));
        var order = kind.bytes() == 1 ? "|" : "<";
        var text = "{'descr': '" + order + kind.npy() + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
        int length = Math.ceilDiv(10 + text.length() + 1, HEADER_UNIT) * HEADER_UNIT - 10;
        var header = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).put((byte) 1)
                .put((byte) 0).putShort((short) length);
        header.put((text + " ".repeat(length - text.length() - 1) + "\n").getBytes(StandardCharsets.ISO_8859_1));
        out.write(header.array());
        Transfer.write(t.concrete(), out);
    }

    private static InputStream open(Path file) throws IOException {
        ExistingFile.require(file, "read " + file, "give the path of an NPY file");
        return new BufferedInputStream(Files.newInputStream(file));
    }

    private NpyHeader header() throws IOException {
        var start = Transfer.take(in, 8);
        if (!Arrays.equals(MAGIC, 0, 6, start, 0, 6)) {
            throw bad("no NPY signature at the start");
        }
        int major = start[6];
        if (major < 1 || major > 3) {
            throw bad("format version " + major);
        }
        var sizes = ByteBuffer.wrap(Transfer.take(in, major == 1 ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
        long length = major == 1 ? sizes.getShort() & 0xffff : sizes.getInt() & 0xffffffffL;
        if (length > LONGEST_HEADER) {
            throw bad("a header of " + length + " bytes, more than " + LONGEST_HEADER);
        }
        var header = NpyHeader.parse(new String(Transfer.take(in, (int) length), StandardCharsets.ISO_8859_1),
                this::bad);
        long need = Transfer.bytes(header.shape(), kind(header),
                () -> bad("a shape " + header.shape() + " whose bytes do not fit 63 bits"));
        if (need > available - (major == 1 ? 10 : 12) - length) {
            throw bad("a shape " + header.shape() + " of " + need + " bytes in a file of " + available);
        }
        return header;
    }

    private FileKind kind(NpyHeader header) {
        var kind = FileKind.ofNpy(header.descr().substring(1));
        if (kind == null || "<>|=".indexOf(header.descr().charAt(0)) < 0) {
            throw bad("elements of kind " + Shown.text(header.descr()));
        }
        return kind;
    }

    private static ByteOrder order(NpyHeader header) {
        return header.descr().charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private FormatException tooShort(EOFException e) {
        return new FormatException("read " + name, "a file that ends before the array does", null, "write it again", e);
    }

    private FormatException bad(String reason) {
        return new FormatException("read " + name, reason, null, "give an NPY file of bools, integers or floats", null);
    }
}
