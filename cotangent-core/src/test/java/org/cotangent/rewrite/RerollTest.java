package org.cotangent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.core.Ops.*;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.Control;
import org.cotangent.TensorFn;
import org.cotangent.Transforms;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Verifier;
import org.cotangent.op.CumSum;
import org.cotangent.op.Cumulative;
import org.cotangent.trace.FlatFn;
import org.cotangent.trace.Stage;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// Loops made of straight lines: the same bits, fewer equations.
class RerollTest {
    private static final Rows.Size SMALL = new Rows.Size(1, 3);
    private static final DType[] TYPES = {DType.FLOAT64, DType.FLOAT32, DType.INT32, DType.INT64};

    private static Graph graph(FlatFn f, TensorType... types) {
        return Stage.trace("f", f, List.of(types), null, null).graph();
    }

    private static Concrete numbers(long seed, TensorType type) {
        var random = new SplittableRandom(seed);
        var all = tensor(random.doubles(type.shape().count(), -2, 2).map(v -> Math.rint(v * 64) / 32).toArray());
        return reshape(convert(all, type.dtype()), type.shape().sizes()).concrete().asLiteral(false);
    }

    private static Rewriter.Rewritten same(Graph g, Rows.Size size) {
        var done = Reroll.graph(g, Integer.MAX_VALUE, size);
        Verifier.verify(done.graph());
        var in = new ArrayList<Concrete>();
        for (int i = 0; i < g.inputs().size(); i++) {
            in.add(numbers(i + 1, g.inputs().get(i).var().type()));
        }
        var expected = g.evaluate(in);
        var got = done.graph().evaluate(in);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(got.get(i).type()).isEqualTo(expected.get(i).type());
            assertThat(got.get(i).storage().segment().mismatch(expected.get(i).storage().segment()))
                .as("result %d: %s%n%s%n%s%n%s", i, expected.get(i), got.get(i), g, done.graph()).isEqualTo(-1);
        }
        return done;
    }

    /// A program of a few forms of statements, each many times, over elements at regular and irregular places, scalars
    /// and what statements before made.
    private static List<Tensor> draw(SplittableRandom r, List<Tensor> in) {
        var pools = new ArrayList<List<Tensor>>();
        pools.add(unstack(in.get(0), 0));
        pools.add(in.subList(1, in.size()));
        var results = new ArrayList<Tensor>();
        for (int form = 0; form < 4; form++) {
            var made = new ArrayList<Tensor>();
            var a = pools.get(r.nextInt(pools.size()));
            var b = pools.get(r.nextInt(pools.size()));
            int kind = r.nextInt(7);
            int step = r.nextInt(1, 4);
            int shift = r.nextInt(5);
            int n = r.nextInt(3, 12);
            Tensor last = a.getFirst();
            for (int i = 0; i < n; i++) {
                int at = kind == 5 ? r.nextInt(100) : (kind == 6 ? -i : i) * step + shift;
                var x = a.get(Math.floorMod(at, a.size()));
                var y = b.get(Math.floorMod(i + shift, b.size()));
                last = switch (kind) {
                    case 0 -> x.mul(y);
                    case 1 -> x.mul(3).sub(y);
                    case 2 -> last.add(x);
                    case 3 -> y.mul(last);
                    case 4 -> where(x.gt(y), x, y.add(i));
                    case 5 -> x.sub(y);
                    default -> convert(convert(neg(x), DType.FLOAT64), x.dtype()).add(last);
                };
                made.add(last);
            }
            pools.add(made);
            results.add(made.get(r.nextInt(n)));
        }
        results.add(stack(pools.getLast(), 0));
        return results;
    }

    @Test
    void randomStraightLinesKeepEveryBit() {
        int rolled = 0;
        for (long seed = 0; seed < 400; seed++) {
            long s = seed;
            var type = TYPES[(int) (seed % TYPES.length)];
            var types = new ArrayList<TensorType>(List.of(TensorType.of(type, 9)));
            for (int i = 0; i < 6; i++) {
                types.add(TensorType.of(type));
            }
            var g = graph(in -> draw(new SplittableRandom(s), in), types.toArray(TensorType[]::new));
            rolled += same(g, SMALL).applied().isEmpty() ? 0 : 1;
        }
        assertThat(rolled).isGreaterThan(350);
    }

    @Test
    void randomProgramsKeepEveryBit() {
        for (long seed = 0; seed < 300; seed++) {
            same(Programs.draw(seed, 30, TensorType.of(DType.FLOAT64), 3), new Rows.Size(1, 2));
        }
    }

    private static Tensor rosenbrock(Tensor x) {
        var all = unstack(x, 0);
        Tensor sum = null;
        for (int i = 0; i + 1 < all.size(); i++) {
            var u = all.get(i + 1).sub(all.get(i).mul(all.get(i)));
            var w = sub(scalar(1), all.get(i));
            var term = u.mul(u).mul(100).add(w.mul(w));
            sum = sum == null ? term : sum.add(term);
        }
        return sum;
    }

    @Test
    void aSumOfTermsIsAHandfulOfEquationsAndSoIsItsGradient() {
        TensorFn f = RerollTest::rosenbrock;
        var x = numbers(3, TensorType.of(DType.FLOAT64, 500));
        var value = Transforms.jit(f);
        assertThat(value.graphFor(x).equations()).hasSizeLessThan(16);
        assertThat(value.apply(x).item()).isEqualTo(f.apply(x).item());
        var compiled = Transforms.jit(Transforms.grad(f));
        assertThat(compiled.graphFor(x).equations()).hasSizeLessThan(30);
        assertThat(compiled.apply(x).concrete().storage().segment().mismatch(
            Transforms.grad(f).apply(x).concrete().storage().segment())).isEqualTo(-1);
        var rewrites = value.passesFor(x).getLast().rewrites();
        assertThat(rewrites).isNotEmpty().allMatch(r -> r.rule().equals("reroll") && r.group().equals("simplify"));
        assertThat(rewrites.getFirst().line().file()).contains("RerollTest");
    }

    @Test
    void fewScalarsStayAsTheyAre() {
        var g = graph(in -> List.of(rosenbrock(in.getFirst())), TensorType.of(DType.FLOAT64, 20));
        assertThat(Reroll.graph(g).graph()).isSameAs(g);
    }

    @Test
    void scalarInputsAreStackedOnceAndOnlyThoseThatAreRead() {
        var types = new TensorType[41];
        java.util.Arrays.fill(types, TensorType.of(DType.FLOAT64));
        var g = graph(in -> {
            var out = new ArrayList<Tensor>();
            for (int i = 0; i < 40; i++) {
                out.add(exp(in.get(i)).mul(in.get((i + 1) % 40)));
            }
            return out;
        }, types);
        var done = same(g, SMALL).graph();
        assertThat(done.equations().stream().filter(e -> e.op() == org.cotangent.op.Exponential.EXP)).hasSize(1);
        assertThat(done.equations().stream().flatMap(e -> e.operands().stream()))
            .doesNotContain(done.inputs().get(40).var());
    }

    @Test
    void whatFollowsOneFromTheOtherStaysInOrder() {
        var g = graph(in -> {
            var x = in.getFirst();
            for (int i = 0; i < 300; i++) {
                x = sin(x).add(x.mul(0.5));
            }
            return List.of(x);
        }, TensorType.of(DType.FLOAT64));
        same(g, SMALL);
    }

    @Test
    void manyShortSumsAreCutAcrossAndALongOneRuns() {
        var matrix = graph(in -> {
            var x = unstack(in.getFirst(), 0);
            var out = new ArrayList<Tensor>();
            for (int row = 0; row < 30; row++) {
                Tensor sum = null;
                for (int k = 0; k < 8; k++) {
                    var p = x.get(k).mul(row + 0.25 * k);
                    sum = sum == null ? p : sum.add(p);
                }
                out.add(sum);
            }
            return out;
        }, TensorType.of(DType.FLOAT64, 8));
        assertThat(same(matrix, SMALL).graph().equations()).noneMatch(e -> e.op() instanceof CumSum);
        var product = graph(in -> List.of(unstack(in.getFirst(), 0).stream().reduce(Tensor::mul).orElseThrow()),
            TensorType.of(DType.FLOAT32, 40));
        assertThat(same(product, SMALL).graph().equations()).anyMatch(e -> e.op() instanceof Cumulative);
    }

    @Test
    void loopsInsideProgramsAreRolledToo() {
        TensorFn f = x -> Control.fori(3, x, (i, y) -> y.add(rosenbrock(y).mul(1e-9)));
        var x = numbers(5, TensorType.of(DType.FLOAT64, 300));
        assertThat(Transforms.jit(f).apply(x).concrete().storage().segment()
            .mismatch(f.apply(x).concrete().storage().segment())).isEqualTo(-1);
    }

    @Test
    void loopsCanBeMadeOneAtATime() {
        var g = graph(in -> List.of(rosenbrock(in.getFirst())), TensorType.of(DType.FLOAT64, 100));
        int all = Reroll.graph(g).applied().size();
        int before = Integer.MAX_VALUE;
        for (int k = 0; k <= all; k++) {
            var done = Reroll.graph(g, k, Rows.USUAL);
            assertThat(done.applied()).hasSize(k);
            Verifier.verify(done.graph());
            assertThat(done.graph().equations().size()).isLessThanOrEqualTo(before);
            before = k == 0 ? Integer.MAX_VALUE : done.graph().equations().size() + 120;
        }
    }

    @Test
    void aHundredThousandScalarsTakeSeconds() {
        var g = graph(in -> List.of(rosenbrock(in.getFirst())), TensorType.of(DType.FLOAT64, 12_500));
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> assertThat(Reroll.graph(g).graph().equations())
            .hasSizeLessThan(16));
    }
}
