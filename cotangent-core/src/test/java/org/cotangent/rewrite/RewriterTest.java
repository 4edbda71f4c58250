package org.cotangent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.core.Ops.*;

import java.lang.management.ManagementFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.Rewrite;
import org.cotangent.TensorFn;
import org.cotangent.Transforms;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.graph.HeldGraphs;
import org.cotangent.graph.Verifier;
import org.cotangent.op.Call;
import org.cotangent.op.Exponential;
import org.cotangent.trace.FlatFn;
import org.cotangent.trace.Stage;
import org.cotangent.trace.Tape;
import org.junit.jupiter.api.Test;

/// The rewriter and its passes: random programs, golden graphs, nested graphs, time, replay.
class RewriterTest {
    private static final TensorType SCALAR = TensorType.of(DType.FLOAT64);
    private static final TensorFn SOFTPLUS = x -> log(add(scalar(1), exp(x)));

    /// Against the true value of the program as written: what was accurate stays accurate.
    @Test
    void rewrittenProgramsAreAsAccurateAsTheyWere() {
        int rewritten = 0;
        int better = 0;
        for (long seed = 0; seed < 160; seed++) {
            var g = Programs.draw(seed, 7, SCALAR, 2);
            var done = Passes.run(g).getLast().after();
            Verifier.verify(done);
            if (done.equals(g)) {
                continue;
            }
            rewritten++;
            var random = new SplittableRandom(seed);
            var in = random.doubles(2, 0.1, 1.5).mapToObj(v -> reshape(tensor(v)).concrete()).toList();
            double truth = truth(g, in);
            double before = error(g.evaluate(in).getFirst().getDouble(0), truth);
            double after = error(done.evaluate(in).getFirst().getDouble(0), truth);
            if (!Double.isNaN(truth) && before < 1e-13) {
                assertThat(after).as("seed %s%n%s%n%s", seed, g, done).isLessThan(1e-10);
            }
            better += after < before ? 1 : 0;
        }
        assertThat(rewritten).isGreaterThan(50);
        assertThat(better).isGreaterThan(5);
    }

    private static double truth(Graph g, List<Concrete> in) {
        try {
            var truth = PreciseOps.evaluate(g, in)[0];
            return truth == null ? Double.NaN : truth.doubleValue();
        } catch (Precise.Undefined e) {
            return Double.NaN;
        }
    }

    private static double error(double got, double truth) {
        return got == truth ? 0 : Math.abs(got - truth) / Math.max(Math.abs(truth), 1e-300);
    }

    @Test
    void theDerivativeOfTheRewrittenIsTheRewrittenDerivative() {
        int compared = 0;
        for (long seed = 0; seed < 250; seed++) {
            var g = Programs.draw(seed, 6, SCALAR, 2);
            var first = Stabilize.graph(g).graph();
            var random = new SplittableRandom(seed);
            var in = random.doubles(2, 0.1, 1.5).mapToObj(v -> reshape(tensor(v)).concrete()).toList();
            var plain = gradient(g::apply, in);
            var differentiated = Stage.trace("g", x -> backward(first::apply, x), List.of(SCALAR, SCALAR), null, null)
                    .graph();
            var again = Stabilize.graph(differentiated).graph().evaluate(in);
            for (int i = 0; i < 2; i++) {
                double want = plain.get(i).item();
                if (Double.isFinite(want) && Math.abs(want) < 1e6) {
                    compared++;
                    assertThat(again.get(i).item()).as("seed %s%n%s", seed, g)
                            .isCloseTo(want, within(1e-6 * Math.max(1, Math.abs(want))));
                }
            }
        }
        assertThat(compared).isGreaterThan(150);
    }

    private static List<Tensor> gradient(FlatFn f, List<Concrete> in) {
        return backward(f, List.copyOf(in));
    }

    private static List<Tensor> backward(FlatFn f, List<Tensor> in) {
        var tape = Tape.record(f, in, new boolean[] {true, true});
        var pulled = tape.pull(List.of(ones(SCALAR)));
        return pulled.stream().map(t -> t == null ? zeros(SCALAR) : t).toList();
    }

