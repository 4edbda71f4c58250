package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.core.Tensor;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneMath;

/// Bessel functions of orders 0 and 1: of the first and second kind, modified, and modified times e^-|x|.
public enum Bessel implements UnaryRow {
    BESSEL_J0((x, y) -> neg(besselJ1(x))),
    BESSEL_J1((x, y) -> where(eq(x, scalar(0)), scalar(0.5), sub(besselJ0(x), div(y, x)))),
    BESSEL_Y0((x, y) -> neg(besselY1(x))),
    BESSEL_Y1((x, y) -> sub(besselY0(x), div(y, x))),
    BESSEL_I0((x, y) -> besselI1(x)),
    BESSEL_I1((x, y) -> where(eq(x, scalar(0)), scalar(0.5), sub(besselI0(x), div(y, x)))),
    BESSEL_I0E((x, y) -> sub(besselI1e(x), mul(sign(x), y))),
    BESSEL_I1E((x, y) -> where(eq(x, scalar(0)), scalar(0.5),
            sub(besselI0e(x), mul(y, add(sign(x), div(scalar(1), x))))));

    private final BinaryOperator<Tensor> derivative;

    Bessel(BinaryOperator<Tensor> derivative) {
        this.derivative = derivative;
    }

    @Override
    public Domain domain() {
        return Domain.FLOAT;
    }

    @Override
    public UnaryOperator<Lane> meaning() {
        var method = name().substring("BESSEL_".length()).toLowerCase(Locale.ROOT);
        return x -> LaneMath.bessel(method, x);
    }

    @Override
    public BinaryOperator<Tensor> derivative() {
        return derivative;
    }
}
