package org.cotangent.nn.optim;

import org.cotangent.Fn1;
import org.cotangent.JitFn;
import org.cotangent.Transforms;
import org.cotangent.ValueAndGrad;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// A search for a minimum by L-BFGS with steps that meet the strong Wolfe conditions (Nocedal, Wright, *Numerical
/// Optimization*, 2006, algorithms 3.5 and 3.6), interpolating by cubics.
final class LbfgsSearch<P> {
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int TRIES = 30;

    /// The function along a direction: how far, the point, value, gradient, and derivative along the direction.
    private record At(double t, Tensor x, double value, Tensor gradient, double slope) {
    }

    private final Flat start;
    private final JitFn.One<Tensor, ValueAndGrad<Tensor>> f;
    private final int history;
    private int evaluations;

    LbfgsSearch(Fn1<P, Tensor> f, P start, int history) {
        this.start = Flat.of(start);
        Fn1<Tensor, Tensor> flat = x -> f.apply(this.start.with(x));
        this.f = Transforms.jit(Transforms.valueAndGrad(flat));
        this.history = history;
    }

    Minimum<P> run(double tolerance, int most) {
        var empty = Ops.zeros(TensorType.of(start.vector().dtype(), history, start.vector().size(0)));
        var moves = empty;
        var turns = empty;
        var now = at(start.vector(), null, 0);
        int i = 0;
        while (i < most && !isFlat(now, tolerance)) {
            var direction = Lbfgs.direction(moves, turns, now.gradient());
            if (!(Ops.dot(direction, now.gradient()).item() < 0)) {
                moves = empty;
                turns = empty;
                direction = now.gradient().neg();
            }
            var next = search(now, direction, i == 0 ? Math.min(1, 1 / Ops.norm(now.gradient()).item()) : 1);
            i++;
            if (next == null) {
                break;
            }
            var move = next.x().sub(now.x());
            var turn = next.gradient().sub(now.gradient());
            if (Ops.dot(move, turn).item() > 0) {
                moves = Lbfgs.pushed(moves, move);
                turns = Lbfgs.pushed(turns, turn);
            }
            now = next;
        }
        return new Minimum<>(start.with(now.x()), now.value(), Ops.norm(now.gradient()).item(), i, evaluations,
                isFlat(now, tolerance));
    }

    private static boolean isFlat(At a, double tolerance) {
        return Ops.norm(a.gradient()).item() <= tolerance * Math.max(1, Math.abs(a.value()));
    }

    private At at(Tensor x, Tensor direction, double t) {
        var point = direction == null ? x : x.add(direction.mul(t));
        var out = f.apply(point);
        evaluations++;
        return new At(t, point, out.value().item(), out.gradient(),
                direction == null ? 0 : Ops.dot(out.gradient(), direction).item());
    }

    /// A point along the direction that meets the conditions, else one with a smaller value, else null.
    private At search(At from, Tensor direction, double first) {
        double slope = Ops.dot(from.gradient(), direction).item();
        var zero = new At(0, from.x(), from.value(), from.gradient(), slope);
        var before = zero;
        double t = first;
        for (int i = 0; i < TRIES; i++) {
            var a = at(from.x(), direction, t);
            if (!isLow(a, zero) || i > 0 && a.value() >= before.value()) {
                return zoom(zero, before, a, direction);
            }
            if (Math.abs(a.slope()) <= -CURVATURE * slope) {
                return a;
            }
            if (a.slope() >= 0) {
                return zoom(zero, a, before, direction);
            }
            before = a;
            t *= 2;
        }
        return before.t() > 0 ? before : null;
    }

    private static boolean isLow(At a, At zero) {
        return a.value() <= zero.value() + DECREASE * a.t() * zero.slope();
    }

    /// Between `low`, which has the smaller value and whose slope leads to `high`, and `high`.
    private At zoom(At zero, At lowest, At highest, Tensor direction) {
        var low = lowest;
        var high = highest;
        for (int i = 0; i < TRIES; i++) {
            var a = at(zero.x(), direction, between(low, high));
            if (!isLow(a, zero) || a.value() >= low.value()) {
                high = a;
            } else {
                if (Math.abs(a.slope()) <= -CURVATURE * zero.slope()) {
                    return a;
                }
                high = a.slope() * (high.t() - low.t()) >= 0 ? low : high;
                low = a;
            }
        }
        return low.t() > 0 && low.value() < zero.value() ? low : null;
    }

    /// Where the cubic through both values and slopes is least, kept off the ends; the middle where there is none.
    private static double between(At a, At b) {
        double d = a.slope() + b.slope() - 3 * (a.value() - b.value()) / (a.t() - b.t());
        double root = Math.sqrt(d * d - a.slope() * b.slope()) * Math.signum(b.t() - a.t());
        double t = b.t() - (b.t() - a.t()) * (b.slope() + root - d) / (b.slope() - a.slope() + 2 * root);
        double width = b.t() - a.t();
        boolean inside = (t - a.t()) / width > 0.05 && (t - a.t()) / width < 0.95;
        return inside ? t : a.t() + width / 2;
    }
}
