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
            (x, y) -> where(eq(x, scalar(0)), scalar(0.5), sub(besselJ0(x), div(y, x)))),
    BESSEL_Y0(Domain.FLOAT, x -> LaneMath.bessel("y0", x),
            (x, y) -> neg(besselY1(x))),
    BESSEL_Y1(Domain.FLOAT, x -> LaneMath.bessel("y1", x),
            (x, y) -> sub(besselY0(x), div(y, x))),
    BESSEL_I0(Domain.FLOAT, x -> LaneMath.bessel("i0", x),
            (x, y) -> besselI1(x)),
    BESSEL_I1(Domain.FLOAT, x -> LaneMath.bessel("i1", x),
            (x, y) -> where(eq(x, scalar(0)), scalar(0.5), sub(besselI0(x), div(y, x)))),
    BESSEL_I0E(Domain.FLOAT, x -> LaneMath.bessel("i0e", x),
            (x, y) -> sub(besselI1e(x), mul(sign(x), y))),
    BESSEL_I1E(Domain.FLOAT, x -> LaneMath.bessel("i1e", x),
            (x, y) -> where(eq(x, scalar(0)), scalar(0.5),
            sub(besselI0e(x), mul(y, add(sign(x), div(scalar(1), x))))));

    private final Row row;

    Bessel(Domain domain, UnaryOperator<Lane> meaning, BinaryOperator<Tensor> derivative) {
        this.row = new Row(domain, meaning, derivative);
    }

    @Override
    public Row row() {
        return row;
    }
}
