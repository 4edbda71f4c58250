package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.abs;
import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.and;
import static org.cotangent.core.Ops.concat;
import static org.cotangent.core.Ops.convert;
import static org.cotangent.core.Ops.dot;
import static org.cotangent.core.Ops.eq;
import static org.cotangent.core.Ops.expandDims;
import static org.cotangent.core.Ops.gt;
import static org.cotangent.core.Ops.min;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.not;
import static org.cotangent.core.Ops.reciprocal;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.slice;
import static org.cotangent.core.Ops.sub;
import static org.cotangent.core.Ops.sum;
import static org.cotangent.core.Ops.where;
import static org.cotangent.core.Ops.zeros;

import java.util.Map;
import org.cotangent.Fn1;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Newton's direction from an inverse Hessian that is built of the last moves and turns of the gradient, for gradients
/// without noise. Liu, Nocedal 1989.
///
/// As an optimiser each update goes `rate` times that direction (the first one, at most 1 in the 1-norm, along the
/// gradient). [#minimise] searches along each direction for a point that meets Wolfe's conditions, and is what to use
/// for fitting.
///
/// @param rate    the part of each direction that is gone, usually 1
/// @param history number of moves that are remembered
public record Lbfgs(Schedule rate, int history) implements Optimiser {
    private static final double LEAST = 1e-10;

    /// The rate 1 and ten moves.
    public static Lbfgs standard() {
        return new Lbfgs(Schedule.constant(1), 10);
    }

    @Override
    public <P> OptimiserState<P> start(P params) {
        var flat = Flat.of(params);
        var vector = zeros(flat.vector().type());
        var matrix = zeros(TensorType.of(vector.dtype(), history, vector.size(0)));
        return new OptimiserState<>(zeros(TensorType.of(DType.INT64)), Map.of("moves", matrix, "turns", matrix,
                "point", vector, "gradient", vector), Map.of());
    }

    @Override
    public <P> Stepped<P> update(P params, P gradient, OptimiserState<P> state, Tensor rate) {
        var flat = Flat.of(params);
        var x = flat.vector();
        var g = Flat.of(gradient).vector();
        var first = eq(state.steps(), scalar(0));
        var move = sub(x, state.shared().get("point"));
        var turn = sub(g, state.shared().get("gradient"));
        var bent = and(not(first), gt(dot(move, turn), scalar(LEAST)));
        var moves = where(bent, pushed(state.shared().get("moves"), move), state.shared().get("moves"));
        var turns = where(bent, pushed(state.shared().get("turns"), turn), state.shared().get("turns"));
        var part = where(first, min(scalar(1), reciprocal(sum(abs(g)))), scalar(1));
        var length = mul(part, convert(rate, x.dtype()));
        var next = add(x, mul(direction(moves, turns, g), length));
        return new Stepped<>(flat.with(next), new OptimiserState<>(add(state.steps(), scalar(1)),
                Map.of("moves", moves, "turns", turns, "point", x, "gradient", g), Map.of()));
    }

    /// Rows moved up by one, the last one new.
    static Tensor pushed(Tensor rows, Tensor row) {
        return concat(0, slice(rows, 0, 1, rows.size(0)), expandDims(row, 0));
    }

    /// Minus the inverse Hessian times the gradient; rows of zeros, oldest first, are moves that were not made yet.
    static Tensor direction(Tensor moves, Tensor turns, Tensor g) {
        int m = (int) moves.size(0);
        var q = g.neg();
        var alpha = new Tensor[m];
        var rho = new Tensor[m];
        for (int i = m - 1; i >= 0; i--) {
            rho[i] = inverse(dot(row(moves, i), row(turns, i)));
            alpha[i] = mul(rho[i], dot(row(moves, i), q));
            q = sub(q, mul(row(turns, i), alpha[i]));
        }
        var newest = row(turns, m - 1);
        var size = mul(dot(row(moves, m - 1), newest), inverse(dot(newest, newest)));
        q = mul(q, where(gt(size, scalar(0)), size, scalar(1)));
        for (int i = 0; i < m; i++) {
            var beta = mul(rho[i], dot(row(turns, i), q));
            q = add(q, mul(row(moves, i), sub(alpha[i], beta)));
        }
        return q;
    }

    private static Tensor row(Tensor rows, int i) {
        return slice(rows, 0, i, i + 1).reshape(rows.size(1));
    }

    private static Tensor inverse(Tensor x) {
        var positive = gt(x, scalar(0));
        return where(positive, reciprocal(where(positive, x, scalar(1))), scalar(0));
    }

    /// The point where `f` is least, sought from `start` on until the norm of the gradient is at most `tolerance` times
    /// max(1, |f|), or for `most` iterations. Runs eagerly; `f` is staged once.
    public <P> Minimum<P> minimise(Fn1<P, Tensor> f, P start, double tolerance, int most) {
        return new LbfgsSearch<>(f, start, history).run(tolerance, most);
    }
}
