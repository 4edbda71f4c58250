package org.cotangent;

import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.rewrite.Stabilize;
import org.cotangent.trace.FlatFn;

/// What turns functions into other functions: derivatives, batches, written-down programs. All nest freely.
///
/// Derivatives are taken with respect to the first argument, a tensor or a nesting of records, lists and maps of
/// tensors; a gradient has the type of that argument. More than four arguments go into a record.
@SuppressWarnings("unchecked")
public final class Transforms {
    private Transforms() {
    }

    /// The gradient of a function from a tensor to a scalar.
    public static TensorFn grad(TensorFn f) {
        return x -> (Tensor) Gradients.run(a -> f.apply((Tensor) a.getFirst()), Unused.ERROR, x).gradient();
    }

    /// The gradient of a scalar function with respect to its argument.
    public static <A> Fn1<A, A> grad(Fn1<A, Tensor> f) {
        return grad(f, Unused.ERROR);
    }

    /// The gradient of a scalar function with respect to its argument, with zeros or an error for leaves it never uses.
    public static <A> Fn1<A, A> grad(Fn1<A, Tensor> f, Unused unused) {
        return x -> (A) Gradients.run(a -> f.apply((A) a.get(0)), unused, x).gradient();
    }

    /// The gradient of a scalar function with respect to its first argument.
    public static <A, B> Fn2<A, B, A> grad(Fn2<A, B, Tensor> f) {
        return grad(f, Unused.ERROR);
    }

    /// The gradient of a scalar function with respect to its first argument, with zeros or an error for leaves it
    /// never uses.
    public static <A, B> Fn2<A, B, A> grad(Fn2<A, B, Tensor> f, Unused unused) {
        return (x, y) -> (A) Gradients.run(a -> f.apply((A) a.get(0), (B) a.get(1)), unused, x, y).gradient();
    }

    /// The gradient of a scalar function with respect to its first argument.
    public static <A, B, C> Fn3<A, B, C, A> grad(Fn3<A, B, C, Tensor> f) {
        return grad(f, Unused.ERROR);
    }

    /// The gradient of a scalar function with respect to its first argument, with zeros or an error for leaves it
    /// never uses.
    public static <A, B, C> Fn3<A, B, C, A> grad(Fn3<A, B, C, Tensor> f, Unused unused) {
        return (x, y, z) -> (A) Gradients.run(a -> f.apply((A) a.get(0), (B) a.get(1), (C) a.get(2)), unused, x, y,
                z).gradient();
    }

    /// The gradient of a scalar function with respect to its first argument.
    public static <A, B, C, D> Fn4<A, B, C, D, A> grad(Fn4<A, B, C, D, Tensor> f) {
        return grad(f, Unused.ERROR);
    }

    /// The gradient of a scalar function with respect to its first argument, with zeros or an error for leaves it
    /// never uses.
    public static <A, B, C, D> Fn4<A, B, C, D, A> grad(Fn4<A, B, C, D, Tensor> f, Unused unused) {
        return (x, y, z, w) -> (A) Gradients.run(a -> f.apply((A) a.get(0), (B) a.get(1), (C) a.get(2), (D) a.get(3)),
                unused, x, y, z, w).gradient();
    }

    /// The value and the gradient of a function from a tensor to a scalar.
    public static Fn1<Tensor, ValueAndGrad<Tensor>> valueAndGrad(TensorFn f) {
        return x -> Gradients.<Tensor>both(a -> f.apply((Tensor) a.getFirst()), x);
    }

    /// The value of a scalar function and its gradient with respect to its argument.
    public static <A> Fn1<A, ValueAndGrad<A>> valueAndGrad(Fn1<A, Tensor> f) {
        return x -> Gradients.both(a -> f.apply((A) a.get(0)), x);
    }

    /// The value of a scalar function and its gradient with respect to its first argument.
    public static <A, B> Fn2<A, B, ValueAndGrad<A>> valueAndGrad(Fn2<A, B, Tensor> f) {
        return (x, y) -> Gradients.both(a -> f.apply((A) a.get(0), (B) a.get(1)), x, y);
    }

    /// The value of a scalar function and its gradient with respect to its first argument.
    public static <A, B, C> Fn3<A, B, C, ValueAndGrad<A>> valueAndGrad(Fn3<A, B, C, Tensor> f) {
        return (x, y, z) -> Gradients.both(a -> f.apply((A) a.get(0), (B) a.get(1), (C) a.get(2)), x, y, z);
    }

    /// The value of a scalar function and its gradient with respect to its first argument.
    public static <A, B, C, D> Fn4<A, B, C, D, ValueAndGrad<A>> valueAndGrad(Fn4<A, B, C, D, Tensor> f) {
        return (x, y, z, w) -> Gradients.both(a -> f.apply((A) a.get(0), (B) a.get(1), (C) a.get(2), (D) a.get(3)), x,
                y, z, w);
    }

