package org.cotangent;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;

/// Ordinary differential equations, dy/dt = f(t, y) with y(times[0]) = start, solved by Runge-Kutta methods.
///
/// The state is a tensor or a nesting of records, lists and maps of float tensors; what `f` captures gets its gradient
/// like every other value. The solvers are made of loops: they run eagerly and under `jit`, can be differentiated in
/// both modes to any order, and batched. The derivative is that of the steps that were taken.
public final class Odes {
    private Odes() {
    }

    /// How accurate an adaptive solver is.
    ///
    /// @param relative  error of a step relative to the state
    /// @param absolute  error of a step where the state is near 0
    /// @param mostSteps tried steps between two times, after which the states from there on are NaN
    public record Accuracy(double relative, double absolute, long mostSteps) {
        /// 1e-8 relative, 1e-10 absolute, 100,000 steps.
        public static final Accuracy USUAL = new Accuracy(1e-8, 1e-10, 100_000);

        public Accuracy {
            if (!(relative > 0) && !(absolute > 0) || relative < 0 || absolute < 0 || mostSteps < 1) {
                throw new ShapeException("solve a differential equation",
                        "errors " + relative + ", " + absolute + " and " + mostSteps + " steps",
                        "give errors that are not negative and not both 0, and at least one step");
            }
        }
    }

    /// The states at all `times`, stacked along a new axis 0, by `steps` steps of equal length between each two times.
    ///
    /// The classical method of order 4 (Kutta 1901): an error of order h^4, four evaluations of `f` a step.
    ///
    /// @param times f64[n] or f32[n], rising or falling
    public static <S> S rungeKutta4(Fn2<Tensor, S, S> f, S start, Tensor times, int steps) {
        if (steps < 1) {
            throw new ShapeException("solve a differential equation", steps + " steps between two times",
                    "give at least one");
        }
        var field = new Field<>(f, start);
        return field.solve(times, (t, next, y) -> {
            var h = div(sub(next, t), scalar(steps));
            return Control.fori(steps, y, (i, at) -> field.step4(add(t, mul(h, convert(i, h.dtype()))), at, h));
        });
    }

    /// The states at all `times`, stacked along a new axis 0, by steps whose length follows from the estimated error.
    ///
    /// The pair of orders 5 and 4 by Dormand and Prince (1980), first step and control as in Hairer, Norsett and
    /// Wanner,
    /// Solving Ordinary Differential Equations I, II.4. The lengths of the steps count as constants of the derivative.
    ///
    /// @param times f64[n] or f32[n], rising or falling
    public static <S> S dormandPrince(Fn2<Tensor, S, S> f, S start, Tensor times, Accuracy accuracy) {
        var field = new Field<>(f, start);
        return field.solve(times, (t, next, y) -> new DormandPrince(field::slope, accuracy).between(t, next, y));
    }

    /// From one time to the next.
    private interface Between {
        List<Tensor> go(Tensor t, Tensor next, List<Tensor> y);
    }

    /// A function of structures as one of their leaves.
    private static final class Field<S> {
        private final Fn2<Tensor, S, S> f;
        private final Structure structure;
        private final List<Tensor> start = new ArrayList<>();

        Field(Fn2<Tensor, S, S> f, S start) {
            this.f = f;
            structure = Structure.of(start, this.start);
            if (this.start.isEmpty() || this.start.stream().anyMatch(y -> !y.dtype().isFloat())) {
                throw new ShapeException("solve a differential equation", "a state " + structure + " of "
                        + this.start.stream().map(Tensor::type).toList(), "give a state of float tensors");
            }
        }

        @SuppressWarnings("unchecked")
        private S built(List<Tensor> leaves) {
            return (S) structure.build(leaves);
        }

        List<Tensor> slope(Tensor t, List<Tensor> y) {
            var out = new ArrayList<Tensor>();
            var got = Structure.of(f.apply(t, built(y)), out);
            for (int i = 0; i < y.size(); i++) {
                if (!got.equals(structure) || !out.get(i).shape().equals(y.get(i).shape())) {
                    throw new ShapeException("solve a differential equation", "a slope of "
                            + out.stream().map(Tensor::type).toList() + " for a state of "
                            + y.stream().map(Tensor::type).toList(), "let f return dy/dt in the form of y");
                }
            }
            return IntStream.range(0, y.size()).mapToObj(i -> convert(out.get(i), y.get(i).dtype())).toList();
        }

        List<Tensor> step4(Tensor t, List<Tensor> y, Tensor h) {
            var half = mul(h, scalar(0.5));
            var k1 = slope(t, y);
            var k2 = slope(add(t, half), plus(y, half, List.of(k1), 1));
            var k3 = slope(add(t, half), plus(y, half, List.of(k2), 1));
            var k4 = slope(add(t, h), plus(y, h, List.of(k3), 1));
            return plus(y, h, List.of(k1, k2, k3, k4), 1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0);
        }

        S solve(Tensor times, Between between) {
            if (times.rank() != 1 || times.size(0) < 1 || !times.dtype().isFloat()) {
                throw new ShapeException("solve a differential equation", "times of type " + times.type(),
                        "give a vector of at least one float");
            }
            long n = times.size(0);
            var ends = List.of(slice(times, 0, 0, n - 1), slice(times, 0, 1, n));
            var rest = Control.<List<Tensor>, List<Tensor>, List<Tensor>>scan((y, t) -> {
                var next = between.go(t.get(0), t.get(1), y);
                return new Carried<>(next, next);
            }, start, ends).out();
            return built(IntStream.range(0, start.size())
                    .mapToObj(i -> concat(0, expandDims(start.get(i), 0), rest.get(i))).toList());
        }
    }

    /// y + h (w[0] k[0] + w[1] k[1] + ...); weights of 0 are left out.
    static List<Tensor> plus(List<Tensor> y, Tensor h, List<List<Tensor>> k, double... w) {
        var out = new ArrayList<Tensor>();
        for (int i = 0; i < y.size(); i++) {
            out.add(add(y.get(i), mul(convert(h, y.get(i).dtype()), sum(k, w, i))));
        }
        return out;
    }

    /// w[0] k[0][leaf] + w[1] k[1][leaf] + ...
    static Tensor sum(List<List<Tensor>> k, double[] w, int leaf) {
        Tensor sum = null;
        for (int j = 0; j < k.size(); j++) {
            if (w[j] != 0) {
                var part = w[j] == 1 ? k.get(j).get(leaf) : mul(k.get(j).get(leaf), scalar(w[j]));
                sum = sum == null ? part : add(sum, part);
            }
        }
        return sum;
    }
}
