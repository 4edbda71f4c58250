package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.clamp;
import static org.cotangent.core.Ops.convert;
import static org.cotangent.core.Ops.div;
import static org.cotangent.core.Ops.max;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.scalar;

import org.cotangent.nn.Leaves;

/// Gradients kept small.
public final class Clip {
    private Clip() {
    }

    /// Every element brought into [-limit, limit].
    public static <P> P byValue(P gradient, double limit) {
        return Leaves.map(gradient, g -> clamp(g, -limit, limit));
    }

    /// All leaves scaled by `limit / norm` where the norm over all of them exceeds `limit`. Pascanu, Mikolov, Bengio
    /// 2012.
    public static <P> P byNorm(P gradient, double limit) {
        var factor = div(scalar(limit), max(Leaves.norm(gradient), scalar(limit)));
        return Leaves.map(gradient, g -> mul(g, convert(factor, g.dtype())));
    }
}