    /// As [#valueAndGrad] for a function that carries something else out beside its value.
    public static <A, X> Fn1<A, GradAux<A, X>> valueAndGradAux(Fn1<A, Aux<X>> f) {
        return x -> Gradients.aux(a -> f.apply((A) a.get(0)), x);
    }

    /// As [#valueAndGrad] for a function that carries something else out beside its value.
    public static <A, B, X> Fn2<A, B, GradAux<A, X>> valueAndGradAux(Fn2<A, B, Aux<X>> f) {
        return (x, y) -> Gradients.aux(a -> f.apply((A) a.get(0), (B) a.get(1)), x, y);
    }

    /// As [#valueAndGrad] for a function that carries something else out beside its value.
    public static <A, B, C, X> Fn3<A, B, C, GradAux<A, X>> valueAndGradAux(Fn3<A, B, C, Aux<X>> f) {
        return (x, y, z) -> Gradients.aux(a -> f.apply((A) a.get(0), (B) a.get(1), (C) a.get(2)), x, y, z);
    }

    /// The value of a tensor function and its pull back.
    public static Fn1<Tensor, Vjp<Tensor, Tensor>> vjp(TensorFn f) {
        return x -> Derivatives.vjp(a -> f.apply((Tensor) a.getFirst()), x);
    }

    /// The value and the pull back, which gives a cotangent of its argument.
    public static <A, R> Fn1<A, Vjp<A, R>> vjp(Fn1<A, R> f) {
        return x -> Derivatives.vjp(a -> f.apply((A) a.get(0)), x);
    }

    /// The value and the pull back, which gives a cotangent of its first argument.
    public static <A, B, R> Fn2<A, B, Vjp<A, R>> vjp(Fn2<A, B, R> f) {
        return (x, y) -> Derivatives.vjp(a -> f.apply((A) a.get(0), (B) a.get(1)), x, y);
    }

    /// The value and the pull back, which gives a cotangent of its first argument.
    public static <A, B, C, R> Fn3<A, B, C, Vjp<A, R>> vjp(Fn3<A, B, C, R> f) {
        return (x, y, z) -> Derivatives.vjp(a -> f.apply((A) a.get(0), (B) a.get(1), (C) a.get(2)), x, y, z);
    }

    /// The value and the pull back, which gives a cotangent of its first argument.
    public static <A, B, C, D, R> Fn4<A, B, C, D, Vjp<A, R>> vjp(Fn4<A, B, C, D, R> f) {
        return (x, y, z, w) -> Derivatives.vjp(a -> f.apply((A) a.get(0), (B) a.get(1), (C) a.get(2), (D) a.get(3)),
                x, y, z, w);
    }

    /// The value of a tensor function and its derivative in a direction, the second argument.
    public static Fn2<Tensor, Tensor, Jvp<Tensor>> jvp(TensorFn f) {
        return (x, t) -> Derivatives.jvp(a -> f.apply((Tensor) a.getFirst()), t, x);
    }

    /// The value and the derivative in a direction, the second argument, which has the structure of the first.
    public static <A, R> Fn2<A, A, Jvp<R>> jvp(Fn1<A, R> f) {
        return (x, t) -> Derivatives.jvp(a -> f.apply((A) a.getFirst()), t, x);
    }

    /// The value of a tensor function and its derivative there as a linear function.
    public static Fn1<Tensor, Linearized<Tensor, Tensor>> linearize(TensorFn f) {
        return x -> Derivatives.linearize(a -> f.apply((Tensor) a.getFirst()), x);
    }

    /// The value and the derivative as a linear function: the function runs once, the linear part as often as wanted.
    public static <A, R> Fn1<A, Linearized<A, R>> linearize(Fn1<A, R> f) {
        return x -> Derivatives.linearize(a -> f.apply((A) a.getFirst()), x);
    }

    /// The Jacobian, axes of the result first, by the cheaper mode: forward where the argument is the smaller one.
    public static TensorFn jacobian(TensorFn f) {
        return x -> Derivatives.jacobian(f, x);
    }

    /// The Jacobian by forward mode: one push forward for each element of the argument, all batched.
    public static TensorFn jacobianForward(TensorFn f) {
        return x -> Derivatives.jacobian(f, x, true);
    }

    /// The Jacobian by reverse mode: one pull back for each element of the result, all batched.
    public static TensorFn jacobianReverse(TensorFn f) {
        return x -> Derivatives.jacobian(f, x, false);
    }

