package org.cotangent.bench;

import static org.cotangent.Transforms.valueAndGrad;
import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.core.Tensor;

/// W2f: a product of two square matrices. W2g: value and gradients of sum((A B)^2).
final class MatrixWork {
    private MatrixWork() {
    }

    static Work product(Mode mode, int n) {
        var p = inputs(n);
        var f = mode.of((List<Tensor> q) -> q.get(0).matmul(q.get(1)));
        return new Work(f, () -> f.apply(p), () -> new double[] {Work.size(f.apply(p))}, p);
    }

    static Work gradients(Mode mode, int n) {
        var p = inputs(n);
        return Work.gradients(mode, valueAndGrad((List<Tensor> q) -> sum(square(q.get(0).matmul(q.get(1))))), p);
    }

    private static List<Tensor> inputs(int n) {
        var data = new SplitMix(2);
        return List.of(tensor(data.floats(n * n, -1, 1)).reshape(n, n),
            tensor(data.floats(n * n, -1, 1)).reshape(n, n));
    }
}
