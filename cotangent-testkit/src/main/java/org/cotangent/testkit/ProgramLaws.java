package org.cotangent.testkit;

import static org.cotangent.Transforms.*;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.cotangent.Fn1;
import org.cotangent.Unused;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// Laws of whole programs: compiled is eager, forward mode is reverse mode is the difference quotient, to second
/// order, vmap is a loop. Reverse mode may be replaced, so that a broken one can be shown to be caught.
public final class ProgramLaws {
    /// Gives the gradient of a function of a list of tensors.
    @FunctionalInterface
    public interface Reverse {
        List<Tensor> gradient(RandomProgram program, List<Tensor> at);
    }

    private static final double STEP = 1e-5;
    /// Where a cast to float32 stands in a program, tangents and cotangents are rounded at different places.
    private static final double ROUNDED = 1e-4;

    private ProgramLaws() {
    }

    /// All laws.
    public static void all(RandomProgram p) {
        compiled(p);
        modes(p, (program, at) -> grad((Fn1<List<Tensor>, Tensor>) program::result, Unused.ZEROS).apply(at));
        second(p);
        batched(p);
    }

    /// The stabilised program compiled has the bits of the stabilised program run at once, and gradients are equal;
    /// matrix products may add in another order. Stability rewrites change last digits at most.
    public static void compiled(RandomProgram p) {
        var x = RandomPrograms.numbers(p);
        boolean product = p.steps().stream().anyMatch(s -> s.word().isProduct());
        double tolerance = !product ? 0 : p.inputs().getFirst().dtype() == DType.FLOAT64 ? 1e-11 : 1e-3;
        Fn1<List<Tensor>, List<Tensor>> all = p::values;
        var stable = stabilize(all).apply(x);
        same("jit = eager", p, stable, jit(all).apply(x), tolerance);
        same("stabilize = eager", p, all.apply(x), stable, p.inputs().getFirst().dtype() == DType.FLOAT64 ? 1e-12
                : 1e-4);
        Fn1<List<Tensor>, List<Tensor>> g = grad((Fn1<List<Tensor>, Tensor>) p::result, Unused.ZEROS)::apply;
        same("jit(grad) = grad", p, g.apply(x), jit(g).apply(x), gradientTolerance(p));
    }

    /// Equal steps are one step in a compiled program, and so their cotangents are added before they go on.
    private static double gradientTolerance(RandomProgram p) {
        return p.inputs().getFirst().dtype() != DType.FLOAT64 ? 1e-3 : isExact(p) ? 1e-11 : ROUNDED;
    }

    private static boolean isExact(RandomProgram p) {
        return p.steps().stream().allMatch(s -> s.word().isExact());
    }

    /// Forward mode, reverse mode and differences agree along a direction.
    public static void modes(RandomProgram p, Reverse reverse) {
        if (p.inputs().getFirst().dtype() != DType.FLOAT64) {
            return;
        }
        var x = RandomPrograms.numbers(p);
        var t = directions(p, 1);
        Fn1<List<Tensor>, Tensor> f = p::result;
        double forward = jvp(f).apply(x, t).tangent().item();
        close("forward = reverse", p, forward, inner(reverse.gradient(p, x), t), 1e-10);
        if (smooth(p)) {
            double quotient = quotient(e -> f.apply(moved(x, t, e)).item());
            close("forward = differences", p, quotient, forward, 1e-5);
        }
    }

