package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.core.FormatException;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;
import org.cotangent.nn.train.Checkpoints.Saved;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// A run as a checkpoint holds it: tensors under the paths of [Learned], all else as JSON.
final class SavedRun {
    private static final int VERSION = 1;
    private static final int SHOWN = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private SavedRun() {
    }

    static Saved of(Run<?, ?> run, Settings settings) {
        var leaves = new ArrayList<Tensor>();
        var paths = Structure.of(run.learned(), leaves).paths("");
        var tensors = new LinkedHashMap<String, Tensor>();
        for (int i = 0; i < leaves.size(); i++) {
            tensors.put(paths.get(i), leaves.get(i));
        }
        var notes = new LinkedHashMap<String, Object>();
        notes.put("format", "cotangent training run");
        notes.put("version", VERSION);
        notes.put("step", run.step());
        notes.put("epoch", run.epoch());
        notes.put("position", run.position());
        notes.put("lossSum", run.lossSum());
        notes.put("rate", run.rate());
        notes.put("seed", settings.seed());
        notes.put("notes", settings.notes());
        notes.put("history", run.history().stream().map(SavedRun::row).toList());
        notes.put("curve", Map.of("block", run.curve().block(), "means", run.curve().means(), "filled",
                run.curve().filled(), "rest", run.curve().rest()));
        return new Saved(null, tensors, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(notes));
    }

    private static Map<String, Object> row(Evaluation e) {
        return Map.of("epoch", e.epoch(), "step", e.step(), "loss", e.loss(), "rate", e.rate(), "metrics",
                e.metrics());
    }

    /// The run that a checkpoint holds, of the same structure as `like`.
    static <P, S> Run<P, S> restored(Saved saved, Run<P, S> like, Settings settings) {
        var notes = document(saved);
        if (notes.path("version").asInt(-1) != VERSION) {
            throw bad(saved, "format version " + notes.path("version"), "use the version of Cotangent that wrote it");
        }
        sameSettings(saved, notes, settings);
        var leaves = new ArrayList<Tensor>();
        var structure = Structure.of(like.learned(), leaves);
        @SuppressWarnings("unchecked")
        var learned = (Learned<P, S>) structure.build(matched(saved, structure.paths(""), leaves));
        var history = new ArrayList<Evaluation>();
        notes.get("history").forEach(e -> history.add(evaluation(e)));
        var c = notes.get("curve");
        var means = new ArrayList<Double>();
        c.get("means").forEach(v -> means.add(number(v)));
        return new Run<>(learned, notes.get("step").asLong(), notes.get("epoch").asLong(),
                notes.get("position").asLong(), number(notes.get("lossSum")), number(notes.get("rate")), history,
                new Curve(c.get("block").asLong(), List.copyOf(means), c.get("filled").asLong(),
                        number(c.get("rest"))));
    }

    private static JsonNode document(Saved saved) {
        try {
            return JSON.readTree(saved.notes());
        } catch (JacksonException e) {
            throw bad(saved, "a document that is no JSON", "give a checkpoint of a training run");
        }
    }

    private static void sameSettings(Saved saved, JsonNode notes, Settings settings) {
        var found = new TreeMap<String, String>();
        notes.path("notes").properties().forEach(e -> found.put(e.getKey(), e.getValue().asString()));
        found.put("seed", notes.path("seed").asString());
        var wanted = new TreeMap<>(settings.notes());
        wanted.put("seed", Long.toString(settings.seed()));
        if (!found.equals(wanted)) {
            var other = new TreeMap<String, String>();
            found.forEach((k, v) -> other.put(k, v.equals(wanted.get(k)) ? null : v + ", not " + wanted.get(k)));
            wanted.keySet().stream().filter(k -> !found.containsKey(k)).forEach(k -> other.put(k, "nothing"));
            other.values().removeIf(java.util.Objects::isNull);
            throw bad(saved, "a run with " + other, "continue with the settings that it began with");
        }
    }

    private static Evaluation evaluation(JsonNode e) {
        var metrics = new TreeMap<String, Double>();
        e.get("metrics").properties().forEach(m -> metrics.put(m.getKey(), number(m.getValue())));
        return new Evaluation(e.get("epoch").asLong(), e.get("step").asLong(), number(e.get("loss")),
                number(e.get("rate")), metrics);
    }

    private static double number(JsonNode n) {
        return n.isNumber() ? n.asDouble() : Double.parseDouble(n.asString());
    }

    private static List<Tensor> matched(Saved saved, List<String> paths, List<Tensor> like) {
        var wrong = new ArrayList<String>();
        var out = new ArrayList<Tensor>();
        for (int i = 0; i < paths.size(); i++) {
            var got = saved.tensors().get(paths.get(i));
            if (got == null) {
                wrong.add(paths.get(i) + " is missing");
            } else if (!got.type().equals(like.get(i).type())) {
                wrong.add(paths.get(i) + " is " + got.type() + " in place of " + like.get(i).type());
            }
            out.add(got);
        }
        saved.tensors().keySet().stream().filter(n -> !paths.contains(n)).forEach(n -> wrong.add(n + " is not ours"));
        if (!wrong.isEmpty()) {
            throw bad(saved, String.join("; ", wrong.subList(0, Math.min(SHOWN, wrong.size())))
                    + (wrong.size() > SHOWN ? "; and " + (wrong.size() - SHOWN) + " more" : ""),
                    "continue with the model and the optimiser that the run began with");
        }
        return out;
    }

    private static FormatException bad(Saved saved, String got, String remedy) {
        return new FormatException("continue from " + saved.folder(), got, null, remedy, null);
    }
}
