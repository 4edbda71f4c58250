package org.cotangent.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;

/// Unpacks native libraries from jars into the user's cache folder, each at most once and never half.
///
/// Files are written under another name and then moved, under a lock, so that several programs may start at once.
final class NativeCache {
    private final Path root;

    NativeCache(Path root) {
        this.root = root;
    }

    /// Unpacks the resources named `folder/name` of a loader side by side and returns where they lie.
    ///
    /// The place depends on the contents, and what already lies there is compared by size and CRC-32.
    Path unpack(ClassLoader loader, String folder, List<String> names, String title) throws IOException {
        CRC32 all = new CRC32();
        List<Sum> sums = new ArrayList<>();
        for (String name : names) {
            Sum sum = packed(loader, folder + name);
            sums.add(sum);
            all.update(HexFormat.of().toHexDigits(sum.crc).getBytes(StandardCharsets.US_ASCII));
        }
        Path place = root.resolve(title + "-" + HexFormat.of().toHexDigits((int) all.getValue()));
        if (!complete(place, names, sums)) {
            install(loader, folder, names, sums, place);
        }
        return place;
    }

    private static boolean complete(Path place, List<String> names, List<Sum> sums) throws IOException {
        boolean complete = true;
        for (int i = 0; complete && i < names.size(); i++) {
            complete = holds(place.resolve(names.get(i)), sums.get(i));
        }
        return complete;
    }

    private static boolean holds(Path file, Sum sum) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) != sum.size) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Sum.of(in).equals(sum);
        }
    }

    private static synchronized void install(ClassLoader loader, String folder, List<String> names, List<Sum> sums,
                                             Path place) throws IOException {
        Files.createDirectories(place, privately(place));
        try (FileChannel channel = FileChannel.open(place.resolve(".lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
            for (int i = 0; lock.isValid() && i < names.size(); i++) {
                Path file = place.resolve(names.get(i));
                if (!holds(file, sums.get(i))) {
                    install(loader, folder + names.get(i), file, sums.get(i));
                }
            }
        }
    }

    private static void install(ClassLoader loader, String resource, Path file, Sum sum) throws IOException {
        Path part = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".part");
        try {
            try (InputStream in = url(loader, resource).openStream()) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!holds(part, sum)) {
                throw new IOException(resource + " was not unpacked whole; is " + file.getParent() + " full?");
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// Size and CRC-32 of contents.
    private record Sum(long size, long crc) {
        static Sum of(InputStream in) throws IOException {
            CRC32 crc = new CRC32();
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
                size += n;
            }
            return new Sum(size, crc.getValue());
        }
    }

    /// What a jar's directory says of an entry, without unpacking it; other resources are read.
    private static Sum packed(ClassLoader loader, String resource) throws IOException {
        URLConnection connection = url(loader, resource).openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            JarEntry entry = connection instanceof JarURLConnection jar ? jar.getJarEntry() : null;
            return entry == null || entry.getSize() < 0 ? Sum.of(in) : new Sum(entry.getSize(), entry.getCrc());
        }
    }

    private static URL url(ClassLoader loader, String resource) throws IOException {
        URL url = loader.getResource(resource);
        if (url == null) {
            throw new IOException("no " + resource + " on the class path");
        }
        return url;
    }

    private static FileAttribute<?>[] privately(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))}
                : new FileAttribute<?>[0];
    }
}
