package org.cotangent.graph;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.op.Custom;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Sha256;
import org.cotangent.storage.Storage;

/// Reads what [ProgramFile] writes. The sum of all bytes is checked first; nothing that the file says about sizes is
/// believed beyond the bytes that are there.
final class ProgramFileReader {
    private static final Set<String> NONE = Set.of();
    private static final Set<String> METADATA = Set.of("format", "version", "sha256", "signature", "graph");
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final Map<String, DType> DTYPES = new HashMap<>();
    private static final int CHUNK = 1 << 13;

    static {
        for (var d : DType.values()) {
            DTYPES.put(ProgramFile.spelt(d), d);
        }
    }

    private final String name;
    private final MemorySegment bytes;
    private final Collection<Class<? extends Custom>> customs;
    private final JsonFields fields;

    ProgramFileReader(String name, MemorySegment bytes, Collection<Class<? extends Custom>> customs) {
        this.name = name;
        this.bytes = bytes;
        this.customs = customs;
        this.fields = new JsonFields(() -> "the header of " + name);
    }

    private FormatException bad(String got, Throwable cause) {
        return new FormatException("read the program " + name, got, null, "give a whole file that this library saved",
                cause);
    }

    ProgramFile read() {
        int length = header();
        checkVersion();
        checkDigest();
        var text = new String(part(8, length), StandardCharsets.US_ASCII);
        try {
            return program(top(JsonReader.read(text)), 8 + length);
        } catch (FormatException e) {
            throw e;
        } catch (CotangentException e) {
            throw bad("a graph that is none: " + e.got(), e);
        }
    }

    /// The length of the header.
    private int header() {
        long least = ProgramFile.DIGEST_AT + ProgramFile.DIGEST;
        if (bytes.byteSize() < least) {
            throw bad("a file of " + bytes.byteSize() + " bytes", null);
        }
        if (!new String(part(8, ProgramFile.MAGIC.length()), StandardCharsets.US_ASCII).equals(ProgramFile.MAGIC)) {
            throw bad("a file that begins otherwise than a saved program", null);
        }
        long length = bytes.get(LONG, 0);
        if (length < least - 8 || length > Math.min(bytes.byteSize() - 8, Integer.MAX_VALUE - 64)) {
            throw bad("a header of " + Long.toUnsignedString(length) + " bytes in a file of " + bytes.byteSize(), null);
        }
        return (int) length;
    }

    private void checkVersion() {
        int at = 8 + ProgramFile.MAGIC.length();
        var text = new String(part(at, 1 + ProgramFile.DIGEST_KEY.length()), StandardCharsets.US_ASCII);
        if (!text.equals(ProgramFile.VERSION + ProgramFile.DIGEST_KEY)) {
            int quote = text.indexOf('"');
            throw new FormatException("read the program " + name, "version " + (quote < 0 ? text
                    : text.substring(0, quote)).replaceAll("[^0-9.]", "?"), null,
                    "this library reads version " + ProgramFile.VERSION + "; use the one that saved it, or a newer one",
                    null);
        }
    }

    private void checkDigest() {
        var sha = Sha256.start();
        long end = ProgramFile.DIGEST_AT + ProgramFile.DIGEST;
        update(sha, 0, ProgramFile.DIGEST_AT);
        sha.update("0".repeat(ProgramFile.DIGEST).getBytes(StandardCharsets.US_ASCII));
        update(sha, end, bytes.byteSize());
        var said = new String(part(ProgramFile.DIGEST_AT, ProgramFile.DIGEST), StandardCharsets.US_ASCII);
        if (!HexFormat.of().formatHex(sha.digest()).equals(said)) {
            throw bad("bytes that changed since they were written: the sum of all of them is another one", null);
        }
    }

    private void update(java.security.MessageDigest sha, long from, long to) {
        for (long at = from; at < to; at += 1 << 20) {
            sha.update(part(at, (int) Math.min(1 << 20, to - at)));
        }
    }

    private byte[] part(long from, int n) {
        return bytes.asSlice(from, n).toArray(ValueLayout.JAVA_BYTE);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> top(Object value) {
        var keys = value instanceof Map<?, ?> map ? (Set<String>) map.keySet() : NONE;
        return fields.object(value, Set.of("__metadata__"), keys);
    }

    private ProgramFile program(Map<String, Object> top, long data) {
        var metadata = fields.object(top.get("__metadata__"), METADATA, NONE);
        var graph = Parser.parse(fields.string(metadata.get("graph")), name, customs);
        var signature = fields.object(JsonReader.read(fields.string(metadata.get("signature"))),
                Set.of("arguments", "result"), NONE);
        var nesting = new NestingJson(fields);
        var constants = new ArrayList<Concrete>();
        long at = 0;
        for (int i = 0; i < top.size() - 1; i++) {
            var entry = fields.object(top.get("captured." + i), Set.of("dtype", "shape", "data_offsets"), NONE);
            var type = type(entry);
            long to = end(type, at, data);
            checkOffsets(entry, at, to);
            constants.add(tensor(type, data + at));
            at = to;
        }
        if (data + at != bytes.byteSize()) {
            throw bad((bytes.byteSize() - data - at) + " bytes behind the last tensor", null);
        }
        return new ProgramFile(graph, constants, nesting.list(signature.get("arguments")),
                nesting.read(signature.get("result"), 0));
    }

    private TensorType type(Map<String, Object> entry) {
        var dtype = DTYPES.get(fields.string(entry.get("dtype")));
        if (dtype == null) {
            throw fields.wrong("the dtype " + entry.get("dtype"), "give one of " + DTYPES.keySet());
        }
        Shape shape = fields.shape(entry.get("shape"));
        return new TensorType(shape, dtype);
    }

    private long end(TensorType type, long at, long data) {
        long width = type.dtype().cell().bytes();
        long rest = bytes.byteSize() - data - at;
        if (type.shape().count() > rest / width) {
            throw bad("a tensor " + type + " with " + rest + " bytes left for it", null);
        }
        return at + type.shape().count() * width;
    }

    private void checkOffsets(Map<String, Object> entry, long at, long to) {
        var offsets = fields.list(entry.get("data_offsets"));
        if (offsets.size() != 2 || fields.integer(offsets.get(0), 0, Long.MAX_VALUE) != at
                || fields.integer(offsets.get(1), 0, Long.MAX_VALUE) != to) {
            throw bad("a tensor at " + offsets + " that must lie at [" + at + ", " + to + "]", null);
        }
    }

    private Concrete tensor(TensorType type, long from) {
        var s = Storage.allocate(type.dtype().cell(), type.shape().count());
        int width = s.cell().bytes();
        for (long i = 0; i < s.count(); i += CHUNK) {
            int n = (int) Math.min(CHUNK, s.count() - i);
            var part = part(from + i * width, n * width);
            for (int k = 0; s.cell() == Cell.I8 && k < n; k++) {
                part[k] = (byte) (part[k] == 0 ? 0 : 1);
            }
            CellBytes.take(s, i, n, part);
        }
        return Concrete.of(type, s);
    }
}
