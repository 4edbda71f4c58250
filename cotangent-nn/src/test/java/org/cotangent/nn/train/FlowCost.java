package org.cotangent.nn.train;

import java.util.List;
import java.util.Map;
import org.cotangent.Aux;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.data.Examples;
import org.cotangent.nn.optim.Adam;

/// What measuring the gradient's flow costs: steps with and without, in turns, the least time of each.
///
/// A plain main, for a quiet machine; what it printed stands in docs/diagnosis.md.
public final class FlowCost {
    private static final int STEPS = 100;

    private record Classes(int width) implements Task<Sequential, Object, Toy.Pair> {
        @Override
        public Sequential params() {
            return Sequential.of(Dense.of(Ops.key(1), 784, width), Activation.RELU, Dense.of(Ops.key(2), width, width),
                    Activation.RELU, Dense.of(Ops.key(3), width, 10));
        }

        @Override
        public Aux<Object> loss(Sequential net, Object none, Toy.Pair batch, Tensor key) {
            return new Aux<>(Ops.mse(net.apply(batch.x()), batch.y()), null);
        }

        @Override
        public Map<String, Double> evaluate(Sequential net, Object none) {
            return Map.of();
        }
    }

    private FlowCost() {
    }

    private static double seconds(int width, int batch, List<Callback> told) {
        var x = Ops.normal(Ops.key(7), (long) batch * STEPS, 784);
        var data = new Toy.Pair(x, Ops.normal(Ops.key(8), (long) batch * STEPS, 10));
        double[] times = new double[2 * STEPS];
        long[] last = {0};
        var all = new java.util.ArrayList<>(told);
        all.add(new Callback() {
            @Override
            public void stepped(Step s) {
                long now = System.nanoTime();
                times[(int) s.step() - 1] = (now - last[0]) / 1e9;
                last[0] = now;
            }
        });
        Trainer.of(new Classes(width), Adam.of(1e-3), Examples.rows(data).batched(batch, true), Settings.epochs(2))
                .telling(all).run();
        // Sums of 25 steps, so that each has its share of measured ones; the least of those of the second epoch.
        double best = Double.MAX_VALUE;
        for (int i = STEPS; i + 25 <= 2 * STEPS; i += 25) {
            double sum = 0;
            for (int k = i; k < i + 25; k++) {
                sum += times[k];
            }
            best = Math.min(best, sum);
        }
        return best;
    }

    public static void main(String[] args) {
        for (int[] c : new int[][] {{128, 64}, {512, 64}}) {
            double plain = Double.MAX_VALUE;
            double rare = Double.MAX_VALUE;
            double each = Double.MAX_VALUE;
            for (int round = 0; round < 3; round++) {
                plain = Math.min(plain, seconds(c[0], c[1], List.of()));
                rare = Math.min(rare, seconds(c[0], c[1], List.of(GradientFlow.every(25))));
                each = Math.min(each, seconds(c[0], c[1], List.of(GradientFlow.every(1))));
            }
            System.out.printf("width %d, batch %d: %.2f ms a step; every 25th measured %+.1f %%; each measured "
                    + "%+.1f %%%n",
                    c[0], c[1], plain * 1000 / 25, 100 * (rare / plain - 1), 100 * (each / plain - 1));
        }
    }
}
