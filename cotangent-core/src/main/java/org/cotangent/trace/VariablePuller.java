package org.cotangent.trace;

import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.cotangent.core.Tensor;
import org.cotangent.core.Variable;
import org.cotangent.op.Primals;

/// Reverse mode over variables: walks the recorded nodes from the last to the first, each once.
public final class VariablePuller implements Variable.Puller {
    @Override
    public void pull(Variable root, Tensor cotangent) {
        Map<Variable, Cotangent> sums = new IdentityHashMap<>();
        var nodes = new PriorityQueue<Variable.Node>(Comparator.comparingLong(Variable.Node::number).reversed());
        Set<Variable.Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        add(root, new Cotangent(cotangent, null), sums, nodes, seen);
        while (!nodes.isEmpty()) {
            step(nodes.poll(), sums, nodes, seen);
        }
        sums.forEach((v, ct) -> v.accumulate(ct.settled()));
    }

    private static void step(Variable.Node n, Map<Variable, Cotangent> sums, PriorityQueue<Variable.Node> nodes,
            Set<Variable.Node> seen) {
        var cts = n.variables().stream().map(v -> v == null ? null : sums.remove(v)).toArray(Cotangent[]::new);
        var wanted = new boolean[n.operands().size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = n.operands().get(i) instanceof Variable;
        }
        var pulled = Cotangent.pull(n.op(), new Primals(n.primals(), n.results(), GraphDeriving.INSTANCE), cts, wanted);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] && pulled[i] != null) {
                add((Variable) n.operands().get(i), pulled[i], sums, nodes, seen);
            }
        }
    }

    private static void add(Variable v, Cotangent ct, Map<Variable, Cotangent> sums, PriorityQueue<Variable.Node> nodes,
            Set<Variable.Node> seen) {
        sums.merge(v, ct, Cotangent::sum);
        if (v.node() != null && seen.add(v.node())) {
            nodes.add(v.node());
        }
    }
}
