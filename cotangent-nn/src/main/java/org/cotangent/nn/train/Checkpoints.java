package org.cotangent.nn.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.cotangent.core.FormatException;
import org.cotangent.core.Tensor;
import org.cotangent.storage.AtomicFile;
import org.cotangent.io.Safetensors;
import org.cotangent.storage.Sha256;

/// A folder of checkpoints, of which whenever the process or the machine stops the last whole one can be read.
///
/// Each is a folder with a rising number: `tensors.safetensors`, `run.json`, and `SHA256SUMS` over both, in the form
/// that the command sha256sum checks. It is written under another name, forced to the disk, and takes its own in one
/// step; then the files `last` and `best`, which hold a number, are replaced in one step each.
public final class Checkpoints {
    private static final String TENSORS = "tensors.safetensors";
    private static final String DOCUMENT = "run.json";
    private static final String SUMS = "SHA256SUMS";
    private static final String LAST = "last";
    private static final String BEST = "best";
    private static final String PART = ".part";
    private static final String NUMBER = "\\d{6,18}";

    private final Path folder;

    private Checkpoints(Path folder) {
        this.folder = folder;
    }

    /// What one checkpoint holds.
    ///
    /// @param folder  where it was read from; null for one that is to be written
    /// @param tensors its tensors by name
    /// @param notes   everything else, the text of a JSON object
    public record Saved(Path folder, Map<String, Tensor> tensors, String notes) {
    }

    /// Those of a folder, which need not be there yet.
    public static Checkpoints in(Path folder) {
        return new Checkpoints(folder);
    }

    /// The last one; empty where none was written yet.
    ///
    /// @throws FormatException when it is damaged: says what to do
    public Optional<Saved> last() {
        return named(LAST);
    }

    /// The best one; empty where none was called so yet.
    public Optional<Saved> best() {
        return named(BEST);
    }

    private Optional<Saved> named(String pointer) {
        return pointed(pointer).map(Checkpoints::read);
    }

