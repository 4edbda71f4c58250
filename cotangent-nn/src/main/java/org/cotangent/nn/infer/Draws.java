package org.cotangent.nn.infer;

import java.util.List;

/// Draws of several chains.
///
/// @param names  the numbers that are reported
/// @param values by number, chain, draw
/// @param stats  what the sampler said of each draw: by statistic (see the constants), chain, draw
public record Draws(List<String> names, double[][][] values, double[][][] stats) {
    /// The mean acceptance probability along the trajectory.
    public static final int ACCEPTANCE = 0;
    /// Leapfrog steps of the trajectory.
    public static final int LEAPS = 1;
    /// 1 where the trajectory diverged.
    public static final int DIVERGED = 2;
    /// 1 where the trajectory was cut off at its largest depth.
    public static final int DEEP = 3;
    /// The log density of the free numbers.
    public static final int HEIGHT = 4;
    private static final int STATS = 5;

    static Draws of(List<String> names, int chains, List<double[]> rows) {
        int p = names.size();
        var values = new double[p][chains][rows.size()];
        var stats = new double[STATS][chains][rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            for (int c = 0; c < chains; c++) {
                for (int k = 0; k < p + STATS; k++) {
                    double v = rows.get(i)[c * (p + STATS) + k];
                    (k < p ? values[k] : stats[k - p])[c][i] = v;
                }
            }
        }
        return new Draws(List.copyOf(names), values, stats);
    }

    /// How many draws each chain has.
    public int size() {
        return stats[0][0].length;
    }

    /// The draws of one number: by chain, draw.
    public double[][] of(String name) {
        int at = names.indexOf(name);
        if (at < 0) {
            throw new org.cotangent.core.StructureException("take the draws of `" + name + "`", "numbers " + names,
                    "name one of them");
        }
        return values[at];
    }

    /// The sum of a statistic over all draws.
    public double sum(int statistic) {
        double sum = 0;
        for (var chain : stats[statistic]) {
            for (double v : chain) {
                sum += v;
            }
        }
        return sum;
    }
}
