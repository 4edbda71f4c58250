package org.cotangent.io;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.core.Concrete;
import org.cotangent.core.FormatException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.AtomicFile;
import org.cotangent.storage.Storage;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A safetensors file: named tensors behind a JSON header. Opening it reads and checks the header alone.
///
/// The format is the one published with Hugging Face's safetensors library. Tensors with bytes that the machine can use
/// as they lie may be mapped instead of read.
public final class Safetensors {
    private static final long LONGEST_HEADER = 100_000_000;
    private static final int PREFIX = 8;
    private static final int UNIT = 8;

    private final Path file;
    private final SafetensorsHeader header;
    private final long start;

    private Safetensors(Path file, SafetensorsHeader header, long start) {
        this.file = file;
        this.header = header;
        this.start = start;
    }

    /// Opens a file.
    ///
    /// @throws FormatException when its header does not describe its bytes exactly
    public static Safetensors open(Path file) throws IOException {
        ExistingFile.require(file, "read " + file, "give a whole safetensors file");
        try (var channel = FileChannel.open(file)) {
            long size = channel.size();
            var in = new BufferedInputStream(Channels.newInputStream(channel));
            if (size < PREFIX) {
                throw bad(file, "a file of " + size + " bytes", null);
            }
            long length = ByteBuffer.wrap(Transfer.take(in, PREFIX)).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (length < 0 || length > Math.min(size - PREFIX, LONGEST_HEADER)) {
                throw bad(file, "a header of " + Long.toUnsignedString(length) + " bytes in a file of " + size, null);
            }
            var text = Transfer.take(in, (int) length);
            var header = SafetensorsHeader.parse(text, size - PREFIX - length, reason -> bad(file, reason, null));
            return new Safetensors(file, header, PREFIX + length);
        } catch (EOFException e) {
            throw bad(file, "a file that became shorter while it was read", e);
        }
    }

    /// The tensors, in the order of the header.
    public List<TensorEntry> entries() {
        return header.places().values().stream().map(SafetensorsHeader.Place::entry).toList();
    }

    /// What the writer added about the file.
    public Map<String, String> metadata() {
        return Map.copyOf(header.metadata());
    }

    /// A tensor, its numbers copied out of the file.
    ///
    /// @throws FormatException when there is none of that name
    public Tensor read(String name) throws IOException {
        var place = place(name);
        try (var channel = FileChannel.open(file)) {
            channel.position(start + place.from());
            var in = Channels.newInputStream(channel);
            return Transfer.read(in, place.entry().shape(), place.kind(), ByteOrder.LITTLE_ENDIAN, false,
                    () -> bad(file, "an unsigned number above 2^63 in " + Shown.text(name), null));
        } catch (EOFException e) {
            throw bad(file, "a file that became shorter since it was opened", e);
        }
    }

    /// All tensors by name, copied.
    public Map<String, Tensor> readAll() throws IOException {
        var out = new LinkedHashMap<String, Tensor>();
        for (var name : header.places().keySet()) {
            out.put(name, read(name));
        }
        return out;
    }

    /// A tensor whose numbers stay in the file and are fetched when they are first looked at; the file must stay as it
    /// is. Bools and kinds that no dtype holds bit for bit are copied.
    public Tensor map(String name) throws IOException {
        var place = place(name);
        boolean asItIs = place.kind().isExact() && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        if (!asItIs || place.from() == place.to()) {
            return read(name);
        }
        try (var channel = FileChannel.open(file)) {
            MemorySegment bytes = channel.map(MapMode.READ_ONLY, start + place.from(), place.to() - place.from(),
                    Arena.ofAuto());
            var entry = place.entry();
            return Concrete.of(new TensorType(entry.shape(), entry.dtype()),
                    Storage.ofSegment(entry.dtype().cell(), bytes));
        }
    }

    /// Writes named tensors, so that the file is there whole or not at all.
    ///
    /// @param metadata what to say about the file, such as `format`; may be empty
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        AtomicFile.write(file, out -> write(out, tensors, metadata));
    }

    private static void write(OutputStream out, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        var text = headerText(tensors, metadata);
        int length = Math.ceilDiv(text.length, UNIT) * UNIT;
        out.write(ByteBuffer.allocate(PREFIX).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
        out.write(text);
        out.write(" ".repeat(length - text.length).getBytes(StandardCharsets.US_ASCII));
        for (var t : tensors.values()) {
            Transfer.write(t.concrete(), out);
        }
    }

    private static byte[] headerText(Map<String, Tensor> tensors, Map<String, String> metadata) {
        var bytes = new ByteArrayOutputStream();
        try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectPropertyStart("__metadata__");
                new TreeMap<>(metadata).forEach(json::writeStringProperty);
                json.writeEndObject();
            }
            long at = 0;
            for (var e : tensors.entrySet()) {
                var kind = FileKind.of(e.getValue().dtype());
                long end = Math.addExact(at, Math.multiplyExact(e.getValue().shape().count(), kind.bytes()));
                json.writeObjectPropertyStart(e.getKey());
                json.writeStringProperty("dtype", kind.safetensors());
                json.writeName("shape");
                var sizes = e.getValue().shape().sizes();
                json.writeArray(sizes, 0, sizes.length);
                json.writeName("data_offsets");
                json.writeArray(new long[] {at, end}, 0, 2);
                json.writeEndObject();
                at = end;
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private SafetensorsHeader.Place place(String name) {
        var place = header.places().get(name);
        if (place == null) {
            throw new FormatException("read the tensor " + Shown.text(name) + " from " + file,
                    "no tensor of that name among " + header.places().size(), null, "see entries()", null);
        }
        return place;
    }

    private static FormatException bad(Path file, String reason, Exception cause) {
        return new FormatException("read " + file, reason, null, "give a whole safetensors file", cause);
    }
}
