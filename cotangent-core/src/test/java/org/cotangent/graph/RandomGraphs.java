package org.cotangent.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cotangent.core.Dispatch;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.op.Barrier;
import org.cotangent.op.Call;
import org.cotangent.trace.Stage;

/// Random programs written with Ops and staged, with fan-out, literals, nested calls and several results.
final class RandomGraphs {
    private RandomGraphs() {
    }

    static Graph of(long seed) {
        return of(new Random(seed), 2);
    }

    private static Graph of(Random r, int depth) {
        var type = TensorType.of(r.nextBoolean() ? DType.FLOAT32 : DType.FLOAT64, 2, 3);
        var names = List.of("x", "m.layers[0].w", "odd name \"!\"", "x");
        var roles = List.of(Role.INPUT, Role.PARAM, Role.STATE, Role.INPUT);
        var inner = depth > 0 ? of(r, depth - 1) : null;
        return Stage.trace("f" + depth, in -> body(r, in, inner), List.of(type, type, type, type), names,
                roles).graph();
    }

    private static List<Tensor> body(Random r, List<Tensor> in, Graph inner) {
        var pool = new ArrayList<>(in);
        for (int i = 0; i < 20; i++) {
            var x = pool.get(r.nextInt(pool.size()));
            var y = pool.get(r.nextInt(pool.size()));
            pool.add(step(r.nextInt(12), r, x, y));
            if (inner != null && i % 7 == 3 && inner.inputTypes().getFirst().equals(x.type())) {
                pool.addAll(Dispatch.bind(new Call(inner), List.of(x, y, x,
                        y)).stream().filter(t -> t.type().equals(x.type())).toList());
            }
        }
        return List.of(pool.getLast(), Ops.sum(pool.get(r.nextInt(pool.size()))));
    }

    // size: table
    private static Tensor step(int kind, Random r, Tensor x, Tensor y) {
        return switch (kind) {
            case 0 -> Ops.add(x, y);
            case 1 -> Ops.mul(x, Ops.scalar(r.nextGaussian()));
            case 2 -> Ops.div(Ops.scalar(r.nextInt(5)), y);
            case 3 -> Ops.softmax(x, 1);
            case 4 -> Ops.where(Ops.gt(x, y), Ops.scalar(0), x);
            case 5 -> Ops.where(Ops.gt(x, Ops.scalar(Double.NaN)), y, Ops.scalar(Double.NEGATIVE_INFINITY));
            case 6 -> Ops.sub(x, Ops.max(y, 0));
            case 7 -> Ops.powInt(x, r.nextInt(7) - 3);
            case 8 -> Ops.transpose(Ops.transpose(Ops.tanh(x)));
            case 9 -> Dispatch.bind(new Barrier(r.nextLong()), List.of(x, y)).get(1);
            case 10 -> Ops.matmul(Ops.matmul(x, Ops.transpose(y)), x);
            default -> Ops.convert(Ops.mul(Ops.convert(x, DType.INT32), Ops.scalar(-0.0)), x.dtype());
        };
    }
}
