package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneMath;
import org.cotangent.lane.LaneProgram;

/// The derivative of order `n` (1 to 20) of the regularised incomplete gamma function P(a, x) with respect to its
/// shape a.
public record IgammaShape(int n) implements Elementwise {
    private static final int MOST = 20;

    @Override
    public int arity() {
        return 2;
    }

    @Override
    public Domain domain() {
        return Domain.FLOAT;
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        if (n < 1 || n > MOST) {
            throw new NumericsException("take derivative " + n + " of igamma with respect to its shape",
                    operands.toString(), "give an order from 1 to " + MOST);
        }
        return Elementwise.super.typeOf(operands);
    }

    @Override
    public LaneProgram program(DType dtype) {
        var lane = dtype.lane();
        return new LaneProgram("igamma_shape" + n + "." + dtype.text(), List.of(lane, lane),
                LaneMath.igammaShape(Lane.constant(lane, n), Lane.input(0, lane), Lane.input(1, lane)));
    }

    @Override
    public Tensor local(int i, Primals p) {
        var a = p.operand(0);
        var x = p.operand(1);
        return i == 0 ? igammaShape(n + 1, a, x) : mul(gammaDensity(a, x), bell(a, x));
    }

    /// The derivative of order n of the density divided by it: the complete Bell polynomial of the derivatives of its
    /// logarithm, log x - digamma(a), -trigamma(a), ...
    private Tensor bell(Tensor a, Tensor x) {
        var slopes = new ArrayList<Tensor>();
        var sums = new ArrayList<Tensor>();
        for (int k = 0; k < n; k++) {
            slopes.add(k == 0 ? sub(log(x), digamma(a)) : neg(polygamma(k, a)));
            Tensor sum = slopes.get(k);
            double binomial = 1;
            for (int i = 0; i < k; i++) {
                sum = add(sum, mul(scalar(binomial), mul(sums.get(k - 1 - i), slopes.get(i))));
                binomial = binomial * (k - i) / (i + 1);
            }
            sums.add(sum);
        }
        return sums.getLast();
    }
}
