package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.op.Binary;
import org.cotangent.op.Op;

/// (1 + c/x)^y, such as compound interest: 1 + c/x rounds the digits away that the power brings back.
final class Powers implements Finder {
    private static final double NEAR = 0.125;

    @Override
    public List<Op> heads() {
        return List.of(Binary.POW);
    }

    @Override
    public Found find(Site site) {
        var base = site.operand(0);
        var y = site.operand(1);
        if (!Seen.is(base, Binary.ADD) || Seen.isNumber(y)) {
            return null;
        }
        int one = Seen.isNumber(Seen.operand(base, 0), 1) ? 0 : Seen.isNumber(Seen.operand(base, 1), 1) ? 1 : -1;
        var u = one < 0 ? null : Seen.operand(base, 1 - one);
        return u == null || !Seen.is(u, Binary.DIV) ? null : new Found("power_near_one", () -> better(base, u, y));
    }

    private static Tensor better(Tensor base, Tensor u, Tensor y) {
        var near = lt(abs(u), scalar(NEAR));
        var small = where(near, u, scalar(0.0));
        var left = Factors.of(y).without(Factors.of(Seen.operand(u, 1)));
        var exponent = left == null ? mul(y, log1p(small))
                : mul(mul(Seen.operand(u, 0), left.build()), slope(small));
        return where(near, exp(exponent), pow(where(near, scalar(1.0), base), y));
    }

    /// log(1 + u) / u for |u| < 1/8: with z = u / (2 + u) it is 2 / (2 + u) (1 + z^2/3 + z^4/5 + ...), whose derivative
    /// keeps its digits too.
    private static Tensor slope(Tensor u) {
        var two = add(u, scalar(2.0));
        var z = square(div(u, two));
        Tensor sum = scalar(1.0 / 17);
        for (int k = 7; k >= 0; k--) {
            sum = add(mul(z, sum), scalar(1.0 / (2 * k + 1)));
        }
        return mul(div(scalar(2.0), two), sum);
    }
}
