package org.cotangent.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.GraphException;
import org.cotangent.core.Shape;
import org.cotangent.core.SourceLine;
import org.cotangent.core.TensorType;
import org.cotangent.op.Custom;
import org.cotangent.storage.Storage;

/// Reads what [GraphJson] writes. Nothing that the text claims about sizes is believed before the numbers are there.
final class GraphJsonReader {
    private static final Set<String> NONE = Set.of();
    private static final Set<String> GIVEN = Set.of("given");

    private final JsonFields fields = new JsonFields(this::place);
    private final List<Graph> graphs = new ArrayList<>();
    private final Map<Graph, Integer> depths = new IdentityHashMap<>();
    private final List<Literal> constants = new ArrayList<>();
    private final JsonOps ops;
    private String place = "the top";
    private int equation = -1;
    private Map<String, Var> scope;
    private int depth;

    GraphJsonReader(Collection<Class<? extends Custom>> customs) {
        this.ops = new JsonOps(fields, OpTable.with(customs), graphs);
    }

    private String place() {
        return place + (equation < 0 ? "" : ".equations[" + equation + "]");
    }

    Graph read(String json) {
        var top = fields.object(JsonReader.read(json), Set.of("format", "version", "graphs", "constants"), NONE);
        if (!"cotangent.graph".equals(top.get("format"))) {
            throw fields.wrong("format " + top.get("format"), "give what GraphJson.write makes");
        }
        if (fields.integer(top.get("version"), Long.MIN_VALUE, Long.MAX_VALUE) != GraphJson.VERSION) {
            throw fields.wrong("version " + top.get("version"), "write it again with this release, which reads version "
                    + GraphJson.VERSION);
        }
        var list = fields.list(top.get("constants"));
        for (int i = 0; i < list.size(); i++) {
            place = "constants[" + i + "]";
            constants.add(new Literal(constant(list.get(i))));
        }
        var all = fields.list(top.get("graphs"));
        for (int i = 0; i < all.size(); i++) {
            place = "graphs[" + i + "]";
            graph(all.get(i));
        }
        place = "the top";
        if (graphs.isEmpty()) {
            throw fields.wrong("no graph", "give at least one: the last is the program");
        }
        return graphs.getLast();
    }

    private void graph(Object json) {
        var map = fields.object(json, Set.of("name", "inputs", "equations", "results", "resultTypes"), NONE);
        scope = new HashMap<>();
        depth = 0;
        var inputs = new ArrayList<Input>();
        for (var i : fields.list(map.get("inputs"))) {
            var input = fields.object(i, Set.of("name", "type", "role"), GIVEN);
            inputs.add(new Input(declared(input), role(fields.string(input.get("role")))));
        }
        var equations = new ArrayList<Equation>();
        for (var e : fields.list(map.get("equations"))) {
            equation = equations.size();
            equations.add(equation(e));
        }
        equation = -1;
        var results = new ArrayList<Atom>();
        for (var r : fields.list(map.get("results"))) {
            results.add(atom(r));
        }
        var g = new Graph(fields.string(map.get("name")), inputs, equations, results);
        if (!fields.list(map.get("resultTypes")).stream().map(fields::type).toList().equals(g.resultTypes())) {
            throw fields.wrong("resultTypes that are not " + g.resultTypes(), "give the types of the results");
        }
        g.hashCode();
        graphs.add(g);
        depths.put(g, depth + 1);
    }

    private Var declared(Map<String, Object> json) {
        var name = fields.string(json.get("name"));
        boolean given = json.containsKey("given") && fields.bool(json.get("given"));
        var v = new Var(fields.type(json.get("type")), !given && Words.isNumbered(name) ? null : name);
        if (scope.putIfAbsent(name, v) != null) {
            throw new GraphException("read a graph from JSON, in " + place(), "the value " + name + " defined twice",
                    null, "give each value a name of its own", null);
        }
        return v;
    }

    private Role role(String text) {
        for (var r : Role.values()) {
            if (r.text().equals(text)) {
                return r;
            }
        }
        throw fields.wrong("role \"" + text + "\"", "give input, param or state");
    }

