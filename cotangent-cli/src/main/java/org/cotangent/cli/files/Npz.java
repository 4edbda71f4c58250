package org.cotangent.cli.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.cotangent.core.Concrete;
import org.cotangent.core.FormatException;

/// Reads NumPy's NPZ files: ZIP archives of NPY files. Entries are read as streams and their names are never paths.
///
/// An entry may unpack to at most 1 GiB and to at most 1,100 times its packed size, the most that deflate can do.
public final class Npz {
    /// The most bytes that all entries together may unpack to.
    public static final long MOST_BYTES = 1L << 30;
    private static final int MOST_ENTRIES = 10_000;

    private Npz() {
    }

    /// The arrays in a file by name, in the order of the archive.
    public static Map<String, Concrete> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw bad(file, Files.exists(file) ? "something that is no file" : "no such file", null);
        }
        try (var zip = new ZipFile(file.toFile())) {
            if (zip.size() > MOST_ENTRIES) {
                throw bad(file, zip.size() + " entries, more than " + MOST_ENTRIES, null);
            }
            return entries(file, zip);
        } catch (ZipException e) {
            throw bad(file, e.getMessage(), e);
        }
    }

    private static Map<String, Concrete> entries(Path file, ZipFile zip) throws IOException {
        var out = new LinkedHashMap<String, Concrete>();
        long left = MOST_BYTES;
        for (var entries = zip.entries(); entries.hasMoreElements();) {
            ZipEntry e = entries.nextElement();
            var name = e.getName().endsWith(".npy") ? e.getName().substring(0, e.getName().length() - 4) : e.getName();
            if (e.getSize() < 0 || e.getSize() > left) {
                throw bad(file, "entries that unpack to more than " + MOST_BYTES + " bytes", null);
            }
            left -= e.getSize();
            try (var in = new BufferedInputStream(zip.getInputStream(e))) {
                if (out.put(name, Npy.read(file + ", entry " + escape(name), in, e.getSize())) != null) {
                    throw bad(file, "the entry " + escape(name) + " twice", null);
                }
            }
        }
        return out;
    }

    private static String escape(String name) {
        var out = new StringBuilder();
        name.codePoints().limit(60).forEach(c -> out.append(c >= ' ' && c < 127 ? Character.toString(c)
                : String.format("\\u%04x", c)));
        return out.toString();
    }

    private static FormatException bad(Path file, String reason, Exception cause) {
        return new FormatException("read " + file, reason, null, "give an NPZ file of arrays", cause);
    }
}