    private Optional<Path> pointed(String pointer) {
        var file = folder.resolve(pointer);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            var number = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            if (!number.matches(NUMBER)) {
                throw damaged(file, "no number of a checkpoint", null);
            }
            return Optional.of(folder.resolve(number));
        } catch (IOException e) {
            throw failed("read " + file, e);
        }
    }

    /// The folder of the last one; empty where none was written yet.
    ///
    /// @throws FormatException when the file that names it is damaged
    public Optional<Path> lastFolder() {
        return pointed(LAST);
    }

    /// The folder of the best one; empty where none was called so yet.
    public Optional<Path> bestFolder() {
        return pointed(BEST);
    }

    /// The folders of all that are there, the oldest first.
    public List<Path> folders() {
        try {
            return Files.isDirectory(folder) ? numbers().stream().map(n -> folder.resolve(String.format("%06d", n)))
                    .toList() : List.of();
        } catch (IOException e) {
            throw failed("look into " + folder, e);
        }
    }

    /// The JSON document of a checkpoint whose bytes were checked against their sums; no tensor is kept.
    ///
    /// @throws FormatException when a file is missing, cut off or altered
    public static String notes(Path checkpoint) {
        try {
            checkSums(checkpoint);
            return Files.readString(checkpoint.resolve(DOCUMENT));
        } catch (IOException e) {
            throw failed("read " + checkpoint, e);
        }
    }

    /// The file of a checkpoint's tensors.
    public static Path tensors(Path checkpoint) {
        return checkpoint.resolve(TENSORS);
    }

    /// Whether a folder is one of this kind, whole or damaged.
    public static boolean isCheckpoint(Path checkpoint) {
        return Files.exists(checkpoint.resolve(DOCUMENT)) || Files.exists(checkpoint.resolve(SUMS));
    }

    /// Reads one checkpoint, its bytes checked against their sums.
    ///
    /// @throws FormatException when a file is missing, cut off or altered
    public static Saved read(Path checkpoint) {
        try {
            if (!Files.isDirectory(checkpoint)) {
                throw damaged(checkpoint, Files.exists(checkpoint) ? "no folder" : "no such folder", null);
            }
            checkSums(checkpoint);
            var notes = Files.readString(checkpoint.resolve(DOCUMENT));
            return new Saved(checkpoint, Safetensors.open(checkpoint.resolve(TENSORS)).readAll(), notes);
        } catch (IOException e) {
            throw failed("read " + checkpoint, e);
        }
    }

    /// Writes a checkpoint and gives its folder; what goes wrong leaves the earlier ones as they were.
    ///
    /// @param keep how many of the last ones stay, besides the best
    /// @param best whether this is the best one now
    /// @throws FormatException when it cannot be written (no room, no permission)
    public Path save(Saved saved, int keep, boolean best) {
        try {
            Files.createDirectories(folder);
            for (var left : list(n -> n.endsWith(PART))) {
                delete(folder.resolve(left));
            }
            var numbers = numbers();
            var name = String.format("%06d", numbers.isEmpty() ? 0 : Math.addExact(numbers.last(), 1));
            var part = folder.resolve(name + PART);
            fill(part, saved);
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.force(folder);
            point(LAST, name);
            if (best) {
                point(BEST, name);
            }
            prune(keep);
            return folder.resolve(name);
        } catch (IOException e) {
            throw failed("write a checkpoint to " + folder, e);
        }
    }

    private static void fill(Path part, Saved saved) throws IOException {
        try {
            Files.createDirectory(part);
            Safetensors.write(part.resolve(TENSORS), saved.tensors(), Map.of("format", "cotangent"));
            AtomicFile.write(part.resolve(DOCUMENT), out -> out.write(saved.notes()
                    .getBytes(StandardCharsets.UTF_8)));
            var sums = sums(part);
            AtomicFile.write(part.resolve(SUMS), out -> out.write(sums.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            delete(part);
            throw e;
        }
    }

    private void point(String pointer, String name) throws IOException {
        AtomicFile.write(folder.resolve(pointer), out -> out.write((name + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private void prune(int keep) throws IOException {
        var numbers = new ArrayList<>(numbers());
        var best = folder.resolve(BEST);
        long kept = Files.exists(best) ? Long.parseLong(Files.readString(best).strip()) : -1;
        for (long n : numbers.subList(0, Math.max(0, numbers.size() - keep))) {
            if (n != kept) {
                // First under the name of a part, so that what is left of it after a stop is no checkpoint.
                var name = String.format("%06d", n);
                var part = folder.resolve(name + PART);
                Files.move(folder.resolve(name), part, StandardCopyOption.ATOMIC_MOVE);
                delete(part);
            }
        }
    }

    private TreeSet<Long> numbers() throws IOException {
        var out = new TreeSet<Long>();
        list(n -> n.matches(NUMBER)).forEach(n -> out.add(Long.parseLong(n)));
        return out;
    }

    private List<String> list(java.util.function.Predicate<String> wanted) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).filter(wanted).toList();
        }
    }

    private static void delete(Path part) throws IOException {
        if (Files.isDirectory(part)) {
            try (var files = Files.list(part)) {
                for (var file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(part);
    }

    private static String sums(Path checkpoint) throws IOException {
        return line(checkpoint, TENSORS) + line(checkpoint, DOCUMENT);
    }

    private static String line(Path checkpoint, String name) throws IOException {
        return Sha256.hex(checkpoint.resolve(name)) + "  " + name + "\n";
    }

    private static void checkSums(Path checkpoint) throws IOException {
        for (var name : List.of(SUMS, TENSORS, DOCUMENT)) {
            if (!Files.isRegularFile(checkpoint.resolve(name))) {
                throw damaged(checkpoint.resolve(name), "no such file", null);
            }
        }
        var sums = Files.readString(checkpoint.resolve(SUMS), StandardCharsets.ISO_8859_1);
        for (var name : List.of(TENSORS, DOCUMENT)) {
            if (!sums.contains(line(checkpoint, name))) {
                var file = checkpoint.resolve(name);
                throw damaged(file, Files.size(file) + " bytes whose SHA-256 is not the one in " + SUMS, null);
            }
        }
        if (!sums.equals(sums(checkpoint))) {
            throw damaged(checkpoint.resolve(SUMS), "more than the sums of two files", null);
        }
    }

    private static FormatException damaged(Path file, String reason, Exception cause) {
        return new FormatException("read the checkpoint's " + file, reason, null,
                "go back to an earlier checkpoint: write its number into the file `" + LAST
                        + "` beside them, or begin anew in another folder", cause);
    }

    private static FormatException failed(String asked, IOException e) {
        var reason = e instanceof FileSystemException f ? f.getClass().getSimpleName() + " " + f.getMessage()
                : String.valueOf(e.getMessage());
        return new FormatException(asked, reason, null,
                "see that there is room and permission; the checkpoints that were there are as they were", e);
    }
}