    /// The Jacobian of a function between structures, block by block.
    public static <A, R> Fn1<A, Blocks> jacobian(Fn1<A, R> f) {
        return x -> BlockDerivatives.jacobian(a -> f.apply((A) a.getFirst()), x);
    }

    /// The Hessian of a function from a tensor to a scalar: the shape of the argument twice.
    public static TensorFn hessian(TensorFn f) {
        return jacobianForward(grad(f));
    }

    /// The Hessian of a scalar function over a structure, block by block.
    public static <A> Fn1<A, Blocks> hessian(Fn1<A, Tensor> f) {
        return jacobian(grad(f));
    }

    /// The Hessian times a vector, without the Hessian: forward over reverse.
    public static TensorFn2 hvp(TensorFn f) {
        var push = jvp(grad(f));
        return (x, v) -> push.apply(x, v).tangent();
    }

    /// The Hessian of a function over a structure times a direction of that structure.
    public static <A> Fn2<A, A, A> hvp(Fn1<A, Tensor> f) {
        var push = jvp(grad(f));
        return (x, v) -> push.apply(x, v).tangent();
    }

    /// Which axis of an argument of `vmap` holds the examples; [Axes#NONE] where it is the same for all.
    public static Axes in(Object... axes) {
        return Axes.of(axes);
    }

    /// Which axis of the result of `vmap` holds the examples.
    public static Axes out(Object axis) {
        return Axes.of(axis);
    }

    /// A function for one example as a function for many, along the leading axis of argument and result.
    public static TensorFn vmap(TensorFn f) {
        return x -> (Tensor) Batches.run(a -> f.apply((Tensor) a.getFirst()), in(0), out(0), x);
    }

    /// As above with other axes.
    public static TensorFn vmap(TensorFn f, Axes in, Axes out) {
        return x -> (Tensor) Batches.run(a -> f.apply((Tensor) a.getFirst()), in, out, x);
    }

    /// A function for one example as a function for many, along the leading axes of all leaves.
    public static <A, R> Fn1<A, R> vmap(Fn1<A, R> f) {
        return vmap(f, in(0), out(0));
    }

    /// As above with the axes of arguments and result, such as `in(0, NONE), out(1)`.
    public static <A, R> Fn1<A, R> vmap(Fn1<A, R> f, Axes in, Axes out) {
        return x -> (R) Batches.run(a -> f.apply((A) a.get(0)), in, out, x);
    }

    /// A function for one example as a function for many, along the leading axes of all leaves.
    public static <A, B, R> Fn2<A, B, R> vmap(Fn2<A, B, R> f) {
        return vmap(f, in(0, 0), out(0));
    }

    /// As above with the axes of arguments and result, such as `in(0, NONE), out(1)`.
    public static <A, B, R> Fn2<A, B, R> vmap(Fn2<A, B, R> f, Axes in, Axes out) {
        return (x, y) -> (R) Batches.run(a -> f.apply((A) a.get(0), (B) a.get(1)), in, out, x, y);
    }

    /// A function for one example as a function for many, along the leading axes of all leaves.
    public static <A, B, C, R> Fn3<A, B, C, R> vmap(Fn3<A, B, C, R> f) {
        return vmap(f, in(0, 0, 0), out(0));
    }

    /// As above with the axes of arguments and result, such as `in(0, NONE), out(1)`.
    public static <A, B, C, R> Fn3<A, B, C, R> vmap(Fn3<A, B, C, R> f, Axes in, Axes out) {
        return (x, y, z) -> (R) Batches.run(a -> f.apply((A) a.get(0), (B) a.get(1), (C) a.get(2)), in, out, x, y, z);
    }

    /// A function for one example as a function for many, along the leading axes of all leaves.
    public static <A, B, C, D, R> Fn4<A, B, C, D, R> vmap(Fn4<A, B, C, D, R> f) {
        return vmap(f, in(0, 0, 0, 0), out(0));
    }

    /// As above with the axes of arguments and result, such as `in(0, NONE), out(1)`.
    public static <A, B, C, D, R> Fn4<A, B, C, D, R> vmap(Fn4<A, B, C, D, R> f, Axes in, Axes out) {
        return (x, y, z, w) -> (R) Batches.run(a -> f.apply((A) a.get(0), (B) a.get(1), (C) a.get(2), (D) a.get(3)),
                in, out, x, y, z, w);
    }

    /// A tensor function written down once for each type of argument, stabilised, and run as a graph from then on.
    public static JitFn.Tensors jit(TensorFn f) {
        return new JitFn.Tensors(f, a -> f.apply((Tensor) a.getFirst()));
    }

    /// The function written down once for each structure and type of its arguments, stabilised, and run as a graph.
    public static <A, R> JitFn.One<A, R> jit(Fn1<A, R> f) {
        return new JitFn.One<>(f, a -> f.apply((A) a.get(0)));
    }

