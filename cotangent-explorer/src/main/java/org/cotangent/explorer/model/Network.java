package org.cotangent.explorer.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.CotangentException;
import org.cotangent.program.Node;
import org.cotangent.program.Nodes;
import org.cotangent.program.Origins;
import org.cotangent.program.ScalarProgram;

/// A program seen as a network of neurons: every sum of parameters times values, with what is applied to it alone.
///
/// Found on the program of single numbers, so it does not matter how it was written. Neurons with the same weights are
/// one neuron on several examples.
public final class Network {
    private static final int MOST_EQUATIONS = 4000;
    private static final Set<String> SUMS = Set.of("add", "sub");

    private final Evaluation e;
    private final List<Node> nodes;
    private final Map<String, Node> byName = new HashMap<>();
    private final Map<String, List<Node>> users = new HashMap<>();
    private final Map<String, String> origins = new HashMap<>();
    private final boolean marked;

    private record Input(String from, String weight, boolean negative) {
    }

    private record Neuron(String name, List<Input> inputs, List<String> bias, Set<String> nodes) {
    }

    private Network(Evaluation e) {
        this.e = e;
        var scalars = ScalarProgram.of(Origins.mark(e.graph()), e.inputs(), e.constants());
        this.nodes = Nodes.of(scalars.graph(), scalars.inputs(), List.of(), null);
        var written = CompilerView.nodes(e);
        for (var n : nodes) {
            byName.put(n.name(), n);
            n.operands().forEach(o -> users.computeIfAbsent(o, k -> new ArrayList<>()).add(n));
        }
        for (var q : scalars.graph().equations()) {
            var name = nodes.stream().filter(n -> n.var() == q.result()).findFirst().map(Node::name).orElse(null);
            Origins.of(q).stream().map(written::get).filter(n -> n != null).findFirst()
                    .ifPresent(n -> origins.put(name, n.name()));
        }
        this.marked = nodes.stream().anyMatch(n -> n.kind().equals("parameter"));
    }

    /// Neurons in layers; none where the program is no such network.
    public static Map<String, Object> json(Evaluation e) {
        if (e.isLarge() || e.graph().equations().size() > MOST_EQUATIONS) {
            return Values.object("layers", List.of());
        }
        try {
            return new Network(e).json();
        } catch (CotangentException x) {
            return Values.object("layers", List.of(), "why", x.getMessage());
        }
    }

    private boolean isParameter(String name) {
        var n = byName.get(name);
        return n != null && !n.kind().equals("computation") && (marked ? n.kind().equals("parameter")
                : name.matches("[wWbBuUvV]\\d*(_\\w*)?(\\[.*)?|(weight|bias|theta).*"));
    }

    private Map<String, Object> json() {
        var found = new LinkedHashMap<String, Neuron>();
        for (var n : nodes) {
            var neuron = SUMS.contains(n.op()) || n.op().equals("mul") ? neuron(n) : null;
            if (neuron != null) {
                found.put(neuron.name(), neuron);
            }
        }
        var depth = new HashMap<String, Integer>();
        var layers = new ArrayList<List<Object>>();
        var same = new LinkedHashMap<List<String>, List<Neuron>>();
        found.values().forEach(n -> same.computeIfAbsent(n.inputs().stream().map(Input::weight).toList(),
                k -> new ArrayList<>()).add(n));
        same.values().forEach(all -> place(all, depth, layers));
        return Values.object("layers", layers, "inputs", inputs(same), "outputs", e.output());
    }

    private void place(List<Neuron> all, Map<String, Integer> depth, List<List<Object>> layers) {
        var n = all.getFirst();
        int at = n.inputs().stream().mapToInt(i -> depth.getOrDefault(reached(i.from(), depth), 0)).max().orElse(0) + 1;
        all.forEach(x -> x.nodes().forEach(name -> depth.merge(name, at, Math::max)));
        while (layers.size() < at) {
            layers.add(new ArrayList<>());
        }
        var lit = new LinkedHashSet<String>();
        all.forEach(x -> lit.addAll(x.nodes()));
        var written = new LinkedHashSet<String>();
        lit.forEach(x -> written.add(origins.getOrDefault(x, x)));
        layers.get(at - 1).add(Values.object("name", n.name(), "value", Values.tensor(byName.get(n.name()).value()),
                "examples", all.size(), "inputs", n.inputs().stream().map(i -> Values.object("from", i.from(), "weight",
                i.weight(), "value", Values.number((i.negative() ? -1 : 1)
                        * byName.get(i.weight()).value().getDouble(0)))).toList(), "bias", n.bias().isEmpty() ? null
                : Values.number(byName.get(n.bias().getFirst()).value().getDouble(0)), "scalars", List.copyOf(lit),
                "tensors", List.copyOf(written)));
    }

    /// The neuron behind a value: it may pass through operations of one operand.
    private String reached(String name, Map<String, Integer> depth) {
        var at = name;
        while (!depth.containsKey(at) && byName.containsKey(at) && byName.get(at).operands().size() == 1) {
            at = byName.get(at).operands().getFirst();
        }
        return at;
    }

    /// The leaves that the first layer reads, with values.
    private List<Object> inputs(Map<List<String>, List<Neuron>> same) {
        var names = new LinkedHashSet<String>();
        same.values().forEach(all -> all.getFirst().inputs().forEach(i -> names.add(i.from())));
        return names.stream().filter(n -> byName.containsKey(n) && !byName.get(n).kind().equals("computation"))
                .map(n -> (Object) Values.object("name", n, "value", Values.tensor(byName.get(n).value()))).toList();
    }

    /// The neuron whose sum ends here; null where this is a part of a longer sum, or no weight is in it.
    private Neuron neuron(Node last) {
        var after = users.getOrDefault(last.name(), List.of());
        if (after.stream().anyMatch(u -> SUMS.contains(u.op()) && after.size() == 1)) {
            return null;
        }
        var inputs = new ArrayList<Input>();
        var bias = new ArrayList<String>();
        var all = new LinkedHashSet<String>();
        if (!terms(last, false, inputs, bias, all) || inputs.isEmpty()) {
            return null;
        }
        var name = last.name();
        while (users.getOrDefault(name, List.of()).size() == 1) {
            var next = users.get(name).getFirst();
            if (next.operands().stream().filter(byName::containsKey).count() != 1) {
                break;
            }
            name = next.name();
            all.add(name);
        }
        return new Neuron(name, inputs, bias, all);
    }

    /// Collects the products and the bias of a sum; false where something else is in it.
    private boolean terms(Node sum, boolean negative, List<Input> inputs, List<String> bias, Set<String> all) {
        var open = new ArrayList<Map.Entry<String, Boolean>>(List.of(Map.entry(sum.name(), negative)));
        while (!open.isEmpty()) {
            var next = open.removeLast();
            var n = byName.get(next.getKey());
            if (n != null && SUMS.contains(n.op())) {
                all.add(n.name());
                open.add(Map.entry(n.operands().get(1), next.getValue() ^ n.op().equals("sub")));
                open.add(Map.entry(n.operands().get(0), next.getValue()));
            } else if (n != null && n.op().equals("mul") && n.operands().stream().anyMatch(this::isParameter)) {
                boolean first = isParameter(n.operands().get(0));
                all.add(n.name());
                inputs.add(new Input(n.operands().get(first ? 1 : 0), n.operands().get(first ? 0 : 1),
                        next.getValue()));
            } else if (isParameter(next.getKey())) {
                bias.add(next.getKey());
            } else {
                return false;
            }
        }
        return true;
    }
}
