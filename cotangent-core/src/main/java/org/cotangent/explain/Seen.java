package org.cotangent.explain;

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
import org.cotangent.core.Ops;
import org.cotangent.core.SourceLine;
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
    private final boolean backward;
    private final List<Node> nodes;
    private final Map<String, Node> byName = new LinkedHashMap<>();
    private final Map<String, List<Node>> users = new LinkedHashMap<>();
    private final Map<Var, Equation> definitions = new IdentityHashMap<>();
    private final Node output;

    Seen(Graph graph, List<Concrete> inputs, List<Concrete> constants) {
        this.graph = graph;
        this.inputs = inputs;
        this.constants = constants;
        var result = graph.results().getFirst();
        backward = result.type().rank() == 0 && result.type().dtype().isFloat();
        nodes = Nodes.of(graph, inputs, constants, backward ? Ops.ones(result.type()).concrete() : null);
        graph.equations().forEach(e -> e.results().forEach(v -> definitions.put(v, e)));
        for (var n : nodes) {
            byName.put(n.name(), n);
        }
        for (var n : nodes) {
            new LinkedHashSet<>(n.operands()).forEach(o -> users.computeIfAbsent(o, k -> new ArrayList<>()).add(n));
        }
        output = nodes.stream().filter(n -> n.var() == result).findFirst().orElse(null);
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
        return backward;
    }

    /// All nodes in forward order.
    List<Node> nodes() {
        return nodes;
    }

    /// Inputs and parameters that are floats.
    List<Node> leaves() {
        return nodes.stream().filter(n -> !n.kind().equals("computation") && n.type().dtype().isFloat()).toList();
    }

    /// The node of the first result; null when that is a literal or a constant.
    Node output() {
        return output;
    }

    Node node(String name) {
        return byName.get(name);
    }

    /// The nodes that have `n` as an operand.
    List<Node> users(Node n) {
        return users.getOrDefault(n.name(), List.of());
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
    static Stream<Edge> uses(Node user, Node operand) {
        return user.edges().stream().filter(x -> x.operand().equals(operand.name()) && x.contribution() != null);
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
        if (output != null) {
            var open = new ArrayList<>(Arrays.asList(output));
            while (!open.isEmpty()) {
                var n = open.removeLast();
                if (out.add(n)) {
                    open.addAll(operands(n));
                }
            }
        }
        return out;
    }
}
