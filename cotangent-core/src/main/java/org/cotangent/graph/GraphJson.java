package org.cotangent.graph;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Shape;
import org.cotangent.core.SourceLine;
import org.cotangent.core.TensorType;
import org.cotangent.op.Callback;
import org.cotangent.op.Custom;
import org.cotangent.op.Op;

/// A graph as JSON with the same content as its text; the schema is in docs/graph-format.md.
///
/// Graphs stand in a table, each after those that its operations hold; the last one is the program.
public final class GraphJson {
    /// The version of the schema. A change that readers of the old one would misunderstand raises it.
    public static final int VERSION = 1;

    private static final int DECIMAL = 64;

    private final JsonWriter json = new JsonWriter();
    private final Map<Graph, Integer> numbers = new IdentityHashMap<>();
    private final Map<Literal, Integer> constants = new LinkedHashMap<>();

    private GraphJson() {
    }

    /// The graph with all graphs and constants in it.
    public static String write(Graph g) {
        return new GraphJson().all(g);
    }

    /// The graph that JSON of this schema is, verified; it may come from anywhere.
    ///
    /// @throws org.cotangent.core.FormatException where the text is no such JSON
    /// @throws org.cotangent.core.GraphException  where what it says is no graph
    public static Graph read(String json) {
        return read(json, List.of());
    }

    /// As above; operations of these classes (records or enums) may occur.
    public static Graph read(String json, Collection<Class<? extends Custom>> customs) {
        return Verifier.verify(unchecked(json, customs));
    }

    /// As [#read(String)] without the type rules, for graphs that only look right.
    static Graph unchecked(String json, Collection<Class<? extends Custom>> customs) {
        return new GraphJsonReader(customs).read(json);
    }

    private String all(Graph g) {
        json.open('{').key("format").string("cotangent.graph").key("version").number(VERSION)
                .line().key("graphs").open('[');
        for (var each : NestedGraphs.of(g).innerFirst()) {
            numbers.put(each, numbers.size());
            json.line();
            graph(each);
        }
        json.close(']').line().key("constants").open('[');
        constants.keySet().forEach(c -> {
            json.line();
            constant(c.value());
        });
        return json.close(']').close('}') + "\n";
    }

    private void graph(Graph g) {
        var names = Names.of(g);
        json.open('{').key("name").string(g.name()).key("inputs").open('[');
        for (var i : g.inputs()) {
            value(i.var(), names).key("role").string(i.role().text()).close('}');
        }
        json.close(']').key("equations").open('[');
        for (var e : g.equations()) {
            json.line();
            equation(e, names);
        }
        json.close(']').line().key("results").open('[');
        g.results().forEach(a -> atom(a, names));
        json.close(']').key("resultTypes").open('[');
        g.resultTypes().forEach(this::type);
        json.close(']').close('}');
    }

    private JsonWriter value(Var v, Names names) {
        var name = names.get(v);
        json.open('{').key("name").string(name);
        if (v.name() != null && Words.isNumbered(name)) {
            json.key("given").raw("true");
        }
        json.key("type");
        type(v.type());
        return json;
    }

    private void type(TensorType t) {
        json.open('{').key("dtype").string(t.dtype().text()).key("shape");
        shape(t.shape());
        json.close('}');
    }

    private void shape(Shape s) {
        json.open('[');
        for (long size : s.sizes()) {
            json.number(size);
        }
        json.close(']');
    }

    private void equation(Equation e, Names names) {
        json.open('{').key("op").string(Parameters.name(e.op()));
        parameters(e.op());
        json.key("operands").open('[');
        e.operands().forEach(a -> atom(a, names));
        json.close(']').key("results").open('[');
        e.results().forEach(r -> value(r, names).close('}'));
        json.close(']').key("lines").open('[');
        e.lines().forEach(this::line);
        json.close(']').close('}');
    }

    private void line(SourceLine l) {
        json.open('{').key("file").string(l.file() == null ? "" : l.file()).key("line").number(l.line());
        if (l.column() > 0) {
            json.key("column").number(l.column());
        }
        json.close('}');
    }

    private void parameters(Op op) {
        var all = Parameters.of(op.getClass());
        if (all.isEmpty()) {
            return;
        }
        json.key("parameters").open('{');
        for (var p : all) {
            json.key(p.name());
            parameter(p.of(op));
        }
        json.close('}');
    }

    // size: table
    private void parameter(Object value) {
        switch (value) {
            case null -> json.raw("null");
            case Boolean b -> json.raw(b.toString());
            case Long n -> json.number(n);
            case Integer n -> json.number(n);
            case Double d -> json.decimal(d.toString());
            case String s -> json.string(s);
            case Callback c -> json.string(c.name());
            case DType d -> json.string(d.text());
            case Enum<?> e -> json.string(e.name().toLowerCase(Locale.ROOT));
            case Shape s -> shape(s);
            case TensorType t -> type(t);
            case Graph g -> json.open('{').key("graph").number(numbers.get(g)).close('}');
            case List<?> list -> {
                json.open('[');
                list.forEach(this::parameter);
                json.close(']');
            }
            default -> json.string(value.toString());
        }
    }

    private void atom(Atom a, Names names) {
        switch (a) {
            case Var v -> json.string(String.valueOf(names.get(v)));
            case Literal l when l.value().isLiteral() -> {
                json.open('{').key("literal");
                element(l.value(), 0);
                json.key("dtype").string(l.type().dtype().text()).close('}');
            }
            case Literal l -> json.open('{').key("constant").number(constants.computeIfAbsent(l,
                    k -> constants.size())).close('}');
        }
    }

    private void element(Concrete t, long i) {
        switch (t.dtype()) {
            case BOOL -> json.raw(Numerals.text(t, i));
            case INT32, INT64 -> json.number(t.getLong(i));
            default -> json.decimal(Numerals.text(t, i));
        }
    }

    private void constant(Concrete t) {
        json.open('{').key("type");
        type(t.type());
        if (t.shape().count() > DECIMAL) {
            json.key("base64").plain(out -> Constants.base64(t, out));
        } else {
            json.key("data").open('[');
            for (long i = 0; i < t.shape().count(); i++) {
                element(t, i);
            }
            json.close(']');
        }
        json.close('}');
    }
}
