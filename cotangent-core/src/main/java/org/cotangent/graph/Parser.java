package org.cotangent.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.cotangent.op.Custom;

/// Reads program text back; the grammar is in docs/graph-format.md.
///
/// What comes out is verified: types agree with their rules, every value is defined once. Equations may stand in any
/// order that has no cycle. Errors are FormatException where the text makes no sense and GraphException where the graph
/// makes none, both with line and column. Text may come from anywhere: what it claims about sizes is not believed.
public final class Parser {
    private final Lexer lexer;
    private final ConstantReader constants;
    private final ValueReader values;
    private final List<Graph> anchors = new ArrayList<>();
    private final boolean checked;

    private Parser(String text, String file, Collection<Class<? extends Custom>> customs, boolean checked) {
        this.lexer = new Lexer(text, file);
        this.constants = new ConstantReader(lexer);
        this.values = new ValueReader(lexer, OpTable.with(customs), this::graphOrReference);
        this.checked = checked;
    }

    /// The graph that the text is.
    public static Graph parse(String text) {
        return parse(text, "graph", List.of());
    }

    /// The graph that a file's text is, in which operations of these classes (records or enums) may occur.
    public static Graph parse(String text, String file, Collection<Class<? extends Custom>> customs) {
        return new Parser(text, file, customs, true).all();
    }

    /// As [#parse(String)] without the type rules, for graphs that only look right.
    static Graph unchecked(String text, Collection<Class<? extends Custom>> customs) {
        return new Parser(text, "graph", customs, false).all();
    }

    private Graph all() {
        constants.table();
        return graph();
    }

    private Graph graphOrReference() {
        int from = lexer.skipSpace();
        if (!lexer.take('&')) {
            return graph();
        }
        long n = lexer.integer(1, Integer.MAX_VALUE);
        if (n > anchors.size() || anchors.get((int) n - 1) == null) {
            throw lexer.wrong(from, "&" + n + ", which is no graph before this place", "write `graph &" + n
                    + " name(...)` where it is used first");
        }
        return anchors.get((int) n - 1);
    }

    private Graph graph() {
        int from = lexer.skipSpace();
        if (!lexer.takeWord("graph")) {
            throw lexer.expected("`graph`");
        }
        values.deeper(from);
        int anchor = lexer.take('&') ? anchor() : -1;
        var g = new GraphReader(lexer, constants, values, checked).read();
        g.hashCode();
        if (anchor >= 0) {
            anchors.set(anchor, g);
        }
        values.shallower();
        return g;
    }

    private int anchor() {
        int from = lexer.at();
        if (lexer.integer(1, Integer.MAX_VALUE) != anchors.size() + 1) {
            throw lexer.wrong(from, "graphs numbered out of order", "number them from 1 on: this one is &"
                    + (anchors.size() + 1));
        }
        anchors.add(null);
        return anchors.size() - 1;
    }
}
