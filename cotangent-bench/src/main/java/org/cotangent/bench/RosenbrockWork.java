package org.cotangent.bench;

import static org.cotangent.Control.fori;
import static org.cotangent.Transforms.valueAndGrad;
import static org.cotangent.Transforms.vmap;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Fn1;
import org.cotangent.ValueAndGrad;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;

/// W9: Rosenbrock's function of 1,000 numbers, value and gradient, float64: from scalar operations (7,992 of them)
/// recorded one after the other, as a loop of the program, and by `vmap` over its terms.
final class RosenbrockWork {
    private static final int N = 1000;

    private RosenbrockWork() {
    }

    /// From scalars that are the elements of one vector.
    static Work scalars(Mode mode) {
        return ofVector(mode, RosenbrockWork::scalars);
    }

    /// As a loop of the program.
    static Work loop(Mode mode) {
        return ofVector(mode, RosenbrockWork::loop);
    }

    /// As one term, mapped over all.
    static Work mapped(Mode mode) {
        return ofVector(mode, RosenbrockWork::mapped);
    }

    private static Work ofVector(Mode mode, Fn1<Tensor, Tensor> loss) {
        var x = tensor(new SplitMix(9).doubles(N, -1, 1));
        Fn1<Tensor, ValueAndGrad<Tensor>> both = valueAndGrad(loss);
        var f = mode.of(both);
        return new Work(f, () -> f.apply(x), () -> {
            var r = f.apply(x);
            return Work.sizes(r.value(), List.of(r.gradient()));
        }, x);
    }

    /// From scalars each of which is an input with a gradient of its own.
    static Work leaves(Mode mode) {
        var x = new ArrayList<Tensor>();
        for (double v : new SplitMix(9).doubles(N, -1, 1)) {
            x.add(Work.number(v, DType.FLOAT64));
        }
        var f = mode.of(valueAndGrad(RosenbrockWork::total));
        return new Work(f, () -> f.apply(x), () -> {
            var r = f.apply(x);
            return new double[] {r.value().item(),
                r.gradient().stream().mapToDouble(g -> Math.abs(g.item())).sum()};
        }, x);
    }

    private static Tensor scalars(Tensor x) {
        return total(unstack(x, 0));
    }

    private static Tensor total(List<Tensor> x) {
        Tensor all = null;
        for (int i = 0; i + 1 < x.size(); i++) {
            var term = term(x.get(i), x.get(i + 1));
            all = all == null ? term : all.add(term);
        }
        return all;
    }

    private static Tensor term(Tensor x, Tensor next) {
        var u = next.sub(x.mul(x));
        var w = sub(scalar(1), x);
        return u.mul(u).mul(100).add(w.mul(w));
    }

    private static Tensor loop(Tensor x) {
        return fori(N - 1, Work.number(0, DType.FLOAT64), (i, all) ->
                all.add(term(take(x, i, 0), take(x, i.add(1), 0))));
    }

    private static Tensor mapped(Tensor x) {
        return sum(vmap(RosenbrockWork::term).apply(slice(x, 0, 0, N - 1), slice(x, 0, 1, N)));
    }
}
