package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.op.Primals;
import org.cotangent.trace.GraphDeriving;
import org.cotangent.trace.Stage;

/// The derivative of an operation's result with respect to one operand, written down as a graph: what its rule says.
///
/// @param graph its inputs stand for `variables`
/// @param variables the operands, and behind them the result, as far as they are not literals
public record Locals(Graph graph, List<Var> variables) {
    /// The local derivative by operand `i` of an operation with one scalar result; null where it is zero.
    public static Locals of(Equation e, int i) {
        var atoms = new ArrayList<Atom>(e.operands());
        atoms.add(e.result());
        var free = IntStream.range(0, atoms.size()).filter(k -> atoms.get(k) instanceof Var).boxed().toList();
        List<TensorType> types = free.stream().map(k -> atoms.get(k).type()).toList();
        var zero = new boolean[1];
        var graph = Stage.trace("local", in -> {
            var all = new Tensor[atoms.size()];
            for (int k = 0; k < all.length; k++) {
                all[k] = atoms.get(k) instanceof Literal l ? l.value() : in.get(free.indexOf(k));
            }
            var p = new Primals(Arrays.asList(all).subList(0, all.length - 1), List.of(all[all.length - 1]),
                    GraphDeriving.INSTANCE);
            var wanted = new boolean[all.length - 1];
            wanted[i] = true;
            var ct = e.op().vjp(p, List.of(Ops.scalar(1.0)), wanted).get(i);
            zero[0] = ct == null;
            return List.of(zero[0] ? Ops.scalar(0.0) : ct);
        }, types, null, null).graph();
        return zero[0] ? null : new Locals(graph, free.stream().map(k -> (Var) atoms.get(k)).toList());
    }
}
