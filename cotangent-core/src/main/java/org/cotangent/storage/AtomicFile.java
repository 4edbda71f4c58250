package org.cotangent.storage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Writes a file so that whenever the process or the machine stops, the old file or the new one is there, never a half.
///
/// The bytes go to a new file in the same folder, are forced to the disk, and take the name in one step; then the
/// folder is forced.
public final class AtomicFile {
    private static final int BUFFER = 1 << 16;

    private AtomicFile() {
    }

    /// Writes what a file is to hold.
    @FunctionalInterface
    public interface Body {
        void write(OutputStream out) throws IOException;
    }

    /// Writes `file`; when `body` fails, what was there before stays.
    public static void write(Path file, Body body) throws IOException {
        var target = file.toAbsolutePath();
        var folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new FileAlreadyExistsException(file.toString(), null, "it is a folder");
        }
        var part = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            fill(part, body);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        force(folder);
    }

    private static void fill(Path part, Body body) throws IOException {
        try (var channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
            body.write(out);
            out.flush();
            channel.force(true);
        }
    }

    /// Forces a folder's entries to the disk, where the system allows a folder to be opened.
    public static void force(Path folder) throws IOException {
        if (!System.getProperty("os.name").startsWith("Windows")) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
