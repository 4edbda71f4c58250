package org.cotangent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotangent.core.FormatException;
import org.cotangent.io.Inspection;
import org.cotangent.io.Safetensors;
import org.cotangent.nn.train.Checkpoints;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Looks into the folder of a training run, of its checkpoints, or of one of them; its sums are checked.
final class CheckpointFolder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SHOWN = List.of("format", "version", "step", "epoch", "position", "rate", "seed",
            "notes");

    private CheckpointFolder() {
    }

    /// What is in the checkpoint, or in the last one of several.
    ///
    /// @throws FormatException where there is none, or it is damaged
    static Inspection inspected(Path folder) throws IOException {
        if (Checkpoints.isCheckpoint(folder)) {
            return one(folder, new LinkedHashMap<>());
        }
        var inner = folder.resolve("checkpoints");
        var all = Checkpoints.in(Files.isDirectory(inner) ? inner : folder);
        var last = all.lastFolder();
        if (last.isEmpty()) {
            throw new FormatException("inspect " + folder, "a folder without a checkpoint", null,
                    "give a file, or the folder of a training run or of one of its checkpoints", null);
        }
        var metadata = new LinkedHashMap<String, String>();
        var best = all.bestFolder();
        metadata.put("checkpoints", all.folders().stream().map(f -> f.getFileName() + marks(f.equals(last.get()),
                best.isPresent() && f.equals(best.get()))).collect(Collectors.joining(", ")));
        return one(last.get(), metadata);
    }

    private static String marks(boolean last, boolean best) {
        return last && best ? " (last and best)" : last ? " (last, shown here)" : best ? " (best)" : "";
    }

    private static Inspection one(Path checkpoint, Map<String, String> metadata) throws IOException {
        var notes = document(checkpoint);
        for (var name : SHOWN) {
            if (notes.has(name)) {
                metadata.put(name, notes.get(name).isString() ? notes.get(name).asString() : notes.get(name)
                        .toString());
            }
        }
        var history = notes.path("history");
        if (history.isArray() && !history.isEmpty()) {
            metadata.put("last evaluation", history.get(history.size() - 1).toString());
        }
        var tensors = Safetensors.open(Checkpoints.tensors(checkpoint));
        return new Inspection(checkpoint, "checkpoint", bytes(checkpoint), tensors.entries(), metadata);
    }

    private static JsonNode document(Path checkpoint) {
        var text = Checkpoints.notes(checkpoint);
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new FormatException("inspect " + checkpoint, "a document that is no JSON", null,
                    "give a checkpoint of a training run", e);
        }
    }

    private static long bytes(Path checkpoint) throws IOException {
        var files = new ArrayList<Path>();
        try (var all = Files.list(checkpoint)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        long sum = 0;
        for (var f : files) {
            sum = Math.addExact(sum, Files.size(f));
        }
        return sum;
    }
}
