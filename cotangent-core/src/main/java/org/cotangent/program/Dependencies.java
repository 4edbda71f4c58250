package org.cotangent.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.GraphException;

/// What each statement of a program uses: finds the inputs, names assigned twice, cycles and uses before assignment.
final class Dependencies {
    private final Program program;
    private final Map<String, Statement> assigned = new HashMap<>();
    private final Map<String, Integer> position = new HashMap<>();

    Dependencies(Program program) {
        this.program = program;
    }

    /// The inputs with their first uses.
    Map<String, Token> check() {
        for (int i = 0; i < program.statements().size(); i++) {
            var s = program.statements().get(i);
            if (s.name() == null) {
                continue;
            }
            var before = assigned.putIfAbsent(s.name(), s);
            if (before != null) {
                throw error(s.start(), s.start().shown() + " a second time, after " + before.start().line() + ":"
                        + before.start().column(), "give each value its own name");
            }
            position.put(s.name(), i);
        }
        cycles();
        var inputs = new LinkedHashMap<String, Token>();
        for (int i = 0; i < program.statements().size(); i++) {
            uses(program.statements().get(i), i, inputs);
        }
        return inputs;
    }

    private void uses(Statement s, int at, Map<String, Token> inputs) {
        for (var step : s.code()) {
            if (step instanceof Step.Call c) {
                known(c.token());
            } else if (step instanceof Step.Name n && !(s.isFunction() && s.parameters().contains(n.token().text()))) {
                var t = n.token();
                var other = assigned.get(t.text());
                if (other == null) {
                    inputs.putIfAbsent(t.text(), t);
                } else if (other.isFunction()) {
                    throw error(t, "the function " + t.shown() + " where a value must stand", "call it: " + t.text()
                            + "(...)");
                } else if (!s.isFunction() && position.get(t.text()) >= at) {
                    throw error(t, t.shown() + " before it is assigned at " + other.start().line() + ":"
                            + other.start().column(),
                            "move its assignment up");
                }
            }
        }
    }

    private void known(Token t) {
        if (!program.functions().containsKey(t.text()) && Functions.named(t.text()).isEmpty()) {
            var near = Functions.nearest(t.text());
            throw error(t, "the unknown function " + t.shown(), near == null
                    ? "use a function of the language, or define it: f(x) = ..."
                    : "did you mean `" + near + "`?");
        }
    }

    /// Depth-first search with a stack of its own.
    private void cycles() {
        Set<String> done = new HashSet<>();
        for (var name : assigned.keySet().stream().sorted((a, b) -> position.get(a) - position.get(b)).toList()) {
            var path = new ArrayList<String>();
            var rest = new ArrayDeque<Iterator<String>>();
            if (done.add(name)) {
                path.add(name);
                rest.push(needs(assigned.get(name)).iterator());
            }
            var open = new HashSet<>(path);
            while (!rest.isEmpty()) {
                if (!rest.peek().hasNext()) {
                    rest.pop();
                    open.remove(path.removeLast());
                    continue;
                }
                var next = rest.peek().next();
                if (open.contains(next)) {
                    throw cycle(path.subList(path.indexOf(next), path.size()));
                }
                if (done.add(next)) {
                    path.add(next);
                    open.add(next);
                    rest.push(needs(assigned.get(next)).iterator());
                }
            }
        }
    }

    private Set<String> needs(Statement s) {
        var names = new java.util.LinkedHashSet<String>();
        for (var step : s.code()) {
            var text = step.token().text();
            boolean local = s.isFunction() && s.parameters().contains(text);
            if (step instanceof Step.Name && !local && assigned.containsKey(text) || step instanceof Step.Call
                    && program.functions().containsKey(text)) {
                names.add(text);
            }
        }
        return names;
    }

    private GraphException cycle(List<String> path) {
        var shown = new ArrayList<>(path.stream().limit(10).map(Source::escape).toList());
        if (path.size() > shown.size()) {
            shown.add("...");
        }
        shown.add(Source.escape(path.getFirst()));
        boolean function = path.stream().anyMatch(n -> assigned.get(n).isFunction());
        return new GraphException("put the program into an order in which it can run",
                (function ? "recursion: " : "a cycle: ") + String.join(" -> ", shown),
                program.source().at(assigned.get(path.getFirst()).start()),
                function ? "unroll it: a program's functions are put in where they are called"
                : "unroll it over the steps, one name for each", null);
    }

    private RuntimeException error(Token t, String got, String remedy) {
        return program.source().error(t, "read the program", got, remedy);
    }
}
