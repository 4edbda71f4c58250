package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.reshape;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sub;

import java.util.List;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Orthogonal;
import org.cotangent.nn.Selection;

/// Momentum whose matrix is made nearly orthogonal before each step, so that all directions move alike. Jordan et al.
/// 2024.
///
/// For leaves of two or more axes (the axes behind the first count as one); others need another optimiser:
/// `Muon.of(0.02).forLeaves(Selection.rankAtLeast(2), Adam.of(1e-3))`, or [#besides]. The step is scaled by
/// `sqrt(max(1, rows / columns))` with weights stored as `[in, out]` counted by their first axis as rows.
///
/// @param rate       the learning rate, of the size of the wanted spectral norm of a step
/// @param momentum   how much of the last direction stays
/// @param nesterov   whether the look ahead is followed
/// @param iterations steps of the orthogonalisation
public record Muon(Schedule rate, double momentum, boolean nesterov, int iterations) implements Leafwise {
    /// With momentum 0.95, look ahead and 5 iterations.
    public static Muon of(double rate) {
        return of(Schedule.constant(rate));
    }

    /// With momentum 0.95, look ahead and 5 iterations.
    public static Muon of(Schedule rate) {
        return new Muon(rate, 0.95, true, 5);
    }

    /// This one for all leaves with two or more axes and `other` for the rest.
    public Optimiser besides(Optimiser other) {
        return forLeaves(Selection.rankAtLeast(2), other);
    }

    @Override
    public List<String> slots() {
        return List.of("momentum");
    }

    @Override
    public Leaf step(Tensor x, Tensor g, List<Tensor> slots, Clock clock) {
        if (x.rank() < 2) {
            throw new ShapeException("update a parameter by Muon", x.type().toString(),
                    "use it for matrices and another optimiser for the rest: Muon.of(...).besides(Adam.of(...))");
        }
        var v = add(mul(scalar(momentum), slots.getFirst()), g);
        var direction = nesterov ? add(g, mul(scalar(momentum), v)) : v;
        var matrix = reshape(direction, x.size(0), x.shape().count() / Math.max(1, x.size(0)));
        var even = Orthogonal.nearly(matrix, iterations);
        double longer = Math.sqrt(Math.max(1, (double) matrix.size(0) / matrix.size(1)));
        var move = reshape(mul(even, scalar(longer)), x.shape().sizes());
        return Leaf.of(sub(x, Clock.scaled(move, clock.rate())), v);
    }
}
