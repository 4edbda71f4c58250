package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import org.cotangent.core.Tensor;

/// Expressions on (-1, 1) that keep their digits, and those of their derivatives, at 0 and at both ends.
final class Inside {
    private Inside() {
    }

    /// `1 - x^2`: as a product it cancels near 1 in nothing, as a difference its derivative cancels near 0 in nothing.
    static Tensor oneMinusSquare(Tensor x) {
        return where(lt(abs(x), scalar(0.5)), sub(scalar(1), mul(x, x)), mul(sub(scalar(1), x), add(scalar(1), x)));
    }
}
