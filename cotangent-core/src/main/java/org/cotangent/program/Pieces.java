package org.cotangent.program;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.CheckpointPolicy;
import org.cotangent.Transforms;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Input;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Role;
import org.cotangent.graph.Var;

/// A graph cut into runs of equations, each a function under a checkpoint.
final class Pieces {
    private final Graph graph;
    private final List<Graph> pieces = new ArrayList<>();
    private final CheckpointPolicy keep;

    Pieces(Graph graph, int count, CheckpointPolicy keep) {
        this.graph = graph;
        this.keep = keep;
        double all = graph.equations().stream().mapToDouble(Pieces::work).sum();
        double done = 0;
        var run = new ArrayList<Equation>();
        var left = new ArrayList<>(graph.equations());
        while (!left.isEmpty()) {
            var e = left.removeFirst();
            run.add(e);
            done += work(e);
            if (left.isEmpty() || done >= all * (pieces.size() + 1) / count && pieces.size() < count - 1) {
                pieces.add(piece(run, left));
                run.clear();
            }
        }
    }

    private static double work(Equation e) {
        return 1 + e.results().stream().mapToDouble(v -> v.type().shape().count()).sum();
    }

    private Graph piece(List<Equation> run, List<Equation> left) {
        Set<Atom> made = new LinkedHashSet<>();
        Set<Var> free = new LinkedHashSet<>();
        for (var e : run) {
            e.operands().stream().filter(a -> a instanceof Var && !made.contains(a)).forEach(a -> free.add((Var) a));
            made.addAll(e.results());
        }
        Set<Atom> used = new LinkedHashSet<>(graph.results());
        left.forEach(e -> used.addAll(e.operands()));
        return new Graph("piece", free.stream().map(v -> new Input(v, Role.INPUT)).toList(), List.copyOf(run),
                made.stream().filter(used::contains).toList());
    }

    /// The graph's results on the arguments.
    List<Tensor> run(List<Tensor> arguments) {
        Map<Atom, Tensor> values = new IdentityHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            values.put(graph.inputs().get(i).var(), arguments.get(i));
        }
        for (var p : pieces) {
            List<Tensor> in = p.inputs().stream().map(i -> values.get(i.var())).toList();
            List<Tensor> out = Transforms.checkpoint((List<Tensor> x) -> p.apply(x), keep).apply(in);
            for (int i = 0; i < out.size(); i++) {
                values.put(p.results().get(i), out.get(i));
            }
        }
        return graph.results().stream().map(a -> a instanceof Literal l ? l.value() : values.get(a)).toList();
    }
}
