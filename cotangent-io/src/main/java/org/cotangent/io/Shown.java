package org.cotangent.io;

/// Names out of files, made fit for a message or a terminal.
final class Shown {
    private static final int MOST = 60;

    private Shown() {
    }

    /// Printable ASCII as it is, everything else escaped, cut off after 60 characters.
    static String text(String name) {
        var out = new StringBuilder();
        name.codePoints().limit(MOST).forEach(c -> out.append(c >= ' ' && c < 127 ? Character.toString(c)
                : String.format("\\u%04x", c)));
        return name.codePointCount(0, name.length()) > MOST ? out + "..." : out.toString();
    }
}
