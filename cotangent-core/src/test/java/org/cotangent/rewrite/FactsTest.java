package org.cotangent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.trace.Stage;
import org.junit.jupiter.api.Test;

/// What is said of a value holds on every evaluation.
class FactsTest {
    private static final double[] HARD = {0, -0.0, 1, -1, 0.5, 1e-320, 1e300, -1e300, 700, -745, 3.4e38,
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

    @Test
    void factsHoldOnRandomPrograms() {
        long checked = 0;
        int useful = 0;
        for (long seed = 0; seed < 100; seed++) {
            var g = Programs.drawAll(seed, 6);
            var facts = Facts.of(g);
            useful += (int) facts.values().stream().filter(f -> !f.equals(Fact.ANY)).count();
            for (int run = 0; run < 4; run++) {
                checked += check(g, facts, seed * 7 + run);
            }
        }
        assertThat(checked).isGreaterThan(50_000);
        assertThat(useful).isGreaterThan(1_500);
    }

    private static long check(Graph g, java.util.Map<org.cotangent.graph.Var, Fact> facts, long seed) {
        var random = new SplittableRandom(seed);
        var in = new ArrayList<Concrete>();
        for (var t : g.inputTypes()) {
            var values = random.doubles(6, -3, 3).map(v -> random.nextInt(6) > 0 ? v : HARD[random.nextInt(
                    HARD.length)]).toArray();
            in.add(convert(reshape(tensor(values), 2, 3), t.dtype()).concrete());
        }
        var whole = new Graph("all", g.inputs(), g.equations(), g.equations().stream().map(e ->
                (org.cotangent.graph.Atom) e.result()).toList());
        var out = whole.evaluate(in);
        long n = 0;
        for (int k = 0; k < out.size(); k++) {
            var fact = facts.get(g.equations().get(k).result());
            for (long i = 0; i < out.get(k).shape().count(); i++) {
                n++;
                double v = out.get(k).getDouble(i);
                if (!fact.holds(v)) {
                    throw new AssertionError(fact + " does not hold for " + v + " of " + g.equations().get(k).op()
                            + " at element " + i + " of seed " + seed);
                }
            }
        }
        return n;
    }

    @Test
    void whatIsKnownOfFormulas() {
        var g = Stage.trace("f", in -> {
            var x = in.getFirst();
            return List.of(add(exp(x), scalar(1.0)), square(x), softmax(x, 0), logistic(x),
                    floor(max(min(x, scalar(2.0)), scalar(-2.0))),
                    isFinite(tanh(where(isFinite(x), x, scalar(0.0)))));
        }, List.of(TensorType.of(DType.FLOAT64, 3)), null, null).graph();
        var facts = Facts.of(g);
        var known = g.results().stream().map(facts::get).toList();
        assertThat(known.get(0).lo()).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-12));
        assertThat(known.get(1).lo()).isZero();
        assertThat(known.get(2)).isEqualTo(new Fact(0, 1, true, false));
        assertThat(known.get(3).hi()).isEqualTo(1);
        assertThat(known.get(4)).isEqualTo(new Fact(-2, 2, true, true));
    }

    @Test
    void aComparisonBoundsItsBranches() {
        var seen = new ArrayList<Fact>();
        Stage.trace("f", in -> {
            var x = in.getFirst();
            Tensor y = where(gt(x, scalar(12.0)), scalar(0.0), x);
            seen.add(Facts.of(Seen.op(y), Seen.operands(y), 0, y.type(), Fact::of));
            return List.of(y);
        }, List.of(TensorType.of(DType.FLOAT64, 3)), null, null);
        assertThat(seen.getFirst().hi()).isEqualTo(12);
        assertThat(seen.getFirst().nan()).isTrue();
    }
}