    /// Forward over reverse is reverse over reverse is reverse over forward.
    public static void second(RandomProgram p) {
        if (p.inputs().getFirst().dtype() != DType.FLOAT64) {
            return;
        }
        var x = RandomPrograms.numbers(p);
        var t = directions(p, 1);
        var u = directions(p, 2);
        Fn1<List<Tensor>, Tensor> f = p::result;
        var g = grad(f, Unused.ZEROS);
        double forwardOverReverse = inner(jvp(g).apply(x, t).tangent(), u);
        double reverseOverReverse =
                inner(grad((Fn1<List<Tensor>, Tensor>) in -> product(g.apply(in), u), Unused.ZEROS).apply(x), t);
        double reverseOverForward =
                inner(grad((Fn1<List<Tensor>, Tensor>) in -> jvp(f).apply(in, u).tangent(), Unused.ZEROS).apply(x), t);
        close("forward over reverse = reverse over reverse", p, forwardOverReverse, reverseOverReverse, 1e-9);
        close("forward over reverse = reverse over forward", p, forwardOverReverse, reverseOverForward, 1e-9);
    }

    /// A batch of two examples gives what each gives by itself.
    public static void batched(RandomProgram p) {
        var x = RandomPrograms.numbers(p);
        var y = x.stream().map(v -> v.mul(0.875)).toList();
        var both = IntStream.range(0, x.size()).mapToObj(i -> Ops.stack(0, x.get(i), y.get(i))).toList();
        Fn1<List<Tensor>, List<Tensor>> all = p::values;
        var got = vmap(all).apply(both);
        double tolerance = p.inputs().getFirst().dtype() == DType.FLOAT64 ? 1e-12 : 1e-4;
        same("vmap = loop, first", p, all.apply(x), got.stream().map(v -> Ops.select(v, 0, 0)).toList(), tolerance);
        same("vmap = loop, second", p, all.apply(y), got.stream().map(v -> Ops.select(v, 0, 1)).toList(), tolerance);
    }

    /// Whether differences can see the derivative: no rounding to float32, and no stopped gradient.
    private static boolean smooth(RandomProgram p) {
        return p.steps().stream().allMatch(s -> s.word().isExact() && s.word() != Vocabulary.STOP);
    }

    private static List<Tensor> directions(RandomProgram p, long salt) {
        var random = new SplittableRandom(p.seed() + salt);
        return p.inputs().stream().map(t -> Numbers.random(t, random)).toList();
    }

    private static List<Tensor> moved(List<Tensor> x, List<Tensor> t, double e) {
        return IntStream.range(0, x.size()).mapToObj(i -> x.get(i).add(t.get(i).mul(e))).toList();
    }

    private static double quotient(DoubleUnaryOperator f) {
        double coarse = (f.applyAsDouble(2 * STEP) - f.applyAsDouble(-2 * STEP)) / (4 * STEP);
        double fine = (f.applyAsDouble(STEP) - f.applyAsDouble(-STEP)) / (2 * STEP);
        return (4 * fine - coarse) / 3;
    }

    private static Tensor product(List<Tensor> a, List<Tensor> b) {
        Tensor total = Ops.sum(a.getFirst().mul(b.getFirst()));
        for (int i = 1; i < a.size(); i++) {
            total = total.add(Ops.sum(a.get(i).mul(b.get(i))));
        }
        return total;
    }

    private static double inner(List<Tensor> a, List<Tensor> b) {
        return product(a, b).item();
    }

    private static void close(String law, RandomProgram p, double want, double got, double tolerance) {
        double bound = isExact(p) ? tolerance : Math.max(tolerance, ROUNDED);
        if (!(Math.abs(want - got) <= bound * (1 + Math.abs(want)))) {
            throw new LawBroken(law, p, want + " and " + got);
        }
    }

    private static void same(String law, RandomProgram p, List<Tensor> want, List<Tensor> got, double tolerance) {
        for (int i = 0; i < want.size(); i++) {
            var w = want.get(i).toDoubleArray();
            var g = got.get(i).toDoubleArray();
            for (int k = 0; k < w.length; k++) {
                if (Double.compare(w[k], g[k]) != 0 && !(Math.abs(w[k] - g[k]) <= tolerance * (1 + Math.abs(w[k])))) {
                    throw new LawBroken(law, p, "value " + i + ", element " + k + " is " + w[k] + " and " + g[k]);
                }
            }
        }
    }
}
