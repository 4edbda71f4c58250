package org.cotangent.graph;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.GraphException;
import org.cotangent.core.TensorType;
import org.cotangent.core.UnsupportedException;
import org.cotangent.op.Custom;
import org.cotangent.op.HostCall;
import org.cotangent.storage.AtomicFile;
import org.cotangent.storage.Sha256;

/// A program in a file: the graph, the tensors that it captured, and how arguments and result are nested.
///
/// The file is a safetensors file: captured tensors are its tensors, the graph's text and the nesting stand in its
/// metadata, behind a SHA-256 of everything. docs/saved-programs.md has the details.
///
/// @param graph     its first inputs are the leaves of the arguments, its last ones the captured tensors
/// @param constants the captured tensors
/// @param arguments one nesting for each argument
/// @param result    that of the result
public record ProgramFile(Graph graph, List<Concrete> constants, List<Nesting> arguments, Nesting result) {
    /// The version of the format. A change that readers of the old one would misunderstand raises it.
    public static final int VERSION = 1;

    static final String MAGIC = "{\"__metadata__\":{\"format\":\"cotangent.program\",\"version\":\"";
    static final String DIGEST_KEY = "\",\"sha256\":\"";
    /// Where the digest begins in a file.
    static final int DIGEST_AT = 8 + MAGIC.length() + 1 + DIGEST_KEY.length();
    static final int DIGEST = 64;
    private static final int UNIT = 64;
    private static final int CHUNK = 1 << 13;

    public ProgramFile {
        constants = List.copyOf(constants);
        arguments = List.copyOf(arguments);
        int leaves = arguments.stream().mapToInt(Nesting::size).sum();
        var types = graph.inputTypes();
        if (leaves + constants.size() != types.size() || result.size() != graph.results().size()) {
            throw new GraphException("save the program " + graph.name(), leaves + " arguments, " + constants.size()
                    + " captured tensors and " + result.size() + " results for a graph with " + types.size()
                    + " inputs and " + graph.results().size() + " results", null, "let them be as many", null);
        }
        var tail = types.subList(leaves, types.size());
        if (!constants.stream().map(Concrete::type).toList().equals(tail)) {
            throw new GraphException("save the program " + graph.name(), "captured tensors for inputs " + tail, null,
                    "give tensors of these types", null);
        }
    }

    /// Writes the file; it is there whole or not at all.
    ///
    /// @throws UnsupportedException where the program calls Java code, which no file holds
    public void write(Path file) throws IOException {
        checkWhole();
        var header = header();
        AtomicFile.write(file, out -> write(header, out));
    }

    /// Writes the same bytes to a stream.
    public void write(OutputStream out) throws IOException {
        checkWhole();
        write(header(), out);
    }

    private void write(byte[] header, OutputStream out) throws IOException {
        var digest = Sha256.start();
        body(header, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        var hex = HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(hex, 0, header, DIGEST_AT - 8, DIGEST);
        body(header, out);
        out.flush();
    }

    /// The program in a file.
    ///
    /// @param customs classes of operations of your own that may occur
    /// @throws FormatException where it is no whole saved program
    public static ProgramFile read(Path file, Collection<Class<? extends Custom>> customs) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FormatException("read the program " + file, Files.exists(file) ? "a folder" : "no such file",
                    null, "give the path of a saved program", null);
        }
        try (var channel = FileChannel.open(file); var arena = Arena.ofConfined()) {
            var bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new ProgramFileReader(file.toString(), bytes, customs).read();
        }
    }

    /// Whether a file begins like a saved program, of whatever version.
    public static boolean isProgram(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            var start = in.readNBytes(8 + MAGIC.length());
            return new String(start, StandardCharsets.ISO_8859_1).endsWith(MAGIC);
        }
    }

    /// The program in a stream; `name` is what errors call it.
    public static ProgramFile read(InputStream in, String name, Collection<Class<? extends Custom>> customs)
            throws IOException {
        return new ProgramFileReader(name, MemorySegment.ofArray(in.readAllBytes()), customs).read();
    }

    private void checkWhole() {
        for (var g : NestedGraphs.of(graph).innerFirst()) {
            for (var e : g.equations()) {
                if (e.op() instanceof HostCall h) {
                    throw new UnsupportedException("save the program " + graph.name(), "the host call `"
                            + h.callback().name() + "`: Java code, which no file holds", e.line(),
                            "leave the call out, or pass what it gives as an argument", null);
                }
            }
        }
    }

    private byte[] header() {
        var json = new JsonWriter();
        json.open('{').key("arguments").open('[');
        arguments.forEach(a -> NestingJson.write(a, json));
        json.close(']').key("result");
        NestingJson.write(result, json);
        var all = new JsonWriter();
        all.string(json.close('}').toString()).key("graph").string(graph.toString()).close('}');
        long at = 0;
        for (int i = 0; i < constants.size(); i++) {
            at = entry(all, "captured." + i, constants.get(i).type(), at);
        }
        var text = MAGIC + VERSION + DIGEST_KEY + "0".repeat(DIGEST) + "\",\"signature\":" + all.close('}');
        int length = text.length() + Math.floorMod(-(8 + text.length()), UNIT);
        return (text + " ".repeat(length - text.length())).getBytes(StandardCharsets.US_ASCII);
    }

    private static long entry(JsonWriter json, String name, TensorType type, long from) {
        long to = Math.addExact(from, type.bytes());
        json.key(name).open('{').key("dtype").string(spelt(type.dtype())).key("shape").open('[');
        for (long size : type.shape().sizes()) {
            json.raw(Long.toString(size));
        }
        json.close(']').key("data_offsets").open('[').raw(Long.toString(from)).raw(Long.toString(to)).close(']')
                .close('}');
        return to;
    }

    /// A dtype as safetensors files spell it.
    static String spelt(DType dtype) {
        return dtype.text().toUpperCase(java.util.Locale.ROOT);
    }

    private void body(byte[] header, OutputStream out) throws IOException {
        out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
        out.write(header);
        for (var c : constants) {
            var s = c.storage();
            int width = s.cell().bytes();
            var bytes = new byte[CHUNK * width];
            for (long from = 0; from < s.count(); from += CHUNK) {
                int n = (int) Math.min(CHUNK, s.count() - from);
                CellBytes.put(s, from, n, bytes);
                out.write(bytes, 0, n * width);
            }
        }
    }
}
