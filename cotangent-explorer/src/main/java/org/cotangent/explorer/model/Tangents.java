package org.cotangent.explorer.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Transforms;
import org.cotangent.core.Concrete;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Graph;
import org.cotangent.program.Node;

/// One direction pushed forward through a graph: the tangent of every node.
final class Tangents {
    private final Map<String, Concrete> tangents = new HashMap<>();
    private final Map<String, Concrete> directions = new HashMap<>();

    /// Pushes `direction`, by input name; inputs that it lacks stand still.
    Tangents(Subject subject, List<Node> nodes, Map<String, Concrete> direction) {
        var moving = nodes.stream().filter(n -> n.type().dtype().isFloat()).toList();
        var graph = subject.graph();
        var all = new Graph(graph.name(), graph.inputs(), graph.equations(),
                moving.stream().map(n -> (Atom) n.var()).toList());
        var arguments = new ArrayList<Tensor>(subject.inputs());
        arguments.addAll(subject.constants());
        var active = new ArrayList<Integer>();
        for (int i = 0; i < subject.inputs().size(); i++) {
            if (subject.inputs().get(i).dtype().isFloat()) {
                active.add(i);
            }
        }
        var names = org.cotangent.graph.Names.of(graph);
        List<Tensor> primal = active.stream().map(arguments::get).toList();
        List<Tensor> tangent = active.stream().map(i -> direction(names.get(graph.inputs().get(i).var()),
                subject.inputs().get(i), direction)).toList();
        var pushed = Transforms.jvp((List<Tensor> in) -> {
            var full = new ArrayList<>(arguments);
            for (int k = 0; k < in.size(); k++) {
                full.set(active.get(k), in.get(k));
            }
            return all.apply(full);
        }).apply(primal, tangent).tangent();
        for (int i = 0; i < moving.size(); i++) {
            tangents.put(moving.get(i).name(), pushed.get(i).concrete());
        }
    }

    private Tensor direction(String name, Concrete at, Map<String, Concrete> direction) {
        var given = direction.get(name);
        var out = given == null ? Ops.zeros(at.type()) : Ops.convert(given, at.dtype());
        if (!out.type().equals(at.type())) {
            throw new org.cotangent.core.ShapeException("push " + name + " forward", given.type().toString(), null,
                    "give a direction of type " + at.type(), null);
        }
        directions.put(name, out.concrete());
        return out;
    }

    Concrete of(String node) {
        return tangents.get(node);
    }

    /// What comes along an edge: local derivative times the operand's tangent; null where that is no scalar.
    Double along(Node n, int edge) {
        var e = n.edges().get(edge);
        var t = tangents.get(e.operand());
        return e.local() == null || t == null ? null
                : Ops.mul(Ops.scalar(e.local()), t).concrete().getDouble(0);
    }

    /// Both sides of <w, Jv> = <J'w, v> for w = 1.
    Map<String, Object> pairing(List<Node> nodes, String output) {
        Tensor right = null;
        var terms = new ArrayList<Map<String, Object>>();
        for (var n : nodes) {
            if (!directions.containsKey(n.name()) || n.cotangent() == null) {
                continue;
            }
            var term = Ops.sum(Ops.mul(n.cotangent(), directions.get(n.name())));
            right = right == null ? term : Ops.add(right, term);
            terms.add(Values.object("input", n.name(), "gradient", Values.tensor(n.cotangent()),
                    "direction", Values.tensor(directions.get(n.name())), "product",
                    Values.number(term.concrete().getDouble(0))));
        }
        var left = tangents.get(output);
        return left == null || right == null || left.shape().count() != 1 ? null
                : Values.object("left", Values.number(left.getDouble(0)), "right",
                Values.number(right.concrete().getDouble(0)), "terms", terms);
    }
}
