package org.cotangent.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotangent.core.GraphException;
import org.cotangent.core.SourceLine;
import org.cotangent.core.TensorType;

/// Reads one graph; equations may stand in any order that has no cycle.
final class GraphReader {
    private record Defined(Var var, int equation) {
    }

    private final Lexer lexer;
    private final ConstantReader constants;
    private final ValueReader values;
    private final boolean checked;
    private final Map<String, Defined> scope = new HashMap<>();
    private final List<Input> inputs = new ArrayList<>();
    private final List<Draft> drafts = new ArrayList<>();
    private final List<Draft.Operand> returned = new ArrayList<>();
    private List<TensorType> types;
    private String name;
    private boolean forward;

    GraphReader(Lexer lexer, ConstantReader constants, ValueReader values, boolean checked) {
        this.lexer = lexer;
        this.constants = constants;
        this.values = values;
        this.checked = checked;
    }

    /// The graph whose name comes next.
    Graph read() {
        int start = lexer.skipSpace();
        name = lexer.peek() == '"' ? lexer.quoted() : lexer.word("the graph's name");
        header();
        lexer.demand('{', "to begin the equations");
        while (!lexer.takeWord("return")) {
            equation();
        }
        while (lexer.peek() != '}') {
            returned.add(operand());
        }
        lexer.demand('}', "to end the graph");
        return assemble(start);
    }

    private void header() {
        lexer.demand('(', "and the inputs");
        while (!lexer.take(')')) {
            if (!inputs.isEmpty()) {
                lexer.demand(',', "between inputs, or `)` after them");
            }
            var v = declared(-1, new ArrayList<>());
            inputs.add(new Input(v, role()));
        }
        lexer.demandArrow();
        types = new ArrayList<>();
        if (!lexer.take('(')) {
            types.add(lexer.type());
            return;
        }
        while (!lexer.take(')')) {
            if (!types.isEmpty()) {
                lexer.demand(',', "between types, or `)` after them");
            }
            types.add(lexer.type());
        }
    }

    private Role role() {
        int from = lexer.skipSpace();
        var word = lexer.word("input, param or state");
        for (var r : Role.values()) {
            if (r.text().equals(word)) {
                return r;
            }
        }
        throw lexer.wrong(from, "`" + word.toLowerCase(Locale.ROOT) + "`", "expected input, param or state");
    }

    /// A name with its type, defined by an equation or, for -1, an input.
    private Var declared(int equation, List<String> names) {
        int from = lexer.skipSpace();
        boolean quoted = lexer.peek() == '"';
        var path = lexer.path("a value's name, or `return`");
        lexer.demand(':', "and the value's type");
        var v = new Var(lexer.type(), !quoted && Words.isNumbered(path) ? null : path);
        if (scope.putIfAbsent(path, new Defined(v, equation)) != null) {
            throw new GraphException("read a graph", "the value " + path + " defined twice", lexer.where(from),
                    "give each value a name of its own", null);
        }
        names.add(path);
        return v;
    }

    private void equation() {
        int from = lexer.skipSpace();
        var results = new ArrayList<Var>(1);
        var names = new ArrayList<String>(1);
        while (!lexer.take('=')) {
            if (!results.isEmpty()) {
                lexer.demand(',', "between results, or `=` after them");
            }
            results.add(declared(drafts.size(), names));
        }
        var op = values.op();
        var operands = new ArrayList<Draft.Operand>(2);
        while (isOperand()) {
            operands.add(operand());
        }
        drafts.add(new Draft(op, operands, List.copyOf(results), names, lines(), from));
    }

    /// Whether an operand comes next, and not a source line, the next equation or the end.
    private boolean isOperand() {
        char c = lexer.peek();
        if (c == '#' || lexer.isNumber()) {
            return true;
        }
        if (c != '"' && !Words.isStart(c)) {
            return false;
        }
        int from = lexer.at();
        var word = lexer.peekWord();
        if (Words.isReserved(word)) {
            return Words.isDType(word);
        }
        lexer.path("a value");
        boolean begins = lexer.peek() == ':';
        lexer.back(from);
        return !begins;
    }

