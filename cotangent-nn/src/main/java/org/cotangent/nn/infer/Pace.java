package org.cotangent.nn.infer;

import static org.cotangent.core.Ops.*;

import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The length of the leapfrog step, brought to the wanted acceptance by dual averaging: Hoffman and Gelman 2014,
/// section 3.2, with the constants given there.
///
/// @param aim      the log length towards which it is pulled
/// @param now      the log length in use while it is adapted
/// @param averaged the average of those, in use afterwards
/// @param shortage the average of wanted minus reached acceptance
/// @param times    adaptations so far
record Pace(Tensor aim, Tensor now, Tensor averaged, Tensor shortage, Tensor times) {
    private static final double GAMMA = 0.05;
    private static final double EARLY = 10;
    private static final double KAPPA = 0.75;
    private static final TensorType F64 = TensorType.of(DType.FLOAT64);

    /// Begins anew at a length.
    static Pace from(Tensor logStep) {
        return new Pace(add(logStep, scalar(Math.log(10))), logStep, zeros(F64), zeros(F64), zeros(F64));
    }

    Pace after(Tensor acceptance, double wanted) {
        var t = add(times, scalar(1));
        var share = div(scalar(1), add(t, scalar(EARLY)));
        var h = add(mul(sub(scalar(1), share), shortage), mul(share, sub(scalar(wanted), acceptance)));
        var next = sub(aim, div(mul(sqrt(t), h), scalar(GAMMA)));
        var blend = pow(t, scalar(-KAPPA));
        return new Pace(aim, next, add(mul(blend, next), mul(sub(scalar(1), blend), averaged)), h, t);
    }

    static Pace choose(Tensor condition, Pace yes, Pace no) {
        return new Pace(where(condition, yes.aim, no.aim), where(condition, yes.now, no.now),
                where(condition, yes.averaged, no.averaged), where(condition, yes.shortage, no.shortage),
                where(condition, yes.times, no.times));
    }
}
