package org.cotangent.io;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cotangent.core.FormatException;

/// The check that a path given by a user names a file.
public final class ExistingFile {
    private ExistingFile() {
    }

    /// Nothing where it does.
    ///
    /// @param asked  what was to be done, such as `read x.npy`
    /// @param remedy what to give instead
    /// @throws FormatException when there is nothing of that name, or something that is no file
    public static void require(Path file, String asked, String remedy) {
        if (!Files.isRegularFile(file)) {
            throw new FormatException(asked, Files.exists(file) ? "something that is no file" : "no such file", null,
                    remedy, null);
        }
    }
}
