package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.rewrite.Stabilize;
import org.cotangent.trace.Batching;
import org.cotangent.trace.Jvp;

/// What turns functions into other functions: derivatives, batches, compiled programs. All nest freely.
///
/// Derivatives are taken with respect to the first argument, a tensor or a nesting of records, lists and maps of tensors.
public final class Transforms {
    private Transforms() {
    }

    /// The gradient of a function from a tensor to a scalar.
    public static TensorFn grad(TensorFn f) {
        return x -> (Tensor) Gradients.run(a -> f.apply((Tensor) a.getFirst()), Unused.ERROR, x).gradient();
    }

    /// The gradient of a scalar function with respect to its argument.
    @SuppressWarnings("unchecked")
    public static <A> Fn1<A, A> grad(Fn1<A, Tensor> f) {
        return x -> (A) Gradients.run(a -> f.apply((A) a.getFirst()), Unused.ERROR, x).gradient();
    }

    /// The gradient of a scalar function with respect to its first argument.
    @SuppressWarnings("unchecked")
    public static <A, B> Fn2<A, B, A> grad(Fn2<A, B, Tensor> f) {
        return (x, y) -> (A) Gradients.run(a -> f.apply((A) a.get(0), (B) a.get(1)), Unused.ERROR, x, y).gradient();
    }

    /// Examples along the leading axis of every leaf of the argument; results are stacked along a leading axis.
    public static TensorFn vmap(TensorFn f) {
        return x -> {
            var flat = new Flattened(a -> f.apply((Tensor) a.getFirst()), x);
            return (Tensor) batched(flat);
        };
    }

    private static Object batched(Flattened flat) {
        var leaves = flat.leaves();
        long size = leaves.getFirst().size(0);
        var rows = leaves.stream().map(t -> t.type().with(t.shape().remove(0))).toList();
        var f = Stabilize.whereStagedTypes(flat, rows);
        var out = Batching.run(f, leaves, leaves.stream().map(t -> true).toList(), size);
        return flat.result().build(out);
    }

    /// The value of `f` at `x` and its derivative there in direction `t`.
    public static Tensor jvp(TensorFn f, Tensor x, Tensor t) {
        var flat = new Flattened(a -> f.apply((Tensor) a.getFirst()), x);
        var out = Jvp.run(Stabilize.whereStaged(flat, flat.leaves()), List.of(x), List.of(t));
        var tangent = out.tangents().getFirst();
        return tangent == null ? Ops.zeros(out.values().getFirst().type()) : tangent;
    }

    /// The function written down once and run from then on as a graph.
    public static TensorFn jit(TensorFn f) {
        var jit = new Jit();
        return x -> (Tensor) jit.call(a -> f.apply((Tensor) a.getFirst()), x);
    }
}
