package org.cotangent.nn.optim;

import org.cotangent.core.Tensor;
import org.cotangent.nn.Selection;

/// A rule that makes better parameters of parameters and a gradient: a pure function, eager or inside `jit`.
///
/// Parameters are any structure of float tensors; gradient and slots have the same structure. The settings of an
/// optimiser are Java numbers and part of the program; what changes from step to step is a tensor. Arithmetic runs in
/// the parameter's dtype (float32 for half precision), that of the step size in float64.
public interface Optimiser {
    /// The learning rate over the steps.
    Schedule rate();

    /// The state before the first update.
    <P> OptimiserState<P> start(P params);

    /// One update with the learning rate that is given, a float scalar, in place of the schedule's.
    <P> Stepped<P> update(P params, P gradient, OptimiserState<P> state, Tensor rate);

    /// One update with the schedule's learning rate.
    default <P> Stepped<P> update(P params, P gradient, OptimiserState<P> state) {
        return update(params, gradient, state, rate().at(state.steps()));
    }

    /// This optimiser for the chosen leaves; all others stay as they are and have no state.
    default Optimiser only(Selection trained) {
        return new Selected(this, trained);
    }

    /// This optimiser for the chosen leaves and another one, with a rate of its own, for the rest.
    default Optimiser forLeaves(Selection chosen, Optimiser otherwise) {
        return new Divided(this, chosen, otherwise);
    }

    /// With weights that shrink by `rate * factor` of themselves in each step, apart from the gradient: the W of
    /// AdamW. Loshchilov, Hutter 2017.
    default Optimiser withDecay(double factor) {
        return withDecay(factor, Selection.all());
    }

    /// [#withDecay(double)] for some leaves.
    default Optimiser withDecay(double factor, Selection decaying) {
        return new Decaying(this, factor, decaying);
    }

    /// With `factor` times the parameter added to its gradient: the gradient of `factor / 2` times the squared norm.
    default Optimiser withPenalty(double factor) {
        return withPenalty(factor, Selection.all());
    }

    /// [#withPenalty(double)] for some leaves.
    default Optimiser withPenalty(double factor, Selection penalised) {
        return new Penalised(this, factor, penalised);
    }

    /// With every element of the gradient brought into [-limit, limit] first.
    default Optimiser clippedByValue(double limit) {
        return new Clipped(this, Clipped.Kind.VALUE, limit);
    }

    /// With the gradient scaled down first where its norm over all leaves exceeds `limit`.
    default Optimiser clippedByNorm(double limit) {
        return new Clipped(this, Clipped.Kind.NORM, limit);
    }

    /// With the mean of `n` gradients used in every n-th call; the parameters stay in the others.
    default Optimiser every(int n) {
        return new Accumulated(this, n);
    }

    /// With parameters and state left as they are where an element of the gradient is infinite or NaN.
    default Optimiser whereFinite() {
        return new Guarded(this);
    }
}
