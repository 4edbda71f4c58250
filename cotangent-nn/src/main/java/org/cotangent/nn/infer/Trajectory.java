package org.cotangent.nn.infer;

import static org.cotangent.core.Ops.*;

import org.cotangent.Control;
import org.cotangent.Loop;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// A trajectory that doubles its length, forwards or backwards in time at random, until it turns back, as the carry of
/// one loop in which each iteration is one leapfrog step: chains under vmap wait for the longest trajectory only once.
///
/// Hoffman and Gelman 2014 (The No-U-Turn Sampler) with the multinomial choice of Betancourt 2017 (A conceptual
/// introduction to Hamiltonian Monte Carlo, A.3). A new half is walked leaf by leaf. For the turns inside it the even
/// leaves that begin a subtree not yet closed are kept, one for each level (as Lao and Dillon 2019 and Phan, Pradhan
/// and Jankowiak 2019 do): leaf n has as many open subtrees as n has ones in binary, and an odd leaf closes as many as
/// it ends in ones.
///
/// @param left    the end that lies earliest in time
/// @param right   the end that lies latest
/// @param chosen  the sample so far
/// @param weight  the log of the sum of all weights in the trajectory, the beginning having weight 1
/// @param end     the moving end of the new half
/// @param half    the sample of the new half so far
/// @param halfWeight the log of the sum of its weights
/// @param leaf    leaves of the new half done
/// @param depth   doublings done
/// @param keptOffset   offsets of the even leaves that are kept, `[depths, n]`
/// @param keptMomentum their momenta
/// @param ended   whether it turned back, diverged, or has the largest depth
/// @param diverged whether the energy rose without bound: the step is too long for the place
/// @param accepted the sum of the acceptance probabilities of all leaves
/// @param leaves  leapfrog steps done
record Trajectory(Point left, Point right, Point chosen, Tensor weight, Point end, Point half, Tensor halfWeight,
        Tensor leaf, Tensor depth, Tensor keptOffset, Tensor keptMomentum, Tensor ended, Tensor diverged,
        Tensor accepted, Tensor leaves) {
    private static final double WORST = 1000;
    private static final TensorType F64 = TensorType.of(DType.FLOAT64);
    private static final TensorType I64 = TensorType.of(DType.INT64);
    private static final TensorType BOOL = TensorType.of(DType.BOOL);

    /// The whole trajectory from a point with fresh momentum.
    static Trajectory of(Target target, Point start, Tensor step, Tensor key, int depths) {
        long n = start.offset().size(0);
        var none = zeros(TensorType.of(DType.FLOAT64, depths, n));
        var empty = full(F64, Double.NEGATIVE_INFINITY);
        var zero = zeros(I64);
        var no = zeros(BOOL);
        var begin = new Trajectory(start, start, start, zeros(F64), start, start, empty, zero, zero, none, none, no, no,
                zeros(F64), zero);
        var energy = start.total();
        return Control.whileLoop(Loop.named("trajectory"), (Trajectory t) -> not(t.ended),
                t -> t.grown(target, step, energy, key, depths), begin);
    }

    private Trajectory grown(Target target, Tensor step, Tensor energy, Tensor key, int depths) {
        var u = unstack(uniform(foldIn(key, leaves), TensorType.of(DType.FLOAT64, 2)), 0);
        var forward = lt(uniform(foldIn(foldIn(key, -1), depth), F64), scalar(0.5));
        var from = Point.choose(eq(leaf, scalar(0)), Point.choose(forward, right, left), end);
        var next = from.leap(target, where(forward, step, neg(step)));
        var gain = sub(next.total(), energy);
        var fine = gt(gain, scalar(-WORST));
        var logWeight = where(fine, gain, fullLike(gain, Double.NEGATIVE_INFINITY));
        var newHalfWeight = logaddexp(halfWeight, logWeight);
        var newHalf = Point.choose(and(fine, lt(log(u.get(0)), sub(logWeight, newHalfWeight))), next, half);
        var kept = kept(next, depths);
        var turned = and(eq(and(leaf, scalar(1)), scalar(1)), turnsInside(next, kept, forward));
        var stopped = or(turned, not(fine));
        var walked = new Trajectory(left, right, chosen, weight, next, newHalf, newHalfWeight, add(leaf, scalar(1)),
                depth, kept.offset(), kept.momentum(), stopped, not(fine), add(accepted, exp(min(logWeight,
                        zerosLike(logWeight)))), add(leaves, scalar(1)));
        var full = eq(walked.leaf, shl(onesLike(depth), depth));
        return walked.joined(and(full, not(stopped)), forward, u.get(1), depths);
    }

    /// Offsets and momenta that are kept after a leaf: an even one takes the place of its level.
    private Point kept(Point next, int depths) {
        var level = popcount(shrLogical(leaf, onesLike(leaf)));
        var here = and(eq(arange(depths, DType.INT64), level), eq(and(leaf, scalar(1)), scalar(0)));
        var rows = expandDims(here, 1);
        return new Point(where(rows, expandDims(next.offset(), 0), keptOffset),
                where(rows, expandDims(next.momentum(), 0), keptMomentum), null, null);
    }

    private Tensor turnsInside(Point next, Point kept, Tensor forward) {
        var last = popcount(shrLogical(leaf, onesLike(leaf)));
        var closed = sub(popcount(xor(leaf, add(leaf, scalar(1)))), scalar(1));
        var levels = arange(kept.offset().size(0), DType.INT64);
        var asked = and(le(levels, last), gt(levels, sub(last, closed)));
        // Backwards in time the leaf that was kept is the later one.
        var sign = where(forward, onesLike(next.height()), neg(onesLike(next.height())));
        var turns = Point.turns(mul(sign, kept.offset()), kept.momentum(), mul(sign, expandDims(next.offset(), 0)),
                expandDims(next.momentum(), 0));
        return any(and(turns, asked));
    }

    /// With the new half as part of the whole, where `when` holds; the sample prefers the new half (Betancourt 2017,
    /// A.3.2).
    private Trajectory joined(Tensor when, Tensor forward, Tensor u, int depths) {
        var newLeft = Point.choose(and(when, not(forward)), end, left);
        var newRight = Point.choose(and(when, forward), end, right);
        var newChosen = Point.choose(and(when, lt(log(u), sub(halfWeight, weight))), half, chosen);
        var newDepth = where(when, add(depth, scalar(1)), depth);
        var turned = Point.turns(newLeft.offset(), newLeft.momentum(), newRight.offset(), newRight.momentum());
        var nowEnded = or(ended, and(when, or(turned, ge(newDepth, scalar(depths)))));
        return new Trajectory(newLeft, newRight, newChosen, where(when, logaddexp(weight, halfWeight), weight), end,
                half, where(when, fullLike(halfWeight, Double.NEGATIVE_INFINITY), halfWeight),
                where(when, zerosLike(leaf), leaf), newDepth, keptOffset, keptMomentum, nowEnded, diverged, accepted,
                leaves);
    }
}
