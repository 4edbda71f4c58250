package org.cotangent.bench;

import static org.cotangent.Transforms.valueAndGrad;
import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;

/// W1: `sum(tanh(a x + b) sigmoid(x) + exp(-x x))`, value and gradients by x, a and b, all of them vectors; W1s with
/// numbers for a and b. float32.
final class ElementwiseWork {
    private ElementwiseWork() {
    }

    static Work make(Mode mode, int n, boolean scalars) {
        var data = new SplitMix(1);
        var x = tensor(data.floats(n, -2, 2));
        var a = scalars ? Work.number(0.7, DType.FLOAT32) : tensor(data.floats(n, -1, 1));
        var b = scalars ? Work.number(0.1, DType.FLOAT32) : tensor(data.floats(n, -1, 1));
        return Work.gradients(mode, valueAndGrad(ElementwiseWork::loss), List.of(x, a, b));
    }

    private static Tensor loss(List<Tensor> p) {
        var x = p.get(0);
        return sum(tanh(p.get(1).mul(x).add(p.get(2))).mul(logistic(x)).add(exp(neg(x.mul(x)))));
    }
}
