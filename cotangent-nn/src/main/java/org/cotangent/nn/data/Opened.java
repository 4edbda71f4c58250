package org.cotangent.nn.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.cotangent.io.ExistingFile;

/// Files, unpacked where they are gzipped (told by their first bytes, not by their name).
final class Opened {
    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;
    private static final int BUFFER = 1 << 16;

    private Opened() {
    }

    static InputStream stream(Path file) throws IOException {
        ExistingFile.require(file, "read " + file, "give the path of a file");
        var in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        in.mark(2);
        boolean zipped = in.read() == MAGIC_1 && in.read() == MAGIC_2;
        in.reset();
        return zipped ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in;
    }
}