    @Test
    void goldenGraphs() throws IOException {
        var programs = new LinkedHashMap<String, TensorFn>();
        programs.put("softplus", SOFTPLUS);
        programs.put("cross_entropy", s -> neg(log(slice(div(exp(s), sum(exp(s))), 0, 1, 2))));
        programs.put("tanh", x -> div(sub(exp(x), exp(neg(x))), add(exp(x), exp(neg(x)))));
        programs.put("variance", x -> sub(mean(square(x)), square(mean(x))));
        programs.put("norm", x -> sqrt(sum(mul(x, x))));
        programs.put("where_trap", x -> mul(where(gt(x, scalar(0.0)), x, scalar(0.0)), log(x)));
        programs.put("simplified", x -> mul(neg(permute(permute(reshape(x, 3, 1), 1, 0), 1, 0)), scalar(1.0)));
        programs.put("gradient", x -> Transforms.grad((TensorFn) y -> sum(SOFTPLUS.apply(y))).apply(x));
        var text = new StringBuilder();
        programs.forEach((name, f) -> {
            var g = Stage.trace(name, in -> List.of(f.apply(in.getFirst())), List.of(TensorType.of(DType.FLOAT64, 3)),
                    List.of("x"), null).graph();
            text.append(plain(g)).append("becomes\n").append(plain(Passes.run(g).getLast().after())).append('\n');
        });
        var file = Path.of("src/test/java/org/cotangent/rewrite/golden.txt");
        if (Boolean.getBoolean("cotangent.golden.update")) {
            Files.writeString(file, text);
        }
        assertThat(text.toString()).isEqualTo(Files.readString(file));
    }

    private static String plain(Graph g) {
        return g.toString().replaceAll("(?m) @.*$", "") + "\n";
    }

    @Test
    void rulesReachInsideNestedGraphs() {
        var inner = Stage.trace("inner", in -> List.of(SOFTPLUS.apply(in.getFirst())), List.of(SCALAR), null, null)
                .graph();
        var middle = Stage.trace("middle", in -> Dispatch.bind(new Call(inner), in), List.of(SCALAR), null, null)
                .graph();
        var outer = Stage.trace("outer", in -> Dispatch.bind(new Call(middle), in), List.of(SCALAR), null, null)
                .graph();
        var done = Stabilize.graph(outer);
        assertThat(done.applied()).extracting(Rewriter.Applied::rule).containsExactly("softplus");
        assertThat(done.graph().evaluate(List.of(reshape(tensor(800.0)).concrete())).getFirst().item())
                .isEqualTo(800);
        assertThat(HeldGraphs.innerFirst(done.graph()).getFirst().equations().getFirst().op())
                .isEqualTo(Exponential.SOFTPLUS);
    }

    @Test
    void customRulesAreRewrittenInsideToo() {
        var f = Transforms.customVjp(SOFTPLUS, (x, y, ct) -> mul(ct, div(exp(x), add(scalar(1.0), exp(x)))));
        var x = reshape(tensor(800.0));
        assertThat(Transforms.jit(Transforms.grad(f)).apply(x).item()).isEqualTo(1);
    }

    @Test
    void aHundredThousandEquationsInLinearTime() {
        var small = chain(10_000);
        Passes.run(small);
        // Of this thread alone, so that other work on the machine does not count.
        var clock = ManagementFactory.getThreadMXBean();
        long start = clock.getCurrentThreadCpuTime();
        Passes.run(small);
        long one = clock.getCurrentThreadCpuTime() - start;
        var large = chain(100_000);
        Passes.run(large);
        start = clock.getCurrentThreadCpuTime();
        var done = Passes.run(large).getLast().after();
        assertThat(clock.getCurrentThreadCpuTime() - start).isLessThan(40 * one + 1_000_000_000L);
        assertThat(done.equations().size()).isLessThan(large.equations().size());
    }

    private static Graph chain(int n) {
        return Stage.trace("chain", in -> {
            var x = in.getFirst();
            for (int i = 0; i < n / 4; i++) {
                x = log(add(scalar(1.0 + i % 3), exp(mul(x, scalar(0.5)))));
            }
            return List.of(x);
        }, List.of(SCALAR), null, null).graph();
    }

