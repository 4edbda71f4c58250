package org.cotangent.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256, which every JDK has (FIPS 180-4).
public final class Sha256 {
    private Sha256() {
    }

    /// A digest that has seen nothing yet.
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The 32 bytes for a text in UTF-8.
    public static byte[] of(String text) {
        return start().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The 64 hexadecimal digits for what a file holds; it is read in pieces.
    public static String hex(Path file) throws IOException {
        var digest = start();
        try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
