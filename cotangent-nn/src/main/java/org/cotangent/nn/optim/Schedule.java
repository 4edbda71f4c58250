package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.convert;
import static org.cotangent.core.Ops.cos;
import static org.cotangent.core.Ops.div;
import static org.cotangent.core.Ops.floor;
import static org.cotangent.core.Ops.full;
import static org.cotangent.core.Ops.lt;
import static org.cotangent.core.Ops.max;
import static org.cotangent.core.Ops.min;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.pow;
import static org.cotangent.core.Ops.rsqrt;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sub;
import static org.cotangent.core.Ops.where;

import org.cotangent.core.DType;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// A learning rate over the steps: the number of updates done, an integer scalar tensor, to a float64 scalar.
///
/// The step is a tensor, so a schedule runs inside `jit` and the rate of a compiled step follows it.
@FunctionalInterface
public interface Schedule {
    /// The rate of the update after `steps` others.
    Tensor at(Tensor steps);

    /// The same rate always.
    static Schedule constant(double rate) {
        return said("constant(" + rate + ")", steps -> full(TensorType.of(DType.FLOAT64), rate));
    }

    /// From `from` to `to` in equal parts over `over` steps, then `to`.
    static Schedule linear(double from, double to, long over) {
        positive(over, "steps");
        return said("linear(%s, %s, %d)".formatted(from, to, over), steps -> add(scalar(from), mul(scalar(to - from),
                part(steps, over))));
    }

    /// Times `factor` after every `every` steps, at once.
    static Schedule step(double rate, double factor, long every) {
        positive(every, "steps");
        return said("step(%s, %s, %d)".formatted(rate, factor, every), steps -> mul(scalar(rate),
                pow(full(TensorType.of(DType.FLOAT64), factor), floor(div(number(steps), scalar((double) every))))));
    }

    /// Times `factor` at every step.
    static Schedule exponential(double rate, double factor) {
        return step(rate, factor, 1);
    }

    /// From `rate` to `least` along half a cosine wave over `over` steps, then `least`. Loshchilov, Hutter 2016.
    static Schedule cosine(double rate, double least, long over) {
        positive(over, "steps");
        return said("cosine(%s, %s, %d)".formatted(rate, least, over), steps -> wave(rate, least, part(steps, over)));
    }

    /// The same wave going on for ever: at `least` after `half` steps, at `rate` again after twice as many.
    static Schedule cosineWaves(double rate, double least, long half) {
        positive(half, "steps");
        return said("cosineWaves(%s, %s, %d)".formatted(rate, least, half), steps -> wave(rate, least,
                div(number(steps), scalar((double) half))));
    }

    /// `rate` times `sqrt(warm / steps)` from step `warm` on, before it rising in equal parts. Vaswani et al. 2017.
    static Schedule inverseSquareRoot(double rate, long warm) {
        positive(warm, "steps");
        return said("inverseSquareRoot(%s, %d)".formatted(rate, warm), steps -> {
            var t = add(number(steps), scalar(1.0));
            return mul(scalar(rate * Math.sqrt(warm)), min(rsqrt(t), mul(t, scalar(Math.pow(warm, -1.5)))));
        });
    }

    /// Up from `highest / 25` to `highest` over the first 30 % of `total` steps and down to a ten-thousandth of where
    /// it began, both along half cosine waves. Smith, Topin 2017.
    static Schedule oneCycle(double highest, long total) {
        return oneCycle(highest, total, 0.3, 25, 1e4);
    }

    /// [#oneCycle(double, long)] that rises for a part of the steps, from `highest / div`, and ends at
    /// `highest / div / last`; the last of the `total` steps has the last rate, as in PyTorch.
    static Schedule oneCycle(double highest, long total, double rising, double div, double last) {
        positive(total - 1, "steps but one");
        double top = rising * total - 1;
        double first = highest / div;
        return said("oneCycle(%s, %d)".formatted(highest, total), steps -> {
            var t = number(steps);
            var up = wave(first, highest, between(div(t, scalar(top))));
            var down = wave(highest, first / last, between(div(sub(t, scalar(top)), scalar(total - 1 - top))));
            return where(lt(t, scalar(top)), up, down);
        });
    }

    /// Rising in equal parts from `rate / over` to `rate` over the first `over` steps, then `next` from its own step
    /// 0 on.
    static Schedule warmUp(double rate, long over, Schedule next) {
        return linear(rate / over, rate, Math.max(1, over - 1)).then(over, next);
    }

    /// This schedule for `steps` steps and then another one from its own step 0 on.
    default Schedule then(long steps, Schedule next) {
        return said(this + ".then(" + steps + ", " + next + ")", t -> where(lt(t, scalar(steps)), at(t),
                next.at(max(sub(t, scalar(steps)), scalar(0)))));
    }

    /// This schedule times a factor.
    default Schedule times(double factor) {
        return said(this + ".times(" + factor + ")", t -> mul(at(t), scalar(factor)));
    }

    private static Schedule said(String text, Schedule rule) {
        return new Said(text, rule);
    }

    private static Tensor number(Tensor steps) {
        return convert(steps, DType.FLOAT64);
    }

    private static Tensor part(Tensor steps, long over) {
        return between(div(number(steps), scalar((double) over)));
    }

    private static Tensor between(Tensor x) {
        return max(scalar(0.0), min(scalar(1.0), x));
    }

    /// `from` at 0, `to` at 1.
    private static Tensor wave(double from, double to, Tensor x) {
        var high = add(scalar(1.0), cos(mul(scalar(Math.PI), x)));
        return add(scalar(to), mul(scalar((from - to) / 2), high));
    }

    private static void positive(long n, String what) {
        if (n < 1) {
            throw new NumericsException("make a schedule", n + " " + what, "give a number from 1 on");
        }
    }
}
