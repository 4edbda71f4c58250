package org.cotangent.testkit;

import static org.cotangent.Transforms.*;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cotangent.Axes;
import org.cotangent.Fn1;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Op;
import org.cotangent.op.Select;

/// The laws that every operation satisfies: its type rule says what its evaluation gives, fast is slow, forward mode
/// is the difference quotient, reverse mode is the transpose of forward mode, to second order, vmap is a loop, jit is
/// eager.
public final class Laws {
    private static final double STEP = 1e-5;

    private final Sample sample;
    private final Op op;
    private final List<Concrete> operands;
    private final List<Integer> floats;
    private final SplittableRandom random = new SplittableRandom(7);

    private Laws(Sample sample) {
        this.sample = sample;
        this.op = sample.op();
        this.operands = sample.operands();
        this.floats = IntStream.range(0, operands.size())
                .filter(i -> operands.get(i).dtype() == DType.FLOAT64 && !operands.get(i).isLiteral()).boxed().toList();
    }

    /// Tries all laws on the sample.
    ///
    /// @throws LawBroken for the first one that does not hold
    public static void check(Sample sample) {
        var laws = new Laws(sample);
        laws.typeAndMeaning();
        laws.staged();
        laws.batched();
        if (!laws.floats.isEmpty()) {
            laws.derivatives();
        }
    }

    /// Tries all laws on an operation and operands.
    public static void check(Op op, List<Tensor> operands) {
        check(Sample.of(op, operands.toArray(Tensor[]::new)));
    }

    private void typeAndMeaning() {
        var types = op.typeOf(operands.stream().map(Tensor::type).toList());
        var slow = op.evaluate(operands, types);
        var fast = Dispatch.bind(op, List.copyOf(operands));
        for (int i = 0; i < types.size(); i++) {
            if (!slow.get(i).type().equals(types.get(i)) || !fast.get(i).type().equals(types.get(i))) {
                throw new LawBroken("type rule = evaluation", sample, types + " and " + slow.get(i).type());
            }
            same("fast = reference", slow.get(i), fast.get(i), 1e-13);
        }
    }

    private void staged() {
        var jit = jit((List<Tensor> in) -> Dispatch.bind(op, in));
        var eager = Dispatch.bind(op, List.copyOf(operands));
        var staged = jit.apply(plain());
        for (int i = 0; i < eager.size(); i++) {
            same("jit = eager", eager.get(i), staged.get(i), 0);
        }
    }

    private List<Tensor> plain() {
        return operands.stream().map(t -> (Tensor) t.asLiteral(false)).toList();
    }

    private boolean needsLiterals() {
        return (op instanceof Elementwise || op instanceof Select) && operands.stream().anyMatch(Concrete::isLiteral);
    }

    private void batched() {
        for (int only = -1; only < operands.size(); only++) {
            if (only < 0 && operands.isEmpty() || needsLiterals()) {
                continue;
            }
            int one = only;
            var in = new ArrayList<Tensor>();
            var axes = new ArrayList<Object>();
            for (int i = 0; i < operands.size(); i++) {
                boolean many = one < 0 || i == one;
                in.add(many ? examples(operands.get(i)) : operands.get(i));
                axes.add(many ? (Object) 0 : Axes.NONE);
            }
            Fn1<List<Tensor>, List<Tensor>> f = row -> Dispatch.bind(op, row);
            var all = vmap(f, in(axes), out(0)).apply(in);
            for (int e = 0; e < 2; e++) {
                int example = e;
                var row = IntStream.range(0, in.size())
                        .mapToObj(i -> axes.get(i) == Axes.NONE ? in.get(i) : row(in.get(i), example)).toList();
                var want = Dispatch.bind(op, row);
                for (int i = 0; i < want.size(); i++) {
                    same("vmap = loop", want.get(i), row(all.get(i), e), 1e-13);
                }
            }
        }
    }

    /// Two examples: the tensor itself, and for floats a slightly different one.
    private Tensor examples(Concrete t) {
        var other = t.dtype().isFloat() && sample.smooth() ? t.mul(Ops.scalar(1.0009765625)) : t;
        var shape = t.shape().insert(0, 1).sizes();
        return Numbers.concatenate(t.reshape(shape).concrete(), other.reshape(shape).concrete());
    }

