package org.cotangent.nn.recipes;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.cotangent.core.FormatException;
import org.cotangent.nn.data.Characters;

/// A text as numbers of its characters: nine tenths to learn from, the rest held out.
///
/// @param name       what it is
/// @param letters    its characters
/// @param learn      the first nine tenths
/// @param validation the last tenth
record Corpus(String name, Characters letters, int[] learn, int[] validation) {
    private static final long LEAST = 2_000;
    private static final long MOST = 200_000_000;
    private static final int JDK = 1_200_000;
    private static final double LEARNT = 0.9;
    private static final Pattern SOURCE = Pattern.compile("java\\.base/java/util/[A-Z]\\w*\\.java");
    private static final Pattern LICENCE = Pattern.compile("\\A\\s*/\\*.*?\\*/\\s*", Pattern.DOTALL);
    private static final Pattern STRANGE = Pattern.compile("[^\\n -~]");

    /// The text of a file in UTF-8; without one, sources of the JDK that runs.
    static Corpus of(Path file) throws IOException {
        return file == null ? jdk(Path.of(System.getProperty("java.home"), "lib", "src.zip")) : read(file);
    }

    private static Corpus read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MOST) {
            throw bad(file, Files.isRegularFile(file) ? "a file of " + Files.size(file) + " bytes" : "no such file");
        }
        try {
            return of(file.getFileName().toString(), Files.readString(file), file);
        } catch (CharacterCodingException e) {
            throw new FormatException("learn from " + file, "bytes that are not UTF-8", null,
                    "give a text in UTF-8", e);
        }
    }

    private static Corpus of(String name, String text, Path file) {
        var letters = Characters.of(text);
        var all = letters.encode(text);
        if (all.length < LEAST) {
            throw bad(file, "a text of " + all.length + " characters");
        }
        int cut = (int) (LEARNT * all.length);
        return new Corpus(name + ", " + all.length + " characters, " + letters.size() + " different", letters,
                Arrays.copyOfRange(all, 0, cut), Arrays.copyOfRange(all, cut, all.length));
    }

    /// Classes of `java.util` in the order of their names, without the licence that each begins with, as many as make
    /// 1.2 million characters; what is not ASCII is left out.
    static Corpus jdk(Path zip) throws IOException {
        if (!Files.isRegularFile(zip)) {
            throw new FormatException("read the sources of the JDK that runs", "no file " + zip, null,
                    "give a text by --data FILE, or install the JDK with its sources", null);
        }
        var text = new StringBuilder();
        try (var all = new ZipFile(zip.toFile())) {
            var names = all.stream().map(e -> e.getName()).filter(SOURCE.asMatchPredicate()).sorted().toList();
            for (var name : names) {
                if (text.length() < JDK) {
                    try (var in = all.getInputStream(all.getEntry(name))) {
                        text.append(cleaned(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
                    }
                }
            }
        }
        text.setLength(Math.min(JDK, text.length()));
        return of("java.util of JDK " + Runtime.version().feature(), text.toString(), zip);
    }

    private static String cleaned(String source) {
        return STRANGE.matcher(LICENCE.matcher(source).replaceFirst("")).replaceAll("");
    }

    private static FormatException bad(Path file, String got) {
        return new FormatException("learn from " + file, got, null, "give a text file of " + LEAST + " characters to "
                + MOST / 1_000_000 + " MB", null);
    }
}
