package org.cotangent.nn.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.cotangent.core.FormatException;
import org.cotangent.core.Tensor;
import org.cotangent.io.ExistingFile;
import org.cotangent.nn.infer.Diagnostics;
import org.cotangent.nn.infer.Draws;
import org.cotangent.nn.infer.Estimate;
import org.cotangent.nn.infer.Model;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// A model with its data, and reference estimates where the folder has them.
///
/// @param name      the model's name
/// @param model     the model
/// @param reference mean, sd, q05, q95 of each number; null: none
record PosteriorData(String name, Model model, JsonNode reference) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EIGHT = "eight_schools_noncentered";

    /// The model whose data are typed in.
    static PosteriorData eightSchools() {
        return new PosteriorData(EIGHT, Posteriors.ALL.get(EIGHT).apply(Posteriors.EIGHT_SCHOOLS), null);
    }

    /// The model that a folder is called by, with the data in its `data.json`.
    ///
    /// @throws FormatException where there is no model of that name, or data lack or are no numbers
    static PosteriorData in(Path folder) throws IOException {
        var name = folder.toAbsolutePath().normalize().getFileName().toString();
        var made = Posteriors.ALL.get(name);
        if (made == null) {
            throw new FormatException("sample " + folder, "no model called " + name, null, "give a folder called by "
                    + "one of " + Posteriors.ALL.keySet() + ", with data.json in it", null);
        }
        var file = folder.resolve("data.json");
        var data = document(file);
        var reference = folder.resolve("reference.json");
        return new PosteriorData(name, made.apply(n -> number(file, data, n)),
                Files.isRegularFile(reference) ? document(reference) : null);
    }

    private static JsonNode document(Path file) throws IOException {
        ExistingFile.require(file, "read " + file, "give a folder with the model's data.json");
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JacksonException e) {
            throw new FormatException("read " + file, "a document that is no JSON", null, "give a JSON object", e);
        }
    }

    private static Tensor number(Path file, JsonNode data, String name) {
        var node = data.path(name);
        if (!node.isNumber() && !isNumbers(node)) {
            throw new FormatException("read " + file, "`" + name + "`: " + (node.isMissingNode() ? "missing" : node),
                    null, "give a number or an array of numbers of that name", null);
        }
        return Posteriors.of(node);
    }

    /// A list of numbers, or of lists of numbers of one length.
    private static boolean isNumbers(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            return false;
        }
        int width = node.get(0).size();
        for (var v : node) {
            boolean row = v.isArray() && width > 0 && v.size() == width && v.valueStream().allMatch(JsonNode::isNumber);
            if (v.isNumber() != node.get(0).isNumber() || !v.isNumber() && !row) {
                return false;
            }
        }
        return true;
    }

    /// The largest distance of an estimate (mean, sd, q05, q95) from the reference, in standard errors of both; those
    /// of the reference are of as many independent draws as it has.
    OptionalDouble worst(Map<String, Estimate> estimates, Draws draws) {
        if (reference == null) {
            return OptionalDouble.empty();
        }
        double worst = 0;
        for (var e : estimates.entrySet()) {
            var r = reference.path(e.getKey());
            if (r.isObject()) {
                worst = Math.max(worst, distance(e.getValue(), draws.of(e.getKey()), r));
            }
        }
        return OptionalDouble.of(worst);
    }

    private static double distance(Estimate e, double[][] draws, JsonNode r) {
        double n = r.path("draws").asDouble(10_000);
        double sd = r.get("sd").asDouble();
        double ofMean = Math.max(r.path("se_of_mean_between_chains").asDouble(0), sd / Math.sqrt(n));
        double mean = Math.abs(e.average() - r.get("mean").asDouble()) / Math.hypot(e.errors().average(), ofMean);
        double spread = z(e.deviation(), sd, e.errors().deviation(), Diagnostics.essDeviation(draws), n);
        double low = z(e.q05(), r.get("q05").asDouble(), e.errors().q05(), Diagnostics.essQuantile(draws, 0.05), n);
        double high = z(e.q95(), r.get("q95").asDouble(), e.errors().q95(), Diagnostics.essQuantile(draws, 0.95), n);
        return Math.max(Math.max(mean, spread), Math.max(low, high));
    }

    private static double z(double ours, double theirs, double error, double size, double draws) {
        return Math.abs(ours - theirs) / Math.hypot(error, error * Math.sqrt(size / draws));
    }
}
