package org.cotangent.explorer.page;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.Ops;
import org.cotangent.explorer.model.Ask;
import org.cotangent.explorer.model.CompilerView;
import org.cotangent.explorer.model.Evaluation;
import org.cotangent.explorer.model.Findings;
import org.cotangent.explorer.model.Json;
import org.cotangent.explorer.model.Network;
import org.cotangent.explorer.model.Values;
import org.cotangent.explorer.server.Assets;
import org.cotangent.explorer.teach.Questions;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Pictures;
import org.cotangent.program.CodeLanguage;
import org.cotangent.program.Node;
import org.cotangent.storage.Sha256;

/// One file that works without a server: the page, and what the engine said at recorded points.
///
/// What is recorded stands in it compressed, so that answers to questions are in no plain text; nothing is secret.
public final class OfflinePage {
    private static final int[] POINTS = {1, 41, 11, 5};
    private static final int ALONE = 7;
    private static final double STEP = 0.5;

    private final Ask ask;
    private final Graph graph;
    private final List<Concrete> inputs;
    private final Evaluation base;
    private final List<Node> moving;

    private OfflinePage(Ask ask, Graph graph, List<Concrete> inputs) {
        this.ask = ask;
        this.graph = graph;
        this.inputs = inputs;
        this.base = evaluate(ask);
        this.moving = base.isLarge() ? List.of() : base.nodes().stream().filter(n ->
                n.op().equals(n.kind()) && n.type().rank() == 0
                && n.type().dtype().isFloat()).toList();
    }

    /// The file's text.
    public static String of(Ask ask) {
        return new OfflinePage(ask, null, null).html();
    }

    /// The file's text for a graph on the given inputs.
    public static String of(Graph graph, List<Concrete> inputs) {
        return new OfflinePage(Ask.of(null, Map.of(), List.of()), graph, inputs).html();
    }

    private Evaluation evaluate(Ask at) {
        return graph == null ? Evaluation.of(at) : Evaluation.of(graph, inputs, at);
    }

    private String html() {
        var assets = new Assets();
        var icon = "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(assets.get("/icon.svg").bytes());
        var script = text(assets, "/app.js").replace("./icon.svg", icon).replace("</script", "<\\/script");
        var style = text(assets, "/app.css");
        var policy = "default-src 'none'; script-src '" + hash(script) + "'; style-src '" + hash(style)
                + "'; img-src data: blob:; base-uri 'none'; form-action 'none'";
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<title>Cotangent explorer</title><link rel=\"icon\" href=\"" + icon + "\"><style>" + style
                + "</style></head><body><div id=\"app\"></div><script type=\"text/plain\" id=\"recorded\">"
                + packed(recorded()) + "</script><script type=\"module\">" + script + "</script></body></html>\n";
    }

    private static String text(Assets assets, String path) {
        return new String(assets.get(path).bytes(), StandardCharsets.UTF_8);
    }

    private static String hash(String text) {
        return "sha256-" + Base64.getEncoder().encodeToString(Sha256.of(text));
    }

    /// The document, compressed, as Base64.
    private static String packed(Object document) {
        var bytes = Json.bytes(document);
        try (var deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            deflater.setInput(bytes);
            deflater.finish();
            var out = new java.io.ByteArrayOutputStream();
            var buffer = new byte[1 << 16];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return Base64.getEncoder().encodeToString(out.toByteArray());
        }
    }

    private Map<String, Object> recorded() {
        var at = new LinkedHashMap<String, Object>();
        leaves().forEach(n -> at.put(n.name(), Values.whole(n.value())));
        var ticks = new LinkedHashMap<String, Object>();
        moving.forEach(n -> ticks.put(n.name(), ticks(n).stream().map(Values::number).toList()));
        return Values.object("session", Values.object("program", ask.program(), "graph", graph == null
                ? null : graph.name(), "at", at, "params", ask.parameters(),
                "dtype", ask.dtype().text()), "ticks", ticks, "points", points(), "code", code(), "pictures",
                Map.of("dot", Pictures.dot(base.graph()), "mermaid", Pictures.mermaid(base.graph()), "text",
                base.graph().toString()), "questions", questions(), "compiled",
                orNull(() -> new CompilerView(base).json(0)), "curve", orNull(() -> new CompilerView(base).curve()),
                "network", Network.json(base));
    }

