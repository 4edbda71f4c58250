package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Elements;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.lane.Samplers;
import org.cotangent.storage.Storage;

/// The logarithms of gamma variates from keys and shapes (concentrations).
///
/// The derivative is that of the sample at a fixed probability P(a, x), the implicit reparameterisation of Figurnov,
/// Mohamed and Mnih (2018): dx/da = -(dP/da) / (dP/dx).
public record RandomGamma() implements General {
    /// Below this logarithm P(a, x) is x^a / gamma(1 + a) to all digits.
    private static final double FAR = -60;

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        return List.of(Tries.check("gamma variates", operands));
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var out = Storage.allocate(types.getFirst().dtype().cell(), types.getFirst().shape().count());
        fill(operands, out, 0, out.count());
        return List.of(Concrete.of(types.getFirst(), out));
    }

    /// Draws the elements `from` to `to`.
    public void fill(List<Concrete> operands, Storage out, long from, long to) {
        long n = Tries.each(operands);
        var alpha = operands.get(1);
        for (long i = from; i < to; i++) {
            Elements.setDouble(alpha.dtype(), out, i,
                    Samplers.logGamma(operands.get(0).getLong(i / n), i % n, alpha.getDouble(i)));
        }
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(this, List.of(b.front(0), b.front(1)));
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        return Arrays.asList(tangents.get(1) == null ? null : mul(tangents.get(1), slope(p)));
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        return Arrays.asList(null, wanted[1] ? mul(cotangents.getFirst(), slope(p)) : null);
    }

    /// The derivative of s = log x: far down, where a s - lgamma(1 + a) stays, (digamma(1 + a) - s) / a.
    private static Tensor slope(Primals p) {
        var a = p.operand(1);
        var s = p.result();
        var far = lt(s, scalar(FAR));
        var x = exp(where(far, scalar(0.0), s));
        var near = neg(div(igammaShape(1, a, x), mul(gammaDensity(a, x), x)));
        return where(far, div(sub(digamma(add(a, scalar(1))), s), a), near);
    }
}