    /// The function written down once for each structure and type of its arguments, stabilised, and run as a graph.
    public static <A, B, R> JitFn.Two<A, B, R> jit(Fn2<A, B, R> f) {
        return new JitFn.Two<>(f, a -> f.apply((A) a.get(0), (B) a.get(1)));
    }

    /// The function written down once for each structure and type of its arguments, stabilised, and run as a graph.
    public static <A, B, C, R> JitFn.Three<A, B, C, R> jit(Fn3<A, B, C, R> f) {
        return new JitFn.Three<>(f, a -> f.apply((A) a.get(0), (B) a.get(1), (C) a.get(2)));
    }

    /// The function written down once for each structure and type of its arguments, stabilised, and run as a graph.
    public static <A, B, C, D, R> JitFn.Four<A, B, C, D, R> jit(Fn4<A, B, C, D, R> f) {
        return new JitFn.Four<>(f, a -> f.apply((A) a.get(0), (B) a.get(1), (C) a.get(2), (D) a.get(3)));
    }

    /// A tensor function with the stability rewrites applied, for eager code.
    public static TensorFn stabilize(TensorFn f) {
        return x -> (Tensor) stable(new Flattened(a -> f.apply((Tensor) a.getFirst()), x));
    }

    /// The function with the stability rewrites applied, for eager code.
    public static <A, R> Fn1<A, R> stabilize(Fn1<A, R> f) {
        return x -> (R) stable(new Flattened(a -> f.apply((A) a.getFirst()), x));
    }

    private static Object stable(Flattened flat) {
        FlatFn g = Stabilize.function(flat, flat.leaves().stream().map(Tensor::type).toList());
        List<Tensor> out = g.apply(flat.leaves());
        return flat.result().build(out);
    }

    /// A tensor function whose forward derivative is `rule(x, f(x), tangent)`, linear in the tangent.
    public static TensorFn customJvp(TensorFn f, Fn3<Tensor, Tensor, Tensor, Tensor> rule) {
        return x -> CustomRules.apply((Fn1<Tensor, Tensor>) f, rule, true, x);
    }

    /// A function whose forward derivative is `rule(x, f(x), tangent)`, linear in the tangent.
    public static <A, R> Fn1<A, R> customJvp(Fn1<A, R> f, Fn3<A, R, A, R> rule) {
        return x -> CustomRules.apply(f, rule, true, x);
    }

    /// A tensor function whose pull back is `rule(x, f(x), cotangent)`, linear in the cotangent.
    public static TensorFn customVjp(TensorFn f, Fn3<Tensor, Tensor, Tensor, Tensor> rule) {
        return x -> CustomRules.apply((Fn1<Tensor, Tensor>) f, rule, false, x);
    }

    /// A function whose pull back is `rule(x, f(x), cotangent)`, linear in the cotangent.
    public static <A, R> Fn1<A, R> customVjp(Fn1<A, R> f, Fn3<A, R, R, A> rule) {
        return x -> CustomRules.apply(f, rule, false, x);
    }

    /// A tensor function whose inner values are not kept for derivatives but computed again.
    public static TensorFn checkpoint(TensorFn f) {
        return checkpoint(f, CheckpointPolicy.NOTHING);
    }

    /// A tensor function of whose inner values only those are kept for derivatives that the policy names.
    public static TensorFn checkpoint(TensorFn f, CheckpointPolicy keep) {
        return x -> (Tensor) Checkpoints.run(a -> f.apply((Tensor) a.getFirst()), keep, x);
    }

    /// A function whose inner values are not kept for derivatives but computed again.
    public static <A, R> Fn1<A, R> checkpoint(Fn1<A, R> f) {
        return checkpoint(f, CheckpointPolicy.NOTHING);
    }

    /// A function of whose inner values only those are kept for derivatives that the policy names.
    public static <A, R> Fn1<A, R> checkpoint(Fn1<A, R> f, CheckpointPolicy keep) {
        return x -> (R) Checkpoints.run(a -> f.apply((A) a.get(0)), keep, x);
    }

    /// A function whose inner values are not kept for derivatives but computed again.
    public static <A, B, R> Fn2<A, B, R> checkpoint(Fn2<A, B, R> f) {
        return checkpoint(f, CheckpointPolicy.NOTHING);
    }

    /// A function of whose inner values only those are kept for derivatives that the policy names.
    public static <A, B, R> Fn2<A, B, R> checkpoint(Fn2<A, B, R> f, CheckpointPolicy keep) {
        return (x, y) -> (R) Checkpoints.run(a -> f.apply((A) a.get(0), (B) a.get(1)), keep, x, y);
    }
}
