package org.cotangent.nn.recipes;

import static org.cotangent.core.Ops.*;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.Aux;
import org.cotangent.Fn1;
import org.cotangent.Fn2;
import org.cotangent.Transforms;
import org.cotangent.core.DType;
import org.cotangent.core.Host;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Leaves;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.data.Examples;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Schedule;
import org.cotangent.nn.train.Chart;
import org.cotangent.nn.train.Goal;
import org.cotangent.nn.train.Report;
import org.cotangent.nn.train.Task;
import org.cotangent.nn.train.Trainer;

/// A network that solves Burgers' equation: its loss is what the equation is off at points of time and place, with
/// derivatives of the network by time and place inside (Raissi, Perdikaris and Karniadakis 2019).
final class Pinn implements Recipe {
    private static final int WIDTH = 24;
    private static final long POINTS = 20_480;
    private static final int BATCH = 512;
    private static final long EPOCHS = 100;
    private static final double RATE = 5e-3;
    private static final double LEAST = 1e-5;
    private static final int GRID = 51;
    private static final double[] SHOWN = {0, 0.25, 0.5, 1};

    /// Points of time and place: float64[n] each.
    record Points(Tensor t, Tensor x) {
    }

    private record Net(long seed, Points grid, Tensor exact, Fn2<Sequential, Points, Tensor> solution)
            implements Task<Sequential, Object, Points> {
        @Override
        public Sequential params() {
            var keys = unstack(split(foldIn(key(seed), 1), 4), 0);
            return Leaves.convert(Sequential.of(Dense.of(keys.get(0), 2, WIDTH), Activation.TANH,
                    Dense.of(keys.get(1), WIDTH, WIDTH), Activation.TANH, Dense.of(keys.get(2), WIDTH, WIDTH),
                    Activation.TANH, Dense.of(keys.get(3), WIDTH, 1)), DType.FLOAT64);
        }

        @Override
        public Aux<Object> loss(Sequential net, Object none, Points batch, Tensor key) {
            return new Aux<>(mean(square(residual(net, batch))), null);
        }

        @Override
        public Map<String, Double> evaluate(Sequential net, Object none) {
            var off = sub(solution.apply(net, grid), exact);
            return Map.of("relative_error", sqrt(div(sum(square(off)), sum(square(exact)))).item(), "largest_error",
                    max(abs(off)).item());
        }
    }

    /// The solution that a network stands for: start and ends are right whatever the network says.
    static Tensor solution(Sequential net, Points p) {
        var free = net.apply(stack(1, p.t().mul(2).sub(1), p.x())).reshape(-1);
        return add(neg(sin(mul(p.x(), scalar(Math.PI)))), mul(mul(p.t(), sub(scalar(1.0), square(p.x()))), free));
    }

    /// u_t + u u_x - nu u_xx at points. A point's value depends on that point alone, so one tangent of ones gives the
    /// derivatives at all of them; forward mode twice gives the second one.
    static Tensor residual(Sequential net, Points p) {
        var ones = onesLike(p.x());
        Fn1<Tensor, Tensor> ofX = x -> solution(net, new Points(p.t(), x));
        Fn1<Tensor, Tensor> slope = x -> Transforms.jvp(ofX).apply(x, ones).tangent();
        var u = ofX.apply(p.x());
        var second = Transforms.jvp(slope).apply(p.x(), ones);
        Fn1<Tensor, Tensor> ofT = t -> solution(net, new Points(t, p.x()));
        var later = Transforms.jvp(ofT).apply(p.t(), ones).tangent();
        return sub(add(later, mul(u, second.value())), mul(second.tangent(), scalar(Burgers.VISCOSITY)));
    }

    @Override
    public String name() {
        return "pinn";
    }

    @Override
    public String about() {
        return "a network solves Burgers' equation, its second derivatives inside the loss, beside the exact solution";
    }

    private static Points grid() {
        var t = new double[GRID * GRID];
        var x = new double[GRID * GRID];
        for (int i = 0; i < t.length; i++) {
            t[i] = (double) (i / GRID) / (GRID - 1);
            x[i] = 2.0 * (i % GRID) / (GRID - 1) - 1;
        }
        return new Points(Host.wrap(t), Host.wrap(x));
    }

    private static Tensor exact(Points p) {
        var t = Host.doubles(p.t());
        var x = Host.doubles(p.x());
        var out = new double[t.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Burgers.at(t[i], x[i]);
        }
        return Host.wrap(out);
    }

    @Override
    public Outcome run(Order order) throws IOException {
        if (order.data() != null) {
            throw new org.cotangent.core.StructureException("train pinn", "--data " + order.data(),
                    "leave it out: the equation is all there is to learn from");
        }
        var keys = unstack(split(foldIn(key(order.seed()), 2), 2), 0);
        var inside = new Points(uniform(keys.get(0), TensorType.of(DType.FLOAT64, POINTS)),
                uniform(keys.get(1), TensorType.of(DType.FLOAT64, POINTS), -1, 1));
        Fn2<Sequential, Points, Tensor> solution = Pinn::solution;
        var grid = grid();
        var task = new Net(order.seed(), grid, exact(grid), Transforms.jit(solution));
        long all = EPOCHS * (POINTS / BATCH);
        var optimiser = Adam.of(Schedule.cosine(RATE, LEAST, all));
        var trainer = Trainer.of(task, optimiser, Examples.rows(inside).shuffled(order.seed()).batched(BATCH, true),
                order.settings(name(), EPOCHS, Goal.smallest("relative_error"), 1000));
        var data = "Burgers' equation, viscosity " + Burgers.VISCOSITY + ", " + POINTS + " points inside";
        order.say().accept(data);
        var result = Results.trained(trainer, order);
        return Results.finished(name(), data, order, result, Results.metrics(result),
                report -> pictures(report, order, task, result.params()));
    }

    private static void pictures(Report report, Order order, Net task, Sequential net) throws IOException {
        for (double t : SHOWN) {
            var x = linspace(-1, 1, GRID, DType.FLOAT64);
            var at = new Points(fullLike(x, t), x);
            var places = boxed(x);
            var chart = new Chart("u at t = " + t, "x", List.of(new Chart.Line("network", places,
                    boxed(task.solution().apply(net, at))), new Chart.Line("exact", places, boxed(exact(at)))));
            report.chart(chart);
            if (t == 1) {
                var png = chart.png();
                org.cotangent.storage.AtomicFile.write(order.out().resolve("solution.png"), out -> out.write(png));
            }
        }
    }

    private static List<Double> boxed(Tensor x) {
        var out = new ArrayList<Double>();
        for (double v : Host.doubles(x)) {
            out.add(v);
        }
        return out;
    }
}
