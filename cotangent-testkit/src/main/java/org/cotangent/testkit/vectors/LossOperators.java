package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.vectors.Operator.one;

import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.core.Reduction;
import org.cotangent.core.Tensor;

/// Losses.
final class LossOperators {
    private static final String F = "nn.functional.";

    private LossOperators() {
    }

    static void add(Map<String, Operator> out) {
        distances(out);
        likelihoods(out);
        margins(out);
        classes(out);
    }

    private static Tensor reduced(Tensor losses, Args a) {
        return switch (a.text(-1, "reduction", "mean")) {
            case "none" -> losses;
            case "sum" -> sum(losses);
            case "batchmean" -> sum(losses).div((double) losses.size(0));
            default -> mean(losses);
        };
    }

    private static Tensor weighted(Tensor losses, Args a) {
        return a.hasName("weight") ? losses.mul(a.tensor(-1, "weight")) : losses;
    }

    private static void distances(Map<String, Operator> out) {
        out.put(F + "mse_loss", one(a -> reduced(mse(a.tensor(0), a.tensor(1), Reduction.NONE), a)));
        out.put(F + "l1_loss", one(a -> reduced(meanAbsoluteError(a.tensor(0), a.tensor(1), Reduction.NONE), a)));
        out.put(F + "huber_loss",
                one(a -> reduced(huber(a.tensor(0), a.tensor(1), a.number(-1, "delta", 1), Reduction.NONE), a)));
        out.put(F + "smooth_l1_loss",
                one(a -> reduced(smoothL1(a.tensor(0), a.tensor(1), a.number(-1, "beta", 1), Reduction.NONE), a)));
    }

    private static void likelihoods(Map<String, Operator> out) {
        out.put(F + "binary_cross_entropy",
                one(a -> reduced(weighted(binaryCrossEntropy(a.tensor(0), a.tensor(1), Reduction.NONE), a), a)));
        out.put(F + "binary_cross_entropy_with_logits", one(a -> {
            var x = a.tensor(0);
            var y = a.tensor(1);
            var positive = a.hasName("pos_weight") ? a.tensor(-1, "pos_weight") : scalar(1);
            var loss = softplus(x.neg()).mul(y).mul(positive).add(softplus(x).mul(scalar(1).sub(y)));
            return reduced(weighted(loss, a), a);
        }));
        out.put(F + "kl_div",
                one(a -> reduced(a.flag(-1, "log_target", false) ? klDivLog(a.tensor(0), a.tensor(1), Reduction.NONE)
                : klDiv(a.tensor(0), a.tensor(1), Reduction.NONE), a)));
        out.put(F + "gaussian_nll_loss", one(a -> {
            var given = a.tensor(2);
            var own = given.rank() == a.tensor(0).rank() - 1 ? expandDims(given, given.rank()) : given;
            var v = clampMin(own, scalar(a.number(-1, "eps", 1e-6)));
            var full = a.flag(-1, "full", false) ? 0.5 * Math.log(2 * Math.PI) : 0;
            return reduced(gaussianNll(a.tensor(0), a.tensor(1), fixed(own, v), Reduction.NONE).add(full), a);
        }));
        out.put(F + "poisson_nll_loss", one(a -> {
            var x = a.tensor(0);
            var y = a.tensor(1);
            var loss = a.flag(-1, "log_input", true) ? poissonNll(x, y, Reduction.NONE)
                    : x.sub(y.mul(log(x.add(a.number(-1, "eps", 1e-8)))));
            return reduced(a.flag(-1, "full", false) ? loss.add(stirling(y)) : loss, a);
        }));
    }

    /// The clamped value, with the gradient of the unclamped one.
    private static Tensor fixed(Tensor x, Tensor clamped) {
        return x.add(stopGradient(clamped.sub(x)));
    }

    private static Tensor stirling(Tensor y) {
        var safe = where(y.gt(1), y, onesLike(y));
        return where(y.gt(1), safe.mul(log(safe)).sub(safe).add(log(safe.mul(2 * Math.PI)).mul(0.5)), zerosLike(y));
    }

    private static void margins(Map<String, Operator> out) {
        out.put(F + "soft_margin_loss", one(a -> reduced(softMargin(a.tensor(0), a.tensor(1), Reduction.NONE), a)));
        out.put(F + "margin_ranking_loss", one(a -> reduced(relu(a.tensor(2).neg().mul(a.tensor(0).sub(a.tensor(1)))
                .add(a.number(-1, "margin", 0))), a)));
        out.put(F + "multilabel_soft_margin_loss", one(a -> {
            var y = a.tensor(1);
            var loss = softplus(a.tensor(0).neg()).mul(y).add(softplus(a.tensor(0)).mul(scalar(1).sub(y)));
            return reduced(mean(weighted(loss, a), loss.rank() - 1), a);
        }));
        out.put(F + "triplet_margin_loss", one(a -> {
            double p = a.number(-1, "p", 2);
            var near = distance(p, a.tensor(0), a.tensor(1));
            var far = distance(p, a.tensor(0), a.tensor(2));
            if (a.flag(-1, "swap", false)) {
                far = min(far, distance(p, a.tensor(1), a.tensor(2)));
            }
            return reduced(relu(near.sub(far).add(a.number(-1, "margin", 1))), a);
        }));
        out.put(F + "cosine_embedding_loss", one(a -> {
            var c = cosineSimilarity(a.tensor(0), a.tensor(1), a.tensor(0).rank() - 1, 1e-8);
            var y = a.tensor(2);
            var loss = where(y.eq(scalar(1)), scalar(1).sub(c),
                    where(y.eq(scalar(-1)), relu(c.sub(a.number(-1, "margin", 0))), zerosLike(c)));
            return reduced(loss, a);
        }));
    }

    private static Tensor distance(double p, Tensor x, Tensor y) {
        return norm(p, x.sub(y).add(1e-6), x.rank() - 1);
    }

    private static void classes(Map<String, Operator> out) {
        out.put(F + "nll_loss", one(a -> likelihood(a.tensor(0), a.tensor(1), a)));
        out.put(F + "cross_entropy", one(a -> {
            var logP = logSoftmax(a.tensor(0), a.tensor(0).rank() == 1 ? 0 : 1);
            double smoothing = a.number(-1, "label_smoothing", 0);
            if (a.tensor(1).dtype().isFloat() || smoothing != 0) {
                throw new MissingOperation("cross entropy with class probabilities over axis 1 has no counterpart");
            }
            return likelihood(logP, a.tensor(1), a);
        }));
    }

    /// -log p of the right class along axis 1, weighted by class, without those to be ignored.
    private static Tensor likelihood(Tensor logP, Tensor target, Args a) {
        int axis = logP.rank() == 1 ? 0 : 1;
        int ignored = a.integer(-1, "ignore_index", -100);
        var used = ne(target, scalar(ignored));
        var safe = where(used, target, zerosLike(target));
        var picked = squeeze(takeAlongAxis(logP, expandDims(safe, axis), axis), axis);
        var w = a.hasName("weight") ? take(a.tensor(-1, "weight"), safe, 0) : onesLike(picked);
        var weight = w.mul(used.to(DType.FLOAT64));
        var loss = picked.neg().mul(weight);
        return switch (a.text(-1, "reduction", "mean")) {
            case "none" -> loss;
            case "sum" -> sum(loss);
            default -> sum(loss).div(sum(weight));
        };
    }
}
