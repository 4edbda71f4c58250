package org.cotangent.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cotangent.core.FormatException;
import org.cotangent.graph.ProgramFile;

/// What a file of tensors says it holds; its numbers are not read.
///
/// @param file     the file
/// @param format   `npy`, `npz`, `safetensors` or `program` (a saved one, which is safetensors too), told by the first
///                 bytes, never by the name
/// @param bytes    the file's size
/// @param tensors  the tensors, in the file's order
/// @param metadata what the writer added, possibly nothing
public record Inspection(Path file, String format, long bytes, List<TensorEntry> tensors,
        Map<String, String> metadata) {
    private static final byte[] NPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final byte[] ZIP = {'P', 'K'};
    private static final int LOOK = 9;

    /// Looks into a file.
    ///
    /// @throws FormatException when it is none of the formats, or malformed
    public static Inspection of(Path file) throws IOException {
        ExistingFile.require(file, "inspect " + file, "give the path of an NPY, NPZ or safetensors file");
        var start = start(file);
        long size = Files.size(file);
        if (begins(start, NPY)) {
            return new Inspection(file, "npy", size, List.of(Npy.describe(file)), Map.of());
        }
        if (begins(start, ZIP)) {
            return new Inspection(file, "npz", size, Npz.describe(file), Map.of());
        }
        if (start.length == LOOK && start[LOOK - 1] == '{') {
            var opened = Safetensors.open(file);
            return new Inspection(file, ProgramFile.isProgram(file) ? "program" : "safetensors", size,
                    opened.entries(), opened.metadata());
        }
        throw new FormatException("inspect " + file, "a file of " + size + " bytes that begins like none of them", null,
                "give an NPY, NPZ or safetensors file", null);
    }

    private static byte[] start(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(LOOK);
        }
    }

    private static boolean begins(byte[] start, byte[] with) {
        return start.length >= with.length && Arrays.equals(start, 0, with.length, with, 0, with.length);
    }

    /// A name from a file with all that a terminal could take as a command escaped, cut off after 60 characters.
    public static String shown(String name) {
        return Shown.text(name);
    }
}
