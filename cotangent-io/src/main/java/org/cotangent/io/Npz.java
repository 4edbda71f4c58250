package org.cotangent.io;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.cotangent.core.FormatException;
import org.cotangent.core.Tensor;
import org.cotangent.storage.AtomicFile;

/// NumPy's NPZ files: ZIP archives of NPY files. Entries are read as streams and their names are never paths.
///
/// All entries together may unpack to at most 1 GiB; deflate can pack at most 1,030 to 1.
public final class Npz {
    /// The most bytes that all entries together may unpack to.
    public static final long MOST_BYTES = 1L << 30;
    private static final int MOST_ENTRIES = 10_000;

    private interface EntryReader<T> {
        T read(String name, String shown, InputStream in, long size) throws IOException;
    }

    private Npz() {
    }

    /// The arrays in a file by name, in the order of the archive.
    ///
    /// @throws FormatException when it is no such file, or unpacks to too much
    public static Map<String, Tensor> read(Path file) throws IOException {
        return entries(file, (name, shown, in, size) -> Npy.read(shown, in, size));
    }

    /// What the file holds; only the entries' headers are read.
    ///
    /// @throws FormatException when it is no such file
    public static List<TensorEntry> describe(Path file) throws IOException {
        return new ArrayList<>(entries(file, Npy::describe).values());
    }

    /// Writes named arrays, packed, so that the file is there whole or not at all.
    public static void write(Path file, Map<String, Tensor> arrays) throws IOException {
        AtomicFile.write(file, out -> {
            var zip = new ZipOutputStream(out);
            zip.setLevel(Deflater.BEST_SPEED);
            for (var e : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(e.getKey() + ".npy"));
                Npy.write(zip, e.getValue());
                zip.closeEntry();
            }
            zip.finish();
        });
    }

    private static <T> Map<String, T> entries(Path file, EntryReader<T> reader) throws IOException {
        ExistingFile.require(file, "read " + file, "give an NPZ file of arrays");
        try (var zip = new ZipFile(file.toFile())) {
            if (zip.size() > MOST_ENTRIES) {
                throw bad(file, zip.size() + " entries, more than " + MOST_ENTRIES, null);
            }
            return entries(file, zip, reader);
        } catch (ZipException | EOFException e) {
            throw bad(file, e.getMessage() == null ? "an archive that ends early" : e.getMessage(), e);
        }
    }

    private static <T> Map<String, T> entries(Path file, ZipFile zip, EntryReader<T> reader) throws IOException {
        var out = new LinkedHashMap<String, T>();
        long left = MOST_BYTES;
        for (var entries = zip.entries(); entries.hasMoreElements();) {
            ZipEntry e = entries.nextElement();
            var name = e.getName().endsWith(".npy") ? e.getName().substring(0, e.getName().length() - 4) : e.getName();
            if (e.getSize() < 0 || e.getSize() > left) {
                throw bad(file, "entries that unpack to more than " + MOST_BYTES + " bytes", null);
            }
            left -= e.getSize();
            var shown = file + ", entry " + Shown.text(name);
            try (var in = new BufferedInputStream(zip.getInputStream(e))) {
                if (out.put(name, reader.read(name, shown, in, e.getSize())) != null) {
                    throw bad(file, "the entry " + Shown.text(name) + " twice", null);
                }
            }
        }
        return out;
    }

    private static FormatException bad(Path file, String reason, Exception cause) {
        return new FormatException("read " + file, reason, null, "give an NPZ file of arrays", cause);
    }
}
