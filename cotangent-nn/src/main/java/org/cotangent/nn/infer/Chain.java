package org.cotangent.nn.infer;

import static org.cotangent.core.Ops.*;

import org.cotangent.Control;
import org.cotangent.Fn1;
import org.cotangent.Loop;
import org.cotangent.Transforms;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Where one chain stands; under vmap all chains at once.
///
/// @param free    the free numbers
/// @param height  the log density there
/// @param slope   its gradient
/// @param metric  the units
/// @param pace    the length of the step
/// @param moments what the next units will follow from
record Chain(Tensor free, Tensor height, Tensor slope, Metric metric, Pace pace, Moments moments) {
    private static final TensorType F64 = TensorType.of(DType.FLOAT64);
    private static final double CROSSED = Math.log(0.8);
    private static final int MOST = 100;

    /// A chain after a transition, and what is to be known of it.
    ///
    /// @param chain    where it stands
    /// @param accepted the mean acceptance probability of the trajectory
    /// @param leaves   its leapfrog steps
    /// @param diverged whether it diverged
    /// @param deep     whether it ended because of its depth
    record Moved(Chain chain, Tensor accepted, Tensor leaves, Tensor diverged, Tensor deep) {
    }

    static Chain at(Fn1<Tensor, Tensor> density, Tensor free, boolean dense) {
        var there = Transforms.valueAndGrad(density).apply(free);
        long n = free.size(0);
        return new Chain(free, there.value(), there.gradient(), Metric.unit(n, dense), Pace.from(zeros(F64)),
                Moments.none(n, dense));
    }

    private Point start(Tensor key) {
        var r = normal(key, TensorType.of(DType.FLOAT64, free.size(0)));
        return new Point(zerosLike(free), r, slope, height);
    }

    /// The next draw.
    ///
    /// @param adaptPace    whether the step is being adapted, a bool scalar
    /// @param adaptMoments whether draws count for the next units, a bool scalar
    Moved next(Fn1<Tensor, Tensor> density, NutsSettings settings, Tensor key, Tensor adaptPace,
            Tensor adaptMoments) {
        var target = new Target(density, free, metric);
        var step = exp(where(adaptPace, pace.now(), pace.averaged()));
        var t = Trajectory.of(target, start(foldIn(key, 0)), step, foldIn(key, 1), settings.depth());
        var there = add(free, metric.moved(t.chosen().offset()));
        var acceptance = div(t.accepted(), t.leaves().to(DType.FLOAT64));
        var chain = new Chain(there, t.chosen().height(), t.chosen().slope(), metric,
                Pace.choose(adaptPace, pace.after(acceptance, settings.acceptance()), pace),
                Moments.choose(adaptMoments, moments.with(there), moments));
        return new Moved(chain, acceptance, t.leaves(), t.diverged(), ge(t.depth(), scalar(settings.depth())));
    }

    /// The units that follow from the draws of a window, a step for them, and a new window.
    Chain renewed(Fn1<Tensor, Tensor> density, Tensor key) {
        var next = new Chain(free, height, slope, moments.metric(), pace,
                Moments.none(free.size(0), metric.factor().rank() == 2));
        return next.paced(density, key, pace.now());
    }

    /// The carry of the search for a first step.
    record Search(Tensor logStep, Tensor rising, Tensor going, Tensor tries) {
    }

    /// With a step whose acceptance has just crossed 0.8, doubled or halved from a first guess: Hoffman and Gelman
    /// 2014, algorithm 4, with 0.8 in place of 0.5.
    Chain paced(Fn1<Tensor, Tensor> density, Tensor key, Tensor guess) {
        var target = new Target(density, free, metric);
        var start = start(key);
        var energy = start.total();
        var rising = good(start, target, energy, guess);
        var found = Control.whileLoop(Loop.named("first_step"), (Search s) -> s.going(), s -> {
            var next = add(s.logStep(), where(s.rising(), scalar(Math.log(2)), scalar(-Math.log(2))));
            var same = eq(good(start, target, energy, next), s.rising());
            return new Search(next, s.rising(), and(same, lt(s.tries(), scalar(MOST))), add(s.tries(), scalar(1)));
        }, new Search(guess, rising, onesLike(rising), zeros(TensorType.of(DType.INT64))));
        return new Chain(free, height, slope, metric, Pace.from(found.logStep()), moments);
    }

    private static Tensor good(Point start, Target target, Tensor energy, Tensor logStep) {
        return gt(sub(start.leap(target, exp(logStep)).total(), energy), scalar(CROSSED));
    }
}
