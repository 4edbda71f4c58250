package org.cotangent.explorer;

import java.util.HashMap;
import java.util.Map;
import org.cotangent.core.FormatException;
import org.cotangent.graph.Graph;
import org.cotangent.graph.GraphJson;
import org.cotangent.graph.Parser;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what [GraphJson] wrote: the document says the same as the text form, so it is written as that and parsed,
/// which checks everything.
public final class SavedGraph {
    private static final int DEEPEST = 200;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(1 << 30).build()).build()).build();

    private final JsonNode graphs;
    private final StringBuilder out = new StringBuilder();
    /// Numbers of graphs in the text, in the order in which they appear.
    private final Map<Integer, Integer> anchors = new HashMap<>();

    private SavedGraph(JsonNode graphs) {
        this.graphs = graphs;
    }

    /// The graph of a JSON document; a [FormatException] says what is wrong with it.
    public static Graph read(String json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw wrong("no JSON: " + e.getOriginalMessage());
        }
        if (!root.path("format").asString("").equals("cotangent.graph")) {
            throw wrong("no document of the format cotangent.graph");
        }
        if (root.path("version").asInt(-1) != GraphJson.VERSION) {
            throw wrong("version " + root.path("version"));
        }
        var s = new SavedGraph(list(root, "graphs"));
        if (s.graphs.isEmpty()) {
            throw wrong("no graph");
        }
        s.graph(s.graphs.size() - 1, 0);
        s.constants(list(root, "constants"));
        return Parser.parse(s.out.toString());
    }

    private static FormatException wrong(String got) {
        return new FormatException("read a saved graph", got, null, "give what GraphJson.write has written", null);
    }

    private static JsonNode list(JsonNode n, String name) {
        if (!n.path(name).isArray()) {
            throw wrong("no list `" + name + "`");
        }
        return n.get(name);
    }

    /// Recursion is over graphs inside graphs, as deep as the parser takes them.
    private void graph(int index, int depth) {
        if (index < 0 || index >= graphs.size() || depth > DEEPEST) {
            throw wrong("a reference to the graph " + index);
        }
        var g = graphs.get(index);
        anchors.put(index, anchors.size() + 1);
        out.append("graph &").append(anchors.get(index)).append(' ').append(quoted(g.path("name"))).append('(');
        var separator = "";
        for (var i : list(g, "inputs")) {
            out.append(separator);
            value(i);
            out.append(' ').append(word(i.path("role").asString("input")));
            separator = ", ";
        }
        out.append(") -> (");
        separator = "";
        for (var t : list(g, "resultTypes")) {
            out.append(separator).append(type(t));
            separator = ", ";
        }
        out.append(") {\n");
        for (var e : list(g, "equations")) {
            equation(e, depth);
        }
        out.append("return");
        list(g, "results").forEach(this::atom);
        out.append("\n}");
    }

    private void equation(JsonNode e, int depth) {
        var separator = "";
        for (var r : list(e, "results")) {
            out.append(separator);
            value(r);
            separator = ", ";
        }
        out.append(" = ").append(word(e.path("op").asString("")));
        separator = "[";
        for (var p : e.path("parameters").properties()) {
            out.append(separator).append(word(p.getKey())).append('=');
            parameter(p.getValue(), depth);
            separator = ", ";
        }
        out.append(separator.equals("[") ? "" : "]");
        list(e, "operands").forEach(this::atom);
        for (var l : list(e, "lines")) {
            out.append(" @").append(quoted(l.path("file"))).append(':').append(l.path("line").asInt(0));
            out.append(l.has("column") ? ":" + l.get("column").asInt(1) : "");
        }
        out.append('\n');
    }

    private void value(JsonNode v) {
        out.append(quoted(v.path("name"))).append(": ").append(type(v.path("type")));
    }

    private void atom(JsonNode a) {
        if (a.isString()) {
            out.append(' ').append(quoted(a));
        } else if (a.has("literal")) {
            out.append(' ').append(plain(a.get("literal"))).append(':').append(word(a.path("dtype").asString("")));
        } else {
            out.append(" #").append(a.path("constant").asInt(-1));
        }
    }

    private void parameter(JsonNode v, int depth) {
        if (v.isArray()) {
            out.append('[');
            for (int i = 0; i < v.size(); i++) {
                out.append(i == 0 ? "" : ", ");
                parameter(v.get(i), depth);
            }
            out.append(']');
        } else if (v.has("graph")) {
            int index = v.get("graph").asInt(-1);
            if (anchors.containsKey(index)) {
                out.append('&').append(anchors.get(index));
            } else {
                graph(index, depth + 1);
            }
        } else {
            out.append(v.has("dtype") ? type(v) : v.isNull() ? "none" : plain(v));
        }
    }

    private static String plain(JsonNode v) {
        if (v.isString()) {
            return v.stringValue().matches("[-+.A-Za-z0-9_()]+") ? v.stringValue() : quoted(v);
        }
        return v.toString();
    }

    private static String type(JsonNode t) {
        var sizes = new StringBuilder();
        for (var s : list(t, "shape")) {
            sizes.append(sizes.isEmpty() ? "" : ",").append(s.asLong(-1));
        }
        return word(t.path("dtype").asString("")) + "[" + sizes + "]";
    }

    private void constants(JsonNode all) {
        if (all.isEmpty()) {
            return;
        }
        out.append("\nconstants {\n");
        for (int i = 0; i < all.size(); i++) {
            var c = all.get(i);
            out.append('#').append(i).append(": ").append(type(c.path("type"))).append(" = ");
            if (c.has("base64")) {
                out.append("base64 ").append(quoted(c.get("base64")));
            } else {
                var separator = "";
                for (var n : list(c, "data")) {
                    out.append(separator).append(plain(n));
                    separator = ", ";
                }
            }
            out.append('\n');
        }
        out.append("}\n");
    }

    private static String word(String s) {
        if (!s.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw wrong("`" + s.substring(0, Math.min(40, s.length())) + "` as a word");
        }
        return s;
    }

    private static String quoted(JsonNode n) {
        var text = n.asString("");
        if (text.matches("%[0-9]+")) {
            return text;
        }
        var s = new StringBuilder("\"");
        text.chars().forEach(c -> s.append(c == '"' ? "\\\"" : c == '\\' ? "\\\\" : c == '\n' ? "\\n"
                : c < 32 || c > 126 ? String.format("\\u%04x", c) : Character.toString(c)));
        return s.append('"').toString();
    }
}
