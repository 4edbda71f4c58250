package org.cotangent.rewrite;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.storage.Storage;
import org.cotangent.trace.Stage;

/// Measures a rule: the error of both sides against the true value on sampled and adversarial points, and where they
/// differ on infinities and NaN.
public final class Certifier {
    private static final double[] HARD = {0, 1e-300, 1e-20, 1e-9, 1e-5, 0.3, 0.999999, 1, 1.5, 20, 40, 500, 720, 1e9,
        1e160};
    private static final double[] SPECIAL = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN, -1, 0, 1};

    /// What was measured, errors in units in the last place of float64.
    ///
    /// @param rule        the rule
    /// @param points      how many points have a true value that a double can hold
    /// @param worstBefore the largest error of the left side; infinite where it overflows or is NaN
    /// @param meanBefore  the mean of its errors, infinite ones left out
    /// @param failsBefore at how many points the left side is infinite or NaN
    /// @param worstAfter  the largest error of the right side
    /// @param meanAfter   the mean of its errors
    /// @param nonFinite   the points with infinities or NaN where the sides differ, in words
    public record Certificate(String rule, int points, double worstBefore, double meanBefore, int failsBefore,
            double worstAfter, double meanAfter, List<String> nonFinite) {
    }

    private final Rule rule;
    private final Graph left;
    private final Graph right;
    private final List<TensorType> types;

    private Certifier(Rule rule) {
        this.rule = rule;
        this.types = Collections.nCopies(rule.arity(), TensorType.of(DType.FLOAT64, 2, 3));
        this.left = stage(true);
        this.right = stage(false);
    }

    private Graph stage(boolean isLeft) {
        return Stage.trace("side", in -> List.of(isLeft ? rule.left(in, 1) : rule.right(in, 1)), types, null, null)
                .graph();
    }

    /// The certificate of a rule over `sampled` random points beside the adversarial ones.
    public static Certificate certify(Rule rule, int sampled) {
        return new Certifier(rule).run(sampled);
    }

    private Certificate run(int sampled) {
        var before = new Errors();
        var after = new Errors();
        var random = new SplittableRandom(20);
        int hard = rule.arity() == 1 ? 6 : 12;
        for (int p = 0; p < hard + sampled; p++) {
            var at = p < hard ? hard(p) : sampled(random);
            measure(at, before, after);
        }
        return new Certificate(rule.name(), after.points, before.worst, before.mean(), before.infinite, after.worst,
                after.mean(), nonFinite());
    }

    /// Adversarial numbers, another combination for each `p`: in turn for one operand, shifted against each other for
    /// several.
    private List<Concrete> hard(int p) {
        return tensors((k, i) -> {
            int at = Math.floorMod(p * 3 + i * (k + 1) + k * (p / HARD.length) * 7, HARD.length);
            return (p + i + k) % 2 == 0 ? HARD[at] : -HARD[at];
        });
    }

    private List<Concrete> sampled(SplittableRandom random) {
        double scale = Math.pow(10, random.nextDouble(-6, 2.5));
        return tensors((k, i) -> random.nextDouble(-scale, scale));
    }

    private interface Numbers {
        double of(int operand, int element);
    }

    private List<Concrete> tensors(Numbers numbers) {
        var out = new ArrayList<Concrete>();
        for (int k = 0; k < types.size(); k++) {
            var values = new double[6];
            for (int i = 0; i < 6; i++) {
                values[i] = numbers.of(k, i);
            }
            out.add(Concrete.of(types.get(k), Storage.ofArray(values)));
        }
        return out;
    }

    private void measure(List<Concrete> at, Errors before, Errors after) {
        try {
            var truth = PreciseOps.evaluate(left, at);
            var l = left.evaluate(at).getFirst();
            var r = right.evaluate(at).getFirst();
            for (int k = 0; k < truth.length; k++) {
                if (truth[k] != null) {
                    add(truth[k], l.getDouble(k), r.getDouble(k), before, after);
                }
            }
        } catch (Precise.Undefined e) {
            return;
        }
    }

    private static void add(BigDecimal truth, double left, double right, Errors before, Errors after) {
        double near = truth.round(MathContext.DECIMAL64).doubleValue();
        if (Double.isInfinite(near) || near != 0 && Math.abs(near) < Double.MIN_NORMAL) {
            return;
        }
        before.add(truth, near, left);
        after.add(truth, near, right);
    }

    private static final class Errors {
        int points;
        int infinite;
        double worst;
        double sum;

        void add(BigDecimal truth, double near, double got) {
            points++;
            double error = Double.isFinite(got) ? truth.subtract(new BigDecimal(got)).abs()
                    .divide(new BigDecimal(Math.ulp(Math.max(Math.abs(near), Double.MIN_NORMAL))),
                            MathContext.DECIMAL64).doubleValue()
                    : Double.POSITIVE_INFINITY;
            worst = Math.max(worst, error);
            infinite += Double.isInfinite(error) ? 1 : 0;
            sum += Double.isInfinite(error) ? 0 : error;
        }

        double mean() {
            return points == infinite ? 0 : sum / (points - infinite);
        }
    }

    private List<String> nonFinite() {
        var out = new ArrayList<String>();
        int n = SPECIAL.length;
        int all = (int) Math.pow(n, Math.min(2, rule.arity()));
        for (int p = 0; p < all; p++) {
            int place = p;
            var at = tensors((k, i) -> SPECIAL[k == 0 ? place % n : k == 1 ? place / n : 3 + k % 3]);
            boolean usual = at.stream().allMatch(c -> Double.isFinite(c.getDouble(0)));
            double l = left.evaluate(at).getFirst().getDouble(0);
            double r = right.evaluate(at).getFirst().getDouble(0);
            boolean differ = Double.isFinite(l) != Double.isFinite(r)
                    || !Double.isFinite(l) && Double.compare(l, r) != 0;
            if (differ && (!usual || !Double.isFinite(r))) {
                out.add(at.stream().map(c -> Double.toString(c.getDouble(0))).toList() + ": " + l + " becomes " + r);
            }
        }
        return List.copyOf(out);
    }
}
