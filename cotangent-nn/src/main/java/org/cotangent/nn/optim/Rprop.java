package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.clamp;
import static org.cotangent.core.Ops.eq;
import static org.cotangent.core.Ops.gt;
import static org.cotangent.core.Ops.lt;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.onesLike;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sign;
import static org.cotangent.core.Ops.sub;
import static org.cotangent.core.Ops.where;

import java.util.List;
import org.cotangent.core.Tensor;

/// Steps by the sign of the gradient alone, longer while it stays and shorter when it turns. Riedmiller, Braun 1993.
///
/// For gradients over all data. The rate is the length of the first steps; later rates play no part.
///
/// @param rate     how long steps are at first
/// @param shorter  the factor when the sign turns
/// @param longer   the factor while the sign stays
/// @param shortest bound of the steps
/// @param longest  bound of the steps
public record Rprop(Schedule rate, double shorter, double longer, double shortest, double longest) implements Leafwise {
    /// With factors 0.5 and 1.2 and steps from 1e-6 to 50.
    public static Rprop of(double rate) {
        return of(Schedule.constant(rate));
    }

    /// With factors 0.5 and 1.2 and steps from 1e-6 to 50.
    public static Rprop of(Schedule rate) {
        return new Rprop(rate, 0.5, 1.2, 1e-6, 50);
    }

    @Override
    public List<String> slots() {
        return List.of("gradient", "size");
    }

    @Override
    public Leaf step(Tensor x, Tensor g, List<Tensor> slots, Clock clock) {
        var size = where(eq(clock.count(), scalar(1)), Clock.in(x, clock.rate()), slots.get(1));
        var turn = mul(g, slots.get(0));
        var turned = lt(turn, scalar(0));
        var factor = where(turned, scalar(shorter), where(gt(turn, scalar(0)), scalar(longer), onesLike(x)));
        var next = clamp(mul(size, factor), shortest, longest);
        var heeded = where(turned, scalar(0), g);
        return Leaf.of(sub(x, mul(sign(heeded), next)), heeded, next);
    }
}
