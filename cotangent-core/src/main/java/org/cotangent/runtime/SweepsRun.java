package org.cotangent.runtime;

import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.op.Sweeps;

/// Runs sweeps one after the other; the states of all but the last are kept as far as the budget goes, see
/// [SweepTrack].
final class SweepsRun {
    private static final Logger LOG = System.getLogger("org.cotangent.loops");
    private static final long MOST = 256L << 20;

    private final Sweeps sweeps;
    private final List<Concrete> operands;
    private final long n;

    SweepsRun(Sweeps sweeps, List<Concrete> operands) {
        this.sweeps = sweeps;
        this.operands = operands;
        this.n = operands.getFirst().getLong(0);
    }

    /// What loops may keep for the way back where nobody says: an eighth of the heap, 256 MiB at most.
    static long budget() {
        return Math.min(MOST, Runtime.getRuntime().maxMemory() / 8);
    }

    List<Concrete> run() {
        int m = sweeps.steps().size();
        var constants = operands.subList(1, 1 + sweeps.constants()).toArray(Concrete[]::new);
        var needed = new SweepNeeds(sweeps);
        long bytes = sweeps.bytes() > 0 ? sweeps.bytes() : budget();
        var tracks = new ArrayList<SweepTrack>();
        var results = new ArrayList<Concrete>();
        for (int k = 0; k < m; k++) {
            var start = operands.subList(sweeps.first(k), sweeps.first(k + 1)).toArray(Concrete[]::new);
            var track = new SweepTrack(needed.whole(k), constants, List.copyOf(tracks), n, k % 2 == 0);
            long each = k == m - 1 ? 0 : Math.max(1, needed.bytes(k));
            if (each > 0) {
                track.keep(needed.graph(k), needed.of(k), bytes / (m - 1) / each);
                LOG.log(Logger.Level.DEBUG, () -> "loop " + sweeps.steps().getFirst().name() + ", " + n
                        + " iterations back: " + track.plan() + " states of " + each + " bytes within " + bytes
                        + " bytes");
            }
            results.addAll(Arrays.asList(track.run(start)));
            tracks.add(track);
        }
        return results;
    }
}
