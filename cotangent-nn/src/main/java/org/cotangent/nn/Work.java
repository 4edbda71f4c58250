package org.cotangent.nn;

import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.StructureException;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.op.Conv;
import org.cotangent.op.Dot;
import org.cotangent.op.Op;
import org.cotangent.op.Scan;

/// How much a program computes.
final class Work {
    private Work() {
    }

    private record Part(Graph graph, long times) {
    }

    /// Multiplications and additions of all products and convolutions. A loop of unknown length counts once, of
    /// branches all.
    static long of(Graph g) {
        long all = 0;
        var rest = new ArrayDeque<Part>(List.of(new Part(g, 1)));
        while (!rest.isEmpty()) {
            var part = rest.pop();
            for (var e : part.graph().equations()) {
                all = Math.addExact(all, Math.multiplyExact(part.times(), of(e)));
                long times = Math.multiplyExact(part.times(), times(e.op()));
                held(e.op()).forEach(h -> rest.push(new Part(h, times)));
            }
        }
        return all;
    }

    private static long of(Equation e) {
        long results = e.result().type().shape().count();
        var operands = e.operands();
        return switch (e.op()) {
            case Dot d -> {
                long inner = 1;
                for (int axis : d.lhs()) {
                    inner = Math.multiplyExact(inner, operands.getFirst().type().shape().size(axis));
                }
                yield Math.multiplyExact(2 * inner, results);
            }
            case Conv c -> {
                var w = operands.get(1).type().shape();
                yield Math.multiplyExact(2 * (w.count() / Math.max(1, w.size(0))), results);
            }
            default -> 0;
        };
    }

    private static long times(Op op) {
        return op instanceof Scan s ? s.length() : 1;
    }

    /// The graphs among an operation's parameters.
    private static List<Graph> held(Op op) {
        var out = new ArrayList<Graph>();
        if (op instanceof Record r) {
            for (var c : r.getClass().getRecordComponents()) {
                switch (value(c, r)) {
                    case Graph g -> out.add(g);
                    case List<?> l -> l.stream().filter(Graph.class::isInstance).forEach(g -> out.add((Graph) g));
                    case null, default -> {
                    }
                }
            }
        }
        return out;
    }

    private static Object value(RecordComponent c, Record r) {
        try {
            return c.getAccessor().invoke(r);
        } catch (ReflectiveOperationException e) {
            throw new StructureException("read parameter " + c.getName() + " of an operation", e.toString(), null,
                    "make the operation's record public", e);
        }
    }
}