    @Test
    void rewritesAreReplayedOneAtATime() {
        TensorFn f = x -> add(SOFTPLUS.apply(x), mul(sub(scalar(1.0), logistic(x)), scalar(1.0)));
        var jit = Transforms.jit(f);
        var x = tensor(800.0, 0);
        var passes = jit.passesFor(x);
        assertThat(passes).extracting(org.cotangent.Pass::name).containsExactly("stabilize", "simplify");
        var all = passes.stream().flatMap(p -> p.rewrites().stream()).toList();
        assertThat(all).extracting(Rewrite::rule).containsExactly("softplus", "one_minus_sigmoid", "neutral");
        assertThat(all.getFirst().before()).isEqualTo("log(add(1, exp(a)))");
        assertThat(all.getFirst().after()).isEqualTo("softplus(a)");
        assertThat(all.getFirst().line().file()).isEqualTo("RewriterTest.java");
        var steps = new ArrayList<Graph>();
        for (int n = 0; n <= all.size(); n++) {
            steps.add(jit.programAfter(n, x));
        }
        assertThat(steps.getFirst()).isEqualTo(passes.getFirst().before());
        assertThat(steps.getLast()).isEqualTo(jit.graphFor(x));
        for (int n = 1; n < steps.size(); n++) {
            assertThat(steps.get(n)).isNotEqualTo(steps.get(n - 1));
        }
        assertThat(jit.rewritesFor(x)).extracting(Rewrite::rule).containsExactly("softplus", "one_minus_sigmoid");
    }

    @Test
    void theDeadBranchStaysDeadThroughSumsAndProducts() {
        var w = reshape(tensor(1.0, 2, 3, 4, 5, 6), 3, 2);
        TensorFn f = x -> sum(where(gt(x, scalar(0.0)), sum(mul(restore(log(x), w.shape(), 1), w), 1), scalar(0.0)));
        var x = tensor(0.0, -1, 4);
        assertThat(Transforms.jit(Transforms.grad(f)).apply(x).toDoubleArray()).containsExactly(0, 0, 11 / 4.0);
    }

    @Test
    void infinitiesMayNotChangeUnlessAllowed() {
        var rule = Rule.rule("cancel", x -> div(mul(x, scalar(3.0)), x), x -> add(mul(x, scalar(0.0)), scalar(3.0)),
                "for the test").nonFinite(NonFinite.DIFFERS, "NaN instead of 3");
        var g = Stage.trace("f", in -> List.of(rule.left(in)), List.of(SCALAR), null, null).graph();
        assertThat(Rewriter.rewrite(g, List.of(rule)).applied()).isEmpty();
        assertThat(Rewriter.rewrite(g, RuleIndex.of(List.of(rule)), new Rewriter.Options(true, 9)).applied())
                .hasSize(1);
    }

    @Test
    void constantsAreWorkedOutByTheReference() {
        var g = Stage.trace("f", in -> List.of(mul(in.getFirst(), Dispatch.bind(Exponential.EXP,
                org.cotangent.core.Concrete.literal(DType.FLOAT64, 0.3)))), List.of(SCALAR), null, null).graph();
        var done = Passes.run(g).getLast().after();
        assertThat(done.equations()).hasSize(1);
        var x = reshape(tensor(1.7)).concrete();
        assertThat(done.evaluate(List.of(x)).getFirst().item()).isEqualTo(g.evaluate(List.of(x)).getFirst().item());
    }

    /// A one made into a tensor is a number too: the number beside it is the factor.
    @Test
    void powersOfTwoOfACotangentOfOne() {
        org.cotangent.TensorFn f = x -> x.mul(2.0).add(x).mul(-0.5);
        var at = org.cotangent.core.Ops.tensor(3.0).reshape();
        assertThat(org.cotangent.Transforms.jit(org.cotangent.Transforms.grad(f)).apply(at).item()).isEqualTo(-1.5);
    }
}
