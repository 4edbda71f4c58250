package org.cotangent.bench;

import static org.cotangent.Control.scan;
import static org.cotangent.Transforms.valueAndGrad;
import static org.cotangent.core.Ops.*;

import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.cotangent.Carried;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;

/// W7: the price of a European and an arithmetic Asian call by Monte Carlo, 100,000 paths of 64 steps, and its
/// derivatives by spot, volatility and rate along the paths. float64.
final class OptionWork {
    private static final int PATHS = 100_000;
    private static final int STEPS = 64;
    private static final double STRIKE = 100;
    private static final double DT = 1.0 / STEPS;

    /// Prices along the paths, and their sum so far.
    private record Walk(Tensor s, Tensor sum) {
    }

    private OptionWork() {
    }

    /// The steps as a Java loop, which the compiler sees unrolled.
    static Work loop(Mode mode) {
        return make(mode, OptionWork::unrolled);
    }

    /// The steps as one loop of the program.
    static Work scanned(Mode mode) {
        return make(mode, OptionWork::scanned);
    }

    /// All steps at once, by running sums.
    static Work whole(Mode mode) {
        return make(mode, OptionWork::whole);
    }

    private static Work make(Mode mode, Function<List<Tensor>, Tensor> price) {
        var z = tensor(new SplitMix(7).normals(STEPS * PATHS)).reshape(STEPS, PATHS);
        var p = DoubleStream.of(100, 0.2, 0.03).mapToObj(v -> Work.number(v, DType.FLOAT64)).toList();
        var f = mode.of((List<Tensor> q, Tensor noise) -> valueAndGrad((List<Tensor> r) ->
            price.apply(List.of(r.get(0), r.get(1), r.get(2), noise))).apply(q));
        return new Work(f, () -> f.apply(p, z), () -> {
            var r = f.apply(p, z);
            return Work.sizes(r.value(), r.gradient());
        }, () -> List.of(p, z));
    }

    private static Tensor drift(List<Tensor> p) {
        return p.get(2).sub(p.get(1).mul(p.get(1)).mul(0.5)).mul(DT);
    }

    private static Tensor unrolled(List<Tensor> p) {
        var drift = drift(p);
        var scale = p.get(1).mul(Math.sqrt(DT));
        var s = p.get(0);
        Tensor sum = null;
        for (int i = 0; i < STEPS; i++) {
            s = s.mul(exp(select(p.get(3), 0, i).mul(scale).add(drift)));
            sum = sum == null ? s : sum.add(s);
        }
        return value(p, s, sum.mul(DT));
    }

    private static Tensor scanned(List<Tensor> p) {
        var drift = drift(p);
        var scale = p.get(1).mul(Math.sqrt(DT));
        var row = select(p.get(3), 0, 0);
        var start = new Walk(fullLike(row, 1).mul(p.get(0)), zerosLike(row));
        var end = scan((Walk w, Tensor z) -> {
            var s = w.s.mul(exp(z.mul(scale).add(drift)));
            return new Carried<>(new Walk(s, w.sum.add(s)), null);
        }, start, p.get(3)).carry();
        return value(p, end.s, end.sum.mul(DT));
    }

    private static Tensor whole(List<Tensor> p) {
        var s = exp(cumsum(p.get(3).mul(p.get(1).mul(Math.sqrt(DT))).add(drift(p)), 0)).mul(p.get(0));
        return value(p, select(s, 0, STEPS - 1), mean(s, 0));
    }

    private static Tensor value(List<Tensor> p, Tensor end, Tensor average) {
        var paid = relu(end.sub(STRIKE)).add(relu(average.sub(STRIKE)));
        return mean(paid).mul(exp(neg(p.get(2))));
    }
}