    private Equation equation(Object json) {
        var map = fields.object(json, Set.of("op", "operands", "results", "lines"), Set.of("parameters"));
        var op = ops.op(fields.string(map.get("op")), map.get("parameters"));
        for (var held : Parameters.graphs(op)) {
            depth = Math.max(depth, depths.get(held));
            if (depth >= NestedGraphs.DEPTH) {
                throw fields.wrong("graphs nested deeper than " + NestedGraphs.DEPTH,
                        "call graphs one after the other instead of inside each other");
            }
        }
        var operands = fields.list(map.get("operands")).stream().map(this::atom).toList();
        var results = new ArrayList<Var>(1);
        for (var r : fields.list(map.get("results"))) {
            results.add(declared(fields.object(r, Set.of("name", "type"), GIVEN)));
        }
        return new Equation(op, operands, results, fields.list(map.get("lines")).stream().map(this::line).toList());
    }

    private SourceLine line(Object json) {
        var map = fields.object(json, Set.of("file", "line"), Set.of("column"));
        return new SourceLine(fields.string(map.get("file")), (int) fields.integer(map.get("line"), 0,
                Integer.MAX_VALUE), map.containsKey("column") ? (int) fields.integer(map.get("column"), 1,
                Integer.MAX_VALUE) : 0);
    }

    private Atom atom(Object json) {
        if (json instanceof String name) {
            var v = scope.get(name);
            if (v == null) {
                throw new GraphException("read a graph from JSON, in " + place(), "the value " + name
                        + ", which nothing before it defines", null,
                        "define it by an equation that stands before, or make it an input: graphs are closed", null);
            }
            return v;
        }
        if (json instanceof Map<?, ?> m && m.containsKey("constant")) {
            var map = fields.object(json, Set.of("constant"), NONE);
            long i = fields.integer(map.get("constant"), 0, Integer.MAX_VALUE);
            if (i >= constants.size()) {
                throw fields.wrong("constant " + i + " of " + constants.size(), "add it to `constants`");
            }
            return constants.get((int) i);
        }
        var map = fields.object(json, Set.of("literal", "dtype"), NONE);
        var dtype = fields.dtype(map.get("dtype"));
        var storage = Storage.allocate(dtype.cell(), 1);
        set(dtype, storage, 0, map.get("literal"));
        return new Literal(Concrete.of(new TensorType(Shape.SCALAR, dtype), storage).asLiteral(true));
    }

    private Concrete constant(Object json) {
        var map = fields.object(json, Set.of("type"), Set.of("data", "base64"));
        var type = fields.type(map.get("type"));
        if (map.size() != 2) {
            throw fields.wrong("the keys " + map.keySet(), "give either data or base64");
        }
        return map.containsKey("data") ? decimals(type, fields.list(map.get("data")))
                : bytes(type, fields.string(map.get("base64")));
    }

    private Concrete decimals(TensorType type, List<Object> data) {
        if (data.size() != type.shape().count()) {
            throw fields.wrong(data.size() + " numbers for " + type, "give as many as it has elements");
        }
        var storage = Storage.allocate(type.dtype().cell(), data.size());
        for (int i = 0; i < data.size(); i++) {
            set(type.dtype(), storage, i, data.get(i));
        }
        return Concrete.of(type, storage);
    }

    private Concrete bytes(TensorType type, String base64) {
        if (type.shape().count() > base64.length()) {
            throw fields.wrong(base64.length() + " characters for " + type, "give all its bytes, little-endian");
        }
        var storage = Storage.allocate(type.dtype().cell(), type.shape().count());
        try {
            Constants.fromBase64(storage, base64);
        } catch (IllegalArgumentException e) {
            throw fields.wrong("Base64 that does not fit " + type + ": " + e.getMessage(),
                    "give all its bytes, little-endian", e);
        }
        return Concrete.of(type, storage);
    }

    private void set(DType dtype, Storage storage, long i, Object json) {
        try {
            Numerals.set(dtype, storage, i, fields.numeral(json));
        } catch (NumberFormatException e) {
            throw fields.wrong(json.toString(), "give a number of dtype " + dtype, e);
        }
    }
}
