package org.cotangent.nn.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Diagnostics on chains whose autocorrelation is known.
class DiagnosticsTest {
    private static final int CHAINS = 4;
    private static final int DRAWS = 2000;

    /// Chains of x' = rho x + noise, of variance 1.
    private static double[][] chains(double rho, double shift) {
        var random = new SplittableRandom(5);
        var out = new double[CHAINS][DRAWS];
        for (int c = 0; c < CHAINS; c++) {
            double x = random.nextGaussian();
            for (int i = 0; i < DRAWS; i++) {
                x = rho * x + Math.sqrt(1 - rho * rho) * random.nextGaussian();
                out[c][i] = x + (c == 0 ? shift : 0);
            }
        }
        return out;
    }

    @Test
    void sizesFollowTheAutocorrelation() {
        for (double rho : new double[] {0, 0.5, 0.9, -0.4}) {
            double expected = CHAINS * DRAWS * (1 - rho) / (1 + rho);
            assertThat(Diagnostics.essBulk(chains(rho, 0))).as("bulk " + rho).isCloseTo(expected,
                    within(0.15 * expected));
            assertThat(Diagnostics.essMean(chains(rho, 0))).as("mean " + rho).isCloseTo(expected,
                    within(0.15 * expected));
        }
        assertThat(Diagnostics.essTail(chains(0, 0))).isCloseTo(CHAINS * DRAWS, within(0.15 * CHAINS * DRAWS));
        assertThat(Diagnostics.essTail(chains(0.9, 0))).isLessThan(0.3 * CHAINS * DRAWS);
    }

    @Test
    void rhatSeesChainsApart() {
        assertThat(Diagnostics.rhat(chains(0.3, 0))).isBetween(0.999, 1.01);
        assertThat(Diagnostics.rhat(chains(0.3, 0.7))).isGreaterThan(1.03);
        var wider = chains(0, 0);
        for (int i = 0; i < DRAWS; i++) {
            wider[1][i] *= 2;
        }
        assertThat(Diagnostics.rhat(wider)).as("same middle, other spread").isGreaterThan(1.03);
    }

    @Test
    void ranksDoNotMindInfiniteVariance() {
        var draws = chains(0, 0);
        for (var chain : draws) {
            for (int i = 0; i < DRAWS; i++) {
                chain[i] = Math.exp(5 * chain[i]);
            }
        }
        assertThat(Diagnostics.rhat(draws)).isBetween(0.999, 1.01);
        assertThat(Diagnostics.essBulk(draws)).isGreaterThan(0.8 * CHAINS * DRAWS);
    }

    @Test
    void tooLittleOrNoChangeIsNaN() {
        assertThat(Diagnostics.rhat(new double[][] {{1, 2}, {2, 3}})).isNaN();
        assertThat(Diagnostics.essBulk(new double[][] {{1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1, 1, 1}})).isNaN();
    }

    @Test
    void standardErrorsOfIndependentDraws() {
        var e = Estimate.of(chains(0, 0));
        double root = Math.sqrt(CHAINS * DRAWS);
        assertThat(e.errors().average()).isCloseTo(1 / root, within(0.15 / root));
        assertThat(e.errors().deviation()).isCloseTo(1 / (Math.sqrt(2) * root), within(0.15 / root));
        double atQuantile = Math.exp(-1.6448536 * 1.6448536 / 2) / Math.sqrt(2 * Math.PI);
        assertThat(e.errors().q95()).isCloseTo(Math.sqrt(0.05 * 0.95) / atQuantile / root, within(0.5 / root));
        assertThat(e.q05()).isCloseTo(-1.6448536, within(5 * e.errors().q05()));
    }
}
