package org.cotangent.nn.infer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.core.Ops;

/// How far draws can be believed: Vehtari, Gelman, Simpson, Carpenter and Buerkner 2021, Rank-normalization, folding,
/// and localization: an improved R-hat. Draws are by chain and draw, all chains of the same length.
public final class Diagnostics {
    private static final double LOW = 0.05;
    private static final double HIGH = 0.95;
    private static final int LEAST = 4;

    private Diagnostics() {
    }

    /// The rank-normalised split R-hat: the larger one of those of the draws and of their distances from the median.
    /// NaN for fewer than four draws a chain, or draws that never change.
    public static double rhat(double[][] draws) {
        return Math.max(plainRhat(ranked(split(draws))), plainRhat(ranked(folded(split(draws)))));
    }

    /// The effective sample size for the middle of the distribution: of rank-normalised split chains.
    public static double essBulk(double[][] draws) {
        return effective(ranked(split(draws)));
    }

    /// The effective sample size for the tails: the smaller one of those for the 5 % and the 95 % quantile.
    public static double essTail(double[][] draws) {
        return Math.min(essQuantile(draws, LOW), essQuantile(draws, HIGH));
    }

    /// The effective sample size for the mean: of split chains.
    public static double essMean(double[][] draws) {
        return effective(split(draws));
    }

    /// The effective sample size for the estimate of a quantile.
    public static double essQuantile(double[][] draws, double p) {
        double q = quantile(pooled(draws), p);
        return effective(mapped(split(draws), x -> x <= q ? 1 : 0));
    }

    /// The effective sample size for the standard deviation: of squared deviations from the mean.
    public static double essDeviation(double[][] draws) {
        double m = Arrays.stream(pooled(draws)).average().orElse(Double.NaN);
        return effective(mapped(split(draws), x -> (x - m) * (x - m)));
    }

    /// All draws in one array, sorted.
    static double[] pooled(double[][] draws) {
        return Stream.of(draws).flatMapToDouble(Arrays::stream).sorted().toArray();
    }

    /// A quantile of sorted numbers, interpolated between neighbours.
    static double quantile(double[] sorted, double p) {
        double at = p * (sorted.length - 1);
        int i = (int) Math.floor(at);
        return i + 1 >= sorted.length ? sorted[sorted.length - 1]
                : sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]);
    }

    /// Each chain cut into two halves, the middle one of an odd number left out.
    private static double[][] split(double[][] draws) {
        return Stream.of(draws).flatMap(c -> Stream.of(Arrays.copyOfRange(c, 0, c.length / 2),
                Arrays.copyOfRange(c, c.length - c.length / 2, c.length))).toArray(double[][]::new);
    }

    private static double[][] mapped(double[][] draws, java.util.function.DoubleUnaryOperator f) {
        return Stream.of(draws).map(c -> Arrays.stream(c).map(f).toArray()).toArray(double[][]::new);
    }

    private static double[][] folded(double[][] draws) {
        double middle = quantile(pooled(draws), 0.5);
        return mapped(draws, x -> Math.abs(x - middle));
    }

    /// The normal scores of the ranks among all draws, equal draws sharing their mean rank.
    private static double[][] ranked(double[][] draws) {
        int n = Stream.of(draws).mapToInt(c -> c.length).sum();
        var flat = Stream.of(draws).flatMapToDouble(Arrays::stream).toArray();
        var order = IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(i -> flat[i]))
                .mapToInt(i -> i).toArray();
        var shares = new double[n];
        for (int i = 0; i < n;) {
            int j = i;
            while (j < n && flat[order[j]] == flat[order[i]]) {
                j++;
            }
            j = Math.max(j, i + 1);
            double rank = (i + 1 + j) / 2.0;
            for (int k = i; k < j; k++) {
                shares[order[k]] = 2 * (rank - 0.375) / (n + 0.25) - 1;
            }
            i = j;
        }
        var scores = n == 0 ? shares : Ops.erfInv(Ops.tensor(shares)).mul(Math.sqrt(2)).toDoubleArray();
        var out = new double[draws.length][];
        for (int c = 0, at = 0; c < draws.length; at += draws[c].length, c++) {
            out[c] = Arrays.copyOfRange(scores, at, at + draws[c].length);
        }
        return out;
    }

    private static double mean(double[] x) {
        return Arrays.stream(x).sum() / x.length;
    }

    private static double variance(double[] x) {
        double m = mean(x);
        return Arrays.stream(x).map(v -> (v - m) * (v - m)).sum() / (x.length - 1);
    }

    /// The root of the ratio of the variance of all draws to that within chains (Gelman and Rubin 1992).
    private static double plainRhat(double[][] chains) {
        int n = chains[0].length;
        if (n < LEAST / 2) {
            return Double.NaN;
        }
        double within = mean(Stream.of(chains).mapToDouble(Diagnostics::variance).toArray());
        double between = variance(Stream.of(chains).mapToDouble(Diagnostics::mean).toArray());
        return Math.sqrt((n - 1.0) / n + between / within);
    }

    /// The effective sample size by Geyer's initial monotone sequence over the autocorrelations of all chains.
    private static double effective(double[][] chains) {
        int n = chains[0].length;
        if (n < LEAST) {
            return Double.NaN;
        }
        double within = mean(Stream.of(chains).mapToDouble(Diagnostics::variance).toArray());
        double all = within * (n - 1) / n + variance(Stream.of(chains).mapToDouble(Diagnostics::mean).toArray());
        if (!(all > 0)) {
            return Double.NaN;
        }
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int lag = 0; lag + 1 < n - 2; lag += 2) {
            double pair = correlation(chains, lag, within, all) + correlation(chains, lag + 1, within, all);
            if (!(pair > 0)) {
                break;
            }
            least = Math.min(least, pair);
            sum += least;
        }
        double draws = (double) n * chains.length;
        double time = Math.max(-1 + 2 * sum, 1 / Math.log10(draws));
        return draws / time;
    }

    /// The autocorrelation at a lag (equation 10 of Vehtari et al.).
    private static double correlation(double[][] chains, int lag, double within, double all) {
        if (lag == 0) {
            return 1;
        }
        double sum = 0;
        for (var c : chains) {
            double m = mean(c);
            double s = 0;
            for (int i = 0; i + lag < c.length; i++) {
                s += (c[i] - m) * (c[i + lag] - m);
            }
            // the unbiased variance times the biased autocorrelation, as the variance within is an unbiased one
            sum += s / (c.length - 1);
        }
        return 1 - (within - sum / chains.length) / all;
    }
}
