package org.cotangent.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// Tests of samples against distributions. Seeds are fixed, so a bound that holds once holds always; bounds are set
/// where a right sampler would fail once in a hundred thousand seeds.
final class Statistics {
    private Statistics() {
    }

    /// The largest distance of the empirical distribution from a continuous one, times sqrt(n).
    static double kolmogorov(double[] samples, DoubleUnaryOperator cdf) {
        var x = samples.clone();
        Arrays.sort(x);
        double d = 0;
        for (int i = 0; i < x.length; i++) {
            double f = cdf.applyAsDouble(x[i]);
            d = Math.max(d, Math.max(f - (double) i / x.length, (i + 1.0) / x.length - f));
        }
        return d * Math.sqrt(x.length);
    }

    /// Kolmogorov and Smirnov: sqrt(n) D is above 2.47 once in a hundred thousand.
    static void follows(double[] samples, DoubleUnaryOperator cdf) {
        assertThat(kolmogorov(samples, cdf)).isLessThan(2.47);
    }

    /// Pearson's chi squared of counts; the normal approximation of Wilson and Hilferty, 4.3 deviations.
    static void counts(long[] got, double[] probability) {
        double n = Arrays.stream(got).sum();
        double chi = 0;
        int cells = 0;
        for (int i = 0; i < got.length; i++) {
            double want = n * probability[i];
            if (want == 0) {
                assertThat(got[i]).isZero();
                continue;
            }
            chi += (got[i] - want) * (got[i] - want) / want;
            cells++;
        }
        double k = cells - 1;
        double z = (Math.cbrt(chi / k) - (1 - 2 / (9 * k))) / Math.sqrt(2 / (9 * k));
        assertThat(z).isLessThan(4.3);
    }

    /// Mean and variance within `5` standard errors of the closed forms; `fourth` is the fourth central moment.
    static void moments(double[] x, double mean, double variance, double fourth) {
        double n = x.length;
        double m = Arrays.stream(x).average().orElseThrow();
        double v = Arrays.stream(x).map(t -> (t - mean) * (t - mean)).average().orElseThrow();
        assertThat(Math.abs(m - mean)).isLessThan(5 * Math.sqrt(variance / n));
        assertThat(Math.abs(v - variance)).isLessThan(5 * Math.sqrt((fourth - variance * variance) / n));
    }
}
