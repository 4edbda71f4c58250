package org.cotangent.nn.data;

import java.net.URI;
import java.util.List;
import org.cotangent.core.StructureException;

/// A file that anybody can download, and how it is known to be the right one.
///
/// @param name   what it is called in the folder
/// @param bytes  how long it is
/// @param sha256 the SHA-256 of its bytes, 64 hexadecimal digits
/// @param from   its addresses, the first one first
public record PublicFile(String name, long bytes, String sha256, List<URI> from) {
    public PublicFile {
        from = List.copyOf(from);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*") || !sha256.matches("[0-9a-f]{64}") || bytes < 0
                || from.isEmpty()) {
            throw new StructureException("describe a public file", name + ", " + bytes + " bytes, " + sha256 + ", "
                    + from, "give a plain name, its size, 64 hexadecimal digits, and at least one address");
        }
    }

    /// The same file at another place: an address that its name is put behind.
    public PublicFile at(String base) {
        return new PublicFile(name, bytes, sha256, List.of(URI.create(base + (base.endsWith("/") ? "" : "/") + name)));
    }
}