    private Draft.Operand operand() {
        int from = lexer.skipSpace();
        if (lexer.take('#')) {
            return new Draft.Known(constants.entryOf(from));
        }
        if (lexer.isNumber()) {
            return constants.number();
        }
        if (Words.isDType(lexer.peekWord())) {
            return new Draft.Known(constants.inline());
        }
        var path = lexer.path("a value");
        var found = scope.get(path);
        forward |= found == null || found.equation == drafts.size();
        return new Draft.Reference(path, from);
    }

    private List<SourceLine> lines() {
        if (lexer.peek() != '@') {
            return List.of();
        }
        var out = new ArrayList<SourceLine>(1);
        while (lexer.take('@')) {
            var file = lexer.file();
            lexer.demand(':', "and the line's number");
            int line = (int) lexer.integer(0, Integer.MAX_VALUE);
            int column = lexer.take(':') ? (int) lexer.integer(1, Integer.MAX_VALUE) : 0;
            out.add(new SourceLine(file, line, column));
        }
        return List.copyOf(out);
    }

    private Graph assemble(int start) {
        var equations = new ArrayList<Equation>(drafts.size());
        for (int i : order()) {
            var d = drafts.get(i);
            var operands = atoms(d);
            check(d, operands);
            equations.add(new Equation(d.op(), operands, d.results(), d.lines()));
        }
        return new Graph(name, inputs, equations, results(start));
    }

    private int[] order() {
        if (!forward) {
            return java.util.stream.IntStream.range(0, drafts.size()).toArray();
        }
        var sorted = Ordering.of(drafts.size(),
                i -> drafts.get(i).operands().stream().filter(Draft.Reference.class::isInstance)
                .mapToInt(o -> find((Draft.Reference) o).equation).filter(j -> j >= 0).toArray());
        if (sorted.order() != null) {
            return sorted.order();
        }
        var around = sorted.cycle().stream().map(i -> String.join(", ", drafts.get(i).names())).toList();
        throw new GraphException("read a graph", "a cycle: " + Ordering.circle(around),
                lexer.where(drafts.get(sorted.cycle().getFirst()).place()),
                "break it: a value cannot depend on itself; use a loop that carries state", null);
    }

    private Defined find(Draft.Reference r) {
        var found = scope.get(r.name());
        if (found == null) {
            throw new GraphException("read a graph", "the value " + r.name() + ", which nothing in graph " + name
                    + " defines",
                    lexer.where(r.place()), "define it by an equation, or make it an input: graphs are closed", null);
        }
        return found;
    }

    private List<Atom> atoms(Draft d) {
        var out = new Atom[d.operands().size()];
        var known = new ArrayList<Atom>(out.length);
        for (int i = 0; i < out.length; i++) {
            if (d.operands().get(i) instanceof Draft.Reference r) {
                out[i] = find(r).var;
                known.add(out[i]);
            }
        }
        for (int i = 0; i < out.length; i++) {
            if (d.operands().get(i) instanceof Draft.Known k) {
                out[i] = k.literal();
            } else if (d.operands().get(i) instanceof Draft.Plain p) {
                out[i] = constants.literal(Printer.plain(known, d.results()), p.text(), p.place());
            }
        }
        return List.of(out);
    }

    private void check(Draft d, List<Atom> operands) {
        var fault = checked ? EquationRules.check(d.op(), operands, d.results().stream().map(Var::type).toList())
                : null;
        if (fault != null) {
            throw new GraphException("read " + String.join(", ", d.names()) + " = " + Printer.op(d.op()), fault.got(),
                    lexer.where(d.place()),
                    fault.remedy(), fault.cause());
        }
    }

    private List<Atom> results(int start) {
        if (returned.size() != types.size()) {
            throw new GraphException("read a graph", returned.size() + " returned values in graph " + name,
                    lexer.where(start),
                    "return as many as the header says: " + types.size(), null);
        }
        var out = new ArrayList<Atom>(types.size());
        for (int i = 0; i < types.size(); i++) {
            Atom a = switch (returned.get(i)) {
                case Draft.Reference r -> find(r).var;
                case Draft.Known k -> k.literal();
                case Draft.Plain p -> constants.literal(types.get(i).dtype(), p.text(), p.place());
            };
            if (!a.type().equals(types.get(i))) {
                throw new GraphException("read a graph", "result " + i + " of type " + a.type() + " in graph " + name,
                        lexer.where(start),
                        "declare that type behind `->` instead of " + types.get(i), null);
            }
            out.add(a);
        }
        return out;
    }
}
