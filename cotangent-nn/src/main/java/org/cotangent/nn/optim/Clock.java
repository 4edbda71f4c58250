package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.convert;
import static org.cotangent.core.Ops.expm1;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.neg;
import static org.cotangent.core.Ops.scalar;

import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;

/// The numbers of one update, float64 scalars: the learning rate, which update it is (from 1 on), and what rules share.
public record Clock(Tensor rate, Tensor count, Map<String, Tensor> shared) {
    /// `1 - beta^count`, by which a running mean that began at 0 is too small.
    public Tensor filled(double beta) {
        return beta == 0 ? scalar(1.0) : neg(expm1(mul(scalar(Math.log(beta)), count)));
    }

    /// A number in the dtype of a leaf's arithmetic.
    public static Tensor in(Tensor leaf, Tensor number) {
        return convert(number, leaf.dtype());
    }

    /// A leaf times a float64 number.
    public static Tensor scaled(Tensor leaf, Tensor number) {
        return mul(leaf, in(leaf, number));
    }

    /// In which dtype a leaf is computed.
    public static DType dtype(Tensor leaf) {
        return leaf.dtype().compute();
    }
}
