package org.cotangent.nn.infer;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.ShapeException;

/// How a model is sampled.
///
/// @param chains     independent chains, run together
/// @param warmUp     transitions in which step and metric are adapted, which are thrown away
/// @param draws      transitions that are kept of each chain
/// @param seed       what all randomness follows from
/// @param acceptance the mean acceptance probability that the step is adapted to
/// @param depth      the most doublings of a trajectory
/// @param wholeMetric whether the metric is a whole covariance matrix; otherwise its diagonal
public record NutsSettings(int chains, int warmUp, int draws, long seed, double acceptance, int depth,
        boolean wholeMetric) {
    private static final int FIRST = 75;
    private static final int LAST = 50;
    private static final int WINDOW = 25;
    private static final int LEAST = 20;
    private static final int DEEPEST = 20;
    private static final double EARLY = 0.15;
    private static final double LATE = 0.1;

    public NutsSettings {
        if (chains < 1 || warmUp < 0 || draws < 0 || !(acceptance > 0 && acceptance < 1) || depth < 1
                || depth > DEEPEST) {
            throw new ShapeException("sample a model", chains + " chains, " + warmUp + " + " + draws
                    + " draws, acceptance " + acceptance + ", depth " + depth, "give at least one chain, no negative "
                            + "number, an acceptance between 0 and 1, a depth from 1 to " + DEEPEST);
        }
    }

    /// Four chains of 1,000 draws after 1,000 to warm up, acceptance 0.8, depth 10, a diagonal metric.
    public static NutsSettings usual() {
        return new NutsSettings(4, 1000, 1000, 0, 0.8, 10, false);
    }

    /// With other numbers of transitions.
    public NutsSettings draws(int newWarmUp, int newDraws) {
        return new NutsSettings(chains, newWarmUp, newDraws, seed, acceptance, depth, wholeMetric);
    }

    /// With another number of chains.
    public NutsSettings chains(int newChains) {
        return new NutsSettings(newChains, warmUp, draws, seed, acceptance, depth, wholeMetric);
    }

    /// From another seed.
    public NutsSettings from(long newSeed) {
        return new NutsSettings(chains, warmUp, draws, newSeed, acceptance, depth, wholeMetric);
    }

    /// With another acceptance to aim at: more makes shorter steps.
    public NutsSettings aiming(double newAcceptance) {
        return new NutsSettings(chains, warmUp, draws, seed, newAcceptance, depth, wholeMetric);
    }

    /// With a whole matrix as metric.
    public NutsSettings withDenseMetric() {
        return new NutsSettings(chains, warmUp, draws, seed, acceptance, depth, true);
    }

    /// Where windows of the adaptation of the metric lie, as Stan lays them out: `[begin, end, end, ...]`; after 75
    /// transitions windows of 25, 50, 100, ..., the last one taking up the rest, and 50 more for the step. Shorter
    /// warm-ups have one window; the shortest none.
    List<Integer> windows() {
        if (warmUp < LEAST) {
            return List.of();
        }
        boolean full = warmUp >= FIRST + WINDOW + LAST;
        int begin = full ? FIRST : (int) (EARLY * warmUp);
        int end = warmUp - (full ? LAST : (int) (LATE * warmUp));
        var out = new ArrayList<>(List.of(begin));
        int size = full ? WINDOW : end - begin;
        int at = begin;
        while (at < end) {
            at = at + size + 2 * size > end ? end : at + size;
            out.add(at);
            size *= 2;
        }
        return out;
    }
}
