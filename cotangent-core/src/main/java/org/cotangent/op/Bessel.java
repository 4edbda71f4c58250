package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.core.Tensor;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneMath;

/// Bessel functions of orders 0 and 1: of the first and second kind, modified, and modified times e^-|x|.
public enum Bessel implements UnaryRow {
    BESSEL_J0(Domain.FLOAT, x -> LaneMath.bessel("j0", x),
            (x, y) -> neg(besselJ1(x))),
    BESSEL_J1(Domain.FLOAT, x -> LaneMath.bessel("j1", x),
            (x, y) -> nearZero(x, series(x, -1), sub(besselJ0(x), div(y, x)))),
    BESSEL_Y0(Domain.FLOAT, x -> LaneMath.bessel("y0", x),
            (x, y) -> neg(besselY1(x))),
    BESSEL_Y1(Domain.FLOAT, x -> LaneMath.bessel("y1", x),
            (x, y) -> sub(besselY0(x), div(y, x))),
    BESSEL_I0(Domain.FLOAT, x -> LaneMath.bessel("i0", x),
            (x, y) -> besselI1(x)),
    BESSEL_I1(Domain.FLOAT, x -> LaneMath.bessel("i1", x),
            (x, y) -> nearZero(x, series(x, 1), sub(besselI0(x), div(y, x)))),
    BESSEL_I0E(Domain.FLOAT, x -> LaneMath.bessel("i0e", x),
            (x, y) -> sub(besselI1e(x), mul(sign(x), y))),
    BESSEL_I1E(Domain.FLOAT, x -> LaneMath.bessel("i1e", x),
            (x, y) -> nearZero(x, sub(mul(exp(neg(abs(x))), series(x, 1)), mul(sign(x), y)),
            sub(besselI0e(x), mul(y, add(sign(x), div(scalar(1), x))))));

    private static final double NEAR = 0.5;
    private static final int TERMS = 10;
    private final Row row;

    Bessel(Domain domain, UnaryOperator<Lane> meaning, BinaryOperator<Tensor> derivative) {
        this.row = new Row(domain, meaning, derivative);
    }

    @Override
    public Row row() {
        return row;
    }

    /// The closed form of a derivative divides by `x`: around 0 its power series takes over, which has every further
    /// derivative too.
    private static Tensor nearZero(Tensor x, Tensor series, Tensor closed) {
        return where(lt(abs(x), scalar(NEAR)), series, closed);
    }

    /// The derivative of the function of order 1 by the power series of DLMF 10.2.2 and 10.25.2: the sum over k of
    /// `sign^k (2k+1)/2 (x/2)^2k / (k! (k+1)!)`.
    private static Tensor series(Tensor x, int sign) {
        var t = mul(scalar(0.25 * sign), mul(x, x));
        double c = 0.5;
        var coefficients = new double[TERMS];
        for (int k = 0; k < TERMS; k++) {
            coefficients[k] = c * (2 * k + 1);
            c /= (k + 1.0) * (k + 2.0);
        }
        var sum = scalar(coefficients[TERMS - 1]);
        for (int k = TERMS - 2; k >= 0; k--) {
            sum = add(mul(sum, t), scalar(coefficients[k]));
        }
        return sum;
    }
}
