package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.trace.Stage;

/// Random programs of naive formulas: exponentials, logarithms, roots, quotients and differences.
final class Programs {
    private static final List<UnaryOperator<Tensor>> ONE = List.of(x -> exp(x), x -> log(x), x -> neg(x),
            x -> sqrt(x), x -> square(x), x -> add(scalar(1.0), x), x -> sub(scalar(1.0), x),
            x -> sub(x, scalar(1.0)), x -> div(scalar(1.0), x), x -> mul(x, scalar(0.5)), x -> logistic(x),
            x -> tanh(x), x -> cosh(x), x -> abs(x), x -> exp(neg(x)), x -> cos(x), x -> erf(x),
            x -> add(scalar(1.0), exp(x)), x -> log(add(scalar(1.0), x)), x -> div(x, scalar(3.0)));
    private static final List<BinaryOperator<Tensor>> TWO = List.of((x, y) -> add(x, y), (x, y) -> sub(x, y),
            (x, y) -> mul(x, y), (x, y) -> div(x, y), (x, y) -> add(exp(x), exp(y)), (x, y) -> max(x, y),
            (x, y) -> where(gt(x, scalar(0.25)), y, scalar(0.0)), (x, y) -> add(square(x), square(y)),
            (x, y) -> div(exp(x), add(exp(x), exp(y))), (x, y) -> mul(x, log(y)));

    private Programs() {
    }

    /// A program over `inputs` values of one type, with that many steps; its last value is the result.
    static Graph draw(long seed, int steps, TensorType type, int inputs) {
        return Stage.trace("f", in -> List.of(run(seed, steps, in).getLast()),
                java.util.Collections.nCopies(inputs, type), null, null).graph();
    }

    /// All values, of mixed shapes too.
    static Graph drawAll(long seed, int steps) {
        var type = TensorType.of(seed % 3 == 0 ? DType.FLOAT32 : DType.FLOAT64, 2, 3);
        return Stage.trace("f", in -> {
            var values = run(seed, steps, in);
            var out = new ArrayList<Tensor>(values);
            for (var v : values) {
                out.add(sum(v, 1));
                out.add(max(v, 0));
                out.add(softmax(v, 1));
                out.add(logsumexp(v, 0));
                out.add(floor(v));
                out.add(convert(gt(v, scalar(0.1)), type.dtype()));
                out.add(convert(v, DType.INT32));
                out.add(matmul(tanh(v), transpose(tanh(v))));
                out.add(cumsum(clamp(v, -2, 2), 1));
                out.add(prod(logistic(v), 1));
                out.add(hypot(v, permute(permute(v, 1, 0), 1, 0)));
                out.add(convert(convert(v, DType.FLOAT32), type.dtype()));
            }
            return out;
        }, List.of(type, type), null, null).graph();
    }

    private static List<Tensor> run(long seed, int steps, List<Tensor> in) {
        var random = new SplittableRandom(seed);
        var values = new ArrayList<>(in);
        for (int i = 0; i < steps; i++) {
            var x = values.get(Math.max(random.nextInt(values.size()), random.nextInt(values.size())));
            if (random.nextInt(5) < 3) {
                values.add(ONE.get(random.nextInt(ONE.size())).apply(x));
            } else {
                values.add(TWO.get(random.nextInt(TWO.size())).apply(x, values.get(random.nextInt(values.size()))));
            }
        }
        return values;
    }
}
