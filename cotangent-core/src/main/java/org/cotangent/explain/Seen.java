package org.cotangent.explain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.SourceLine;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.program.Edge;
import org.cotangent.program.Node;
import org.cotangent.program.Nodes;

/// Everything that was seen while a graph ran forward and, for a scalar float output, backward.
final class Seen {
    private final Graph graph;
    private final List<Concrete> inputs;
    private final List<Concrete> constants;
    private final List<Concrete> seeds;
    private final List<Node> nodes;
    private final Map<Equation, List<Node>> siblings = new IdentityHashMap<>();
    private final Map<Var, Concrete> values = new IdentityHashMap<>();
    private final Map<String, Node> byName = new LinkedHashMap<>();
    private final Map<String, List<Node>> users = new LinkedHashMap<>();
    private final Map<Var, Equation> definitions;
    private final List<Node> outputs = new ArrayList<>();

    /// A program on its own: its first result, differentiated where it is a float scalar.
    Seen(Graph graph, List<Concrete> inputs, List<Concrete> constants) {
        this(graph, inputs, constants, ones(graph));
    }

    /// A part of a program.
    ///
    /// @param seeds the cotangents of the results, null entries for none; null: only forward
    Seen(Graph graph, List<Concrete> inputs, List<Concrete> constants, List<Concrete> seeds) {
        this.graph = graph;
        this.inputs = inputs;
        this.constants = constants;
        this.seeds = seeds;
        nodes = Nodes.seeded(graph, inputs, constants, seeds);
        definitions = graph.makers();
        for (var n : nodes) {
            byName.put(n.name(), n);
            values.put(n.var(), n.value());
            if (definitions.containsKey(n.var())) {
                siblings.computeIfAbsent(definitions.get(n.var()), k -> new ArrayList<>()).add(n);
            }
        }
        for (var n : nodes) {
            if (head(n) == n) {
                new LinkedHashSet<>(n.operands()).forEach(o -> users.computeIfAbsent(o, k -> new ArrayList<>()).add(n));
            }
        }
        Map<Var, Node> byVar = new IdentityHashMap<>();
        nodes.forEach(n -> byVar.put(n.var(), n));
        var results = seeds == null ? graph.results() : graph.results().subList(0, seeds.size());
        for (int i = 0; i < results.size(); i++) {
            var n = results.get(i) instanceof Var v ? byVar.get(v) : null;
            if (n != null && (seeds == null || seeds.get(i) != null) && !outputs.contains(n)) {
                outputs.add(n);
            }
        }
    }

    private static List<Concrete> ones(Graph graph) {
        var result = graph.results().getFirst().type();
        return result.rank() == 0 && result.dtype().isFloat() ? List.of(Ops.ones(result).concrete()) : null;
    }

    /// The same program on other inputs.
    Seen again(List<Concrete> others) {
        return new Seen(graph, others, constants, seeds);
    }

    Graph graph() {
        return graph;
    }

    List<Concrete> inputs() {
        return inputs;
    }

    List<Concrete> constants() {
        return constants;
    }

    /// Whether cotangents were computed.
    boolean backward() {
        return seeds != null;
    }

    /// All nodes in forward order.
    List<Node> nodes() {
        return nodes;
    }

    /// Inputs and parameters that are floats.
    List<Node> leaves() {
        return nodes.stream().filter(n -> !n.kind().equals("computation") && n.type().dtype().isFloat()).toList();
    }

    /// The leaves whose gradients matter: the parameters, where the program has any.
    List<Node> learned() {
        var parameters = leaves().stream().filter(n -> n.kind().equals("parameter")).toList();
        return parameters.isEmpty() ? leaves() : parameters;
    }

    /// The node of the first result; null when that is a literal or a constant.
    Node output() {
        return outputs.isEmpty() ? null : outputs.getFirst();
    }

    /// The nodes of all results that count.
    List<Node> outputs() {
        return outputs;
    }

    Node node(String name) {
        return byName.get(name);
    }

    /// The node that stands for all results of an operation, the first.
    Node head(Node n) {
        var e = equation(n);
        return e == null || e.result() == n.var() ? n : results(n).getFirst();
    }

