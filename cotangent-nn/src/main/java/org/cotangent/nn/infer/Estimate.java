package org.cotangent.nn.infer;

import java.util.LinkedHashMap;
import java.util.Map;

/// What draws say about one number, with standard errors (Vehtari et al. 2021, as in [Diagnostics]).
///
/// @param average   the mean
/// @param deviation the standard deviation
/// @param q05       the 5 % quantile
/// @param q50       the median
/// @param q95       the 95 % quantile
/// @param errors    standard errors of mean, deviation, 5 % quantile, median, 95 % quantile
/// @param rhat      the rank-normalised split R-hat
/// @param essBulk   effective sample size for the middle
/// @param essTail   effective sample size for the tails
public record Estimate(double average, double deviation, double q05, double q50, double q95, Errors errors,
        double rhat, double essBulk, double essTail) {
    private static final double LOW = 0.05;
    private static final double HIGH = 0.95;

    /// Standard errors, of the quantities of the same names.
    public record Errors(double average, double deviation, double q05, double q50, double q95) {
    }

    /// The estimate from draws by chain and draw.
    public static Estimate of(double[][] draws) {
        var sorted = Diagnostics.pooled(draws);
        double n = sorted.length;
        double m = java.util.Arrays.stream(sorted).sum() / n;
        double variance = java.util.Arrays.stream(sorted).map(x -> (x - m) * (x - m)).sum() / (n - 1);
        double fourth = java.util.Arrays.stream(sorted).map(x -> Math.pow(x - m, 4)).sum() / n;
        double ofVariance = Math.sqrt(Math.max(0, fourth - variance * variance) / Diagnostics.essDeviation(draws));
        var errors = new Errors(Math.sqrt(variance / Diagnostics.essMean(draws)),
                ofVariance / (2 * Math.sqrt(variance)), error(draws, sorted, LOW), error(draws, sorted, 0.5),
                error(draws, sorted, HIGH));
        return new Estimate(m, Math.sqrt(variance), Diagnostics.quantile(sorted, LOW),
                Diagnostics.quantile(sorted, 0.5), Diagnostics.quantile(sorted, HIGH), errors,
                Diagnostics.rhat(draws), Diagnostics.essBulk(draws), Diagnostics.essTail(draws));
    }

    /// Half the distance between the quantiles one standard error of the share below and above.
    private static double error(double[][] draws, double[] sorted, double p) {
        double share = Math.sqrt(p * (1 - p) / Diagnostics.essQuantile(draws, p));
        return (Diagnostics.quantile(sorted, Math.min(1, p + share)) - Diagnostics.quantile(sorted,
                Math.max(0, p - share))) / 2;
    }

    /// The numbers by the names of the command line's JSON.
    public Map<String, Double> numbers() {
        var out = new LinkedHashMap<String, Double>();
        out.put("mean", average);
        out.put("sd", deviation);
        out.put("q05", q05);
        out.put("q50", q50);
        out.put("q95", q95);
        out.put("se_mean", errors.average);
        out.put("se_sd", errors.deviation);
        out.put("se_q05", errors.q05);
        out.put("se_q95", errors.q95);
        out.put("rhat", rhat);
        out.put("ess_bulk", essBulk);
        out.put("ess_tail", essTail);
        return out;
    }
}