    /// The inputs; none of a large program, whose numbers are not recorded.
    private List<Node> leaves() {
        return base.isLarge() ? List.of() : base.nodes().stream().filter(n -> n.op().equals(n.kind())).toList();
    }

    /// What does not run is left out.
    private static <T> T orNull(java.util.function.Supplier<T> document) {
        try {
            return document.get();
        } catch (CotangentException e) {
            return null;
        }
    }

    /// The places of an input's slider; all of them for up to three inputs, else one input moves at a time.
    private List<Double> ticks(Node n) {
        int count = moving.size() < POINTS.length ? POINTS[moving.size()] : ALONE;
        double middle = n.value().getDouble(0);
        var out = new ArrayList<Double>();
        for (int i = -(count / 2); i <= count / 2; i++) {
            out.add(i == 0 ? middle : Math.rint((middle + i * STEP * (count > 20 ? 0.5 : 1)) * 1000) / 1000);
        }
        return out;
    }

    private List<Map<String, Object>> points() {
        var out = new ArrayList<Map<String, Object>>();
        if (moving.size() < POINTS.length) {
            grid(0, new HashMap<>(), out);
            return out;
        }
        out.add(point(Map.of()));
        for (var n : moving) {
            for (double tick : ticks(n)) {
                if (tick != n.value().getDouble(0)) {
                    out.add(point(Map.of(n.name(), tick)));
                }
            }
        }
        return out;
    }

    private void grid(int axis, Map<String, Double> at, List<Map<String, Object>> out) {
        if (axis == moving.size()) {
            out.add(point(at));
            return;
        }
        for (double tick : ticks(moving.get(axis))) {
            at.put(moving.get(axis).name(), tick);
            grid(axis + 1, at, out);
        }
    }

    private Map<String, Object> point(Map<String, Double> moved) {
        var at = new HashMap<String, Concrete>();
        leaves().forEach(n -> at.put(n.name(), n.value()));
        moved.forEach((name, v) -> at.put(name, Ops.scalar(v).concrete()));
        var direction = moving.isEmpty() ? null : Map.of(moving.getFirst().name(), Ops.scalar(1.0).concrete());
        var scalars = new LinkedHashMap<String, Object>();
        moving.forEach(n -> scalars.put(n.name(), Values.number(at.get(n.name()).getDouble(0))));
        var there = evaluate(new Ask(ask.program(), at, ask.parameters(), ask.dtype(), ask.scalar(), direction,
                ask.paths(), ask.formulas()));
        return Values.object("at", scalars, "evaluation", there.json(false), "findings", there.isLarge()
                ? Map.of("findings", List.of()) : Findings.json(there));
    }

    private Map<String, Object> code() {
        var out = new LinkedHashMap<String, Object>();
        for (var language : CodeLanguage.values()) {
            try {
                out.put(language.name().toLowerCase(java.util.Locale.ROOT), base.code(language));
            } catch (CotangentException e) {
                out.put(language.name().toLowerCase(java.util.Locale.ROOT), Map.of("text", "", "names", Map.of()));
            }
        }
        return out;
    }

    /// Each question with its view, and apart from it, compressed once more, what is told after the commitment.
    private List<Object> questions() {
        var out = new ArrayList<Object>();
        try {
            if (base.isLarge()) {
                return out;
            }
            for (var told : Questions.recorded(ask, base)) {
                out.add(Values.object("topic", told.topic(), "question", told.question(), "hints", told.hints(),
                        "answer", packed(told.answer())));
            }
        } catch (CotangentException e) {
            return List.of();
        }
        return out;
    }
}