    /// The nodes of all results of a node's operation.
    List<Node> results(Node n) {
        var e = equation(n);
        return e == null || e.results().size() == 1 ? List.of(n) : siblings.get(e);
    }

    /// The operations, by their first results, that have `n` or another result of its operation as an operand.
    List<Node> users(Node n) {
        var all = results(n);
        return all.size() == 1 ? users.getOrDefault(n.name(), List.of())
                : all.stream().flatMap(x -> users.getOrDefault(x.name(), List.of()).stream()).distinct().toList();
    }

    /// The operands that are nodes.
    List<Node> operands(Node n) {
        return n.operands().stream().map(byName::get).filter(o -> o != null).toList();
    }

    Equation equation(Node n) {
        return definitions.get(n.var());
    }

    /// The user's line, or null.
    SourceLine line(Node n) {
        var e = equation(n);
        return e == null ? null : e.line();
    }

    /// The uses of `operand` by `user` for which a contribution is known.
    Stream<Edge> uses(Node user, Node operand) {
        var names = results(operand).stream().map(Node::name).toList();
        return user.edges().stream().filter(x -> names.contains(x.operand()) && x.contribution() != null);
    }

    /// The largest element of what arrives at an operation; 0 where nothing does.
    double arriving(Node n) {
        return results(n).stream().map(Node::cotangent).filter(c -> c != null).mapToDouble(Numbers::largest).max()
                .orElse(0);
    }

    /// The numbers of operand `i`, behind what broadcasting put in.
    Concrete operand(Node n, int i) {
        var node = byName.get(n.operands().get(i));
        if (node != null) {
            return node.value();
        }
        var atom = equation(n).operands().get(i);
        while (atom instanceof Var v && definitions.containsKey(v)) {
            atom = definitions.get(v).operands().getFirst();
        }
        if (atom instanceof Literal l) {
            return l.value();
        }
        int at = graph.inputs().stream().map(in -> in.var()).toList().indexOf(atom) - inputs.size();
        return at >= 0 ? constants.get(at) : null;
    }

    /// Operand `i` with the shape that the operation takes.
    Concrete exact(Node n, int i) {
        var through = new ArrayDeque<Equation>();
        var atom = equation(n).operands().get(i);
        while (known(atom) == null) {
            var e = definitions.get((Var) atom);
            through.push(e);
            atom = e.operands().getFirst();
        }
        var value = known(atom);
        for (var e : through) {
            value = Dispatch.evaluate(e.op(), List.of(value)).getFirst().concrete();
        }
        return value;
    }

    private Concrete known(Atom atom) {
        if (atom instanceof Literal l) {
            return l.value();
        }
        var v = (Var) atom;
        var node = values.get(v);
        int at = node != null || definitions.containsKey(v) ? -1
                : graph.inputs().stream().map(in -> in.var()).toList().indexOf(v) - inputs.size();
        return node != null ? node : at >= 0 ? constants.get(at) : null;
    }

    /// The cotangents of all results of a node's operation; null for results that are no floats.
    List<Concrete> cotangents(Node n) {
        return Arrays.asList(results(n).stream().map(Node::cotangent).toArray(Concrete[]::new));
    }

    /// The number of operand `i` that went into element `at` of an elementwise result.
    double operandAt(Node n, int i, long at) {
        var value = operand(n, i);
        if (value == null) {
            return Double.NaN;
        }
        if (value.shape().equals(n.type().shape())) {
            return value.getDouble(at);
        }
        var to = n.type().shape();
        var from = value.shape();
        long place = 0;
        var strides = from.strides();
        var over = to.strides();
        for (int a = 0; a < from.rank(); a++) {
            int b = a + to.rank() - from.rank();
            if (b < 0) {
                return value.getDouble(0);
            }
            place += from.size(a) == 1 ? 0 : at / over[b] % to.size(b) * strides[a];
        }
        return value.getDouble(place);
    }

    /// Nodes from which the output can be reached, through any use.
    Set<Node> leading() {
        Set<Node> out = Collections.newSetFromMap(new IdentityHashMap<>());
        var open = new ArrayList<>(outputs);
        while (!open.isEmpty()) {
            var n = open.removeLast();
            if (out.add(n)) {
                out.add(head(n));
                open.addAll(operands(n));
            }
        }
        return out;
    }
}
