package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Graph;

/// Choices and loops: operations whose nested graphs run once, several times or not at all.
///
/// Their rules derive the nested graphs once, whatever the number of iterations. The derivatives are written with
/// choices and loops again, and so have derivatives of every order.
public sealed interface Control extends Structural permits Cond, While, Scan, Sweeps {
    /// Results and their tangents (null: zero), computed together.
    record Pushed(List<Tensor> results, List<Tensor> tangents) {
    }

    /// Results and what pulls cotangents of them (null: zero) back to the operands, as often as wanted.
    record Recorded(List<Tensor> results, Pull pull) {
    }

    /// From the results' cotangents to the operands'.
    @FunctionalInterface
    interface Pull {
        /// Null stands for zero on both sides.
        List<Tensor> apply(List<Tensor> cotangents);
    }

    /// The nested graphs, in the order in which they are printed.
    List<Graph> graphs();

    /// The same operation over other graphs of the same types.
    Control with(List<Graph> graphs);

    /// Which results depend on the marked operands; `floats`: only ways through floats and derivatives count.
    boolean[] reach(boolean[] marked, boolean floats);

    /// Forward mode: one run that carries tangents along.
    Pushed push(List<Tensor> operands, List<Tensor> tangents, Deriving d);

    /// Reverse mode: one run that keeps what the way back needs.
    Recorded record(List<Tensor> operands, boolean[] wanted, Deriving d);

    @Override
    default boolean isPure() {
        return graphs().stream().allMatch(g -> g.equations().stream().allMatch(e -> e.op().isPure()));
    }

    @Override
    default List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        return push(p.operands(), tangents, p.deriving()).tangents();
    }

    @Override
    default List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        return record(p.operands(), wanted, p.deriving()).pull().apply(cotangents);
    }
}