    private static Tensor row(Tensor all, int i) {
        return Numbers.row(all.concrete(), i);
    }

    private List<Tensor> apply(List<Tensor> active) {
        var all = new ArrayList<Tensor>(operands);
        for (int i = 0; i < active.size(); i++) {
            all.set(floats.get(i), active.get(i));
        }
        return Dispatch.bind(op, all).stream().filter(t -> t.dtype().isFloat()).toList();
    }

    private void derivatives() {
        Fn1<List<Tensor>, List<Tensor>> f = this::apply;
        List<Tensor> x = floats.stream().map(i -> (Tensor) operands.get(i)).toList();
        var t = x.stream().map(this::direction).toList();
        var pushed = jvp(f).apply(x, t);
        if (pushed.value().isEmpty()) {
            return;
        }
        var ct = pushed.value().stream().map(this::direction).toList();
        var pull = vjp(f).apply(x);
        double forward = inner(ct, pushed.tangent());
        double reverse = inner(pull.pullback().apply(ct), t);
        close("<ct, J t> = <J' ct, t>", forward, reverse, 1e-9);
        close("jit(vjp) = vjp", reverse,
                inner(jit((List<Tensor> in) -> vjp(f).apply(in).pullback().apply(ct)).apply(x), t), 1e-12);
        if (sample.smooth()) {
            close("jvp = difference quotient", quotient(e -> inner(ct, f.apply(moved(x, t, e)))), forward, 1e-6);
            secondOrder(f, x, t, ct);
        }
    }

    private void secondOrder(Fn1<List<Tensor>, List<Tensor>> f, List<Tensor> x, List<Tensor> t, List<Tensor> ct) {
        Fn1<List<Tensor>, List<Tensor>> g = in -> vjp(f).apply(in).pullback().apply(ct);
        var u = x.stream().map(this::direction).toList();
        double forwardOverReverse = inner(jvp(g).apply(x, t).tangent(), u);
        double reverseOverReverse = inner(vjp(g).apply(x).pullback().apply(u), t);
        double reverseOverForward = inner(vjp((List<Tensor> in) -> jvp(f).apply(in, u).tangent()).apply(x).pullback()
                .apply(ct), t);
        close("forward over reverse = reverse over reverse", forwardOverReverse, reverseOverReverse, 1e-9);
        close("forward over reverse = reverse over forward", forwardOverReverse, reverseOverForward, 1e-9);
        close("second derivative = difference quotient", quotient(e -> inner(g.apply(moved(x, t, e)), u)),
                forwardOverReverse, 1e-5);
    }

    /// Central differences at two steps, extrapolated.
    private static double quotient(java.util.function.DoubleUnaryOperator f) {
        double coarse = (f.applyAsDouble(2 * STEP) - f.applyAsDouble(-2 * STEP)) / (4 * STEP);
        double fine = (f.applyAsDouble(STEP) - f.applyAsDouble(-STEP)) / (2 * STEP);
        return (4 * fine - coarse) / 3;
    }

    private static List<Tensor> moved(List<Tensor> x, List<Tensor> t, double e) {
        return IntStream.range(0, x.size()).mapToObj(i -> x.get(i).add(t.get(i).mul(e))).toList();
    }

    private Tensor direction(Tensor like) {
        return Numbers.random(like.type(), random);
    }

    private static double inner(List<Tensor> a, List<Tensor> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += Ops.sum(a.get(i).mul(b.get(i))).item();
        }
        return sum;
    }

    private void close(String law, double want, double got, double tolerance) {
        if (!(Math.abs(want - got) <= tolerance * (1 + Math.abs(want))) && !(Double.isNaN(want) && Double.isNaN(got))) {
            throw new LawBroken(law, sample, want + " and " + got);
        }
    }

    private void same(String law, Tensor want, Tensor got, double tolerance) {
        var w = want.concrete();
        var g = got.concrete();
        for (long i = 0; i < w.shape().count(); i++) {
            double a = w.getDouble(i);
            double b = g.getDouble(i);
            if (Double.compare(a, b) != 0 && !(Math.abs(a - b) <= tolerance * Math.abs(a))) {
                throw new LawBroken(law, sample, "element " + i + " is " + a + " and " + b);
            }
        }
    }
}
