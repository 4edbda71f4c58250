package org.cotangent.runtime;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.graph.Graph;

/// One sweep over n iterations whose states later sweeps ask for.
///
/// States lie on levels. The top one has a state for each block of iterations; the next has, for one of these blocks,
/// a state for each smaller block in it; the lowest has every state of a block. Where a block is asked for that a level
/// does not hold, it is computed again from the state above. With r states on each of L levels, r to the power of L
/// iterations need r L states and L passes.
final class SweepTrack {
    private final GraphRun step;
    private final Concrete[] constants;
    private final List<SweepTrack> before;
    private final long n;
    private final boolean ascending;
    private GraphRun again;
    private boolean[] needed;
    private long[] strides = {};
    private long[] block;
    private Concrete[][][] states;

    SweepTrack(Graph step, Concrete[] constants, List<SweepTrack> before, long n, boolean ascending) {
        this.step = GraphRun.of(step);
        this.constants = constants;
        this.before = before;
        this.n = n;
        this.ascending = ascending;
    }

    /// Lays out levels for `most` states in all; `graph` computes the `needed` part of a state again.
    void keep(Graph graph, boolean[] needed, long most) {
        this.again = GraphRun.of(graph);
        this.needed = needed;
        int levels = 1;
        while (levels < 62 && levels * side(levels) > Math.max(most, 2) && side(levels) > 2) {
            levels++;
        }
        long side = side(levels);
        strides = new long[levels];
        block = new long[levels];
        states = new Concrete[levels][][];
        long stride = 1;
        for (int l = 0; l < levels; l++) {
            strides[l] = stride;
            block[l] = -1;
            stride = Math.min(Math.multiplyExact(stride, side), Math.max(1, n));
            long slots = l == levels - 1 ? Math.ceilDiv(Math.max(1, n), strides[l]) : side;
            states[l] = new Concrete[Math.toIntExact(slots)][];
        }
    }

    private long side(int levels) {
        if (levels == 1) {
            return Math.max(1, n);
        }
        long side = Math.max(2, (long) Math.ceil(Math.pow(n, 1.0 / levels) - 1e-9));
        return side;
    }

    /// What was chosen, for the log.
    String plan() {
        return strides.length == 1 ? "all " + n : strides.length + " levels of " + states[0].length;
    }

    /// Goes through all iterations; the end of the sweep.
    Concrete[] run(Concrete[] start) {
        var frame = step.frame();
        var state = start.clone();
        int top = strides.length - 1;
        var grows = top >= 0 ? null : step.growing(step.inputs() - state.length, state.length);
        if (top >= 0) {
            block[top] = 0;
        }
        for (long k = 0; k < n; k++) {
            long i = ascending ? k : n - 1 - k;
            if (top >= 0 && i == entry(i / strides[top], strides[top])) {
                states[top][(int) (i / strides[top])] = part(state);
            }
            load(frame, i, state);
            step.run(frame, k == 0 ? null : grows);
            for (int s = 0; s < state.length; s++) {
                state[s] = step.result(frame, s);
            }
        }
        return state;
    }

    /// The iteration with which the sweep enters a block.
    private long entry(long index, long stride) {
        return ascending ? index * stride : Math.min((index + 1) * stride, n) - 1;
    }

    private Concrete[] part(Concrete[] state) {
        var out = state.clone();
        for (int s = 0; s < out.length; s++) {
            out[s] = needed[s] ? out[s] : null;
        }
        return out;
    }

    private void load(Concrete[] frame, long i, Concrete[] state) {
        System.arraycopy(constants, 0, frame, 0, constants.length);
        int at = constants.length;
        for (var track : before) {
            var entered = track.at(i);
            System.arraycopy(entered, 0, frame, at, entered.length);
            at += entered.length;
        }
        System.arraycopy(state, 0, frame, at, state.length);
    }

    /// The state with which the sweep entered iteration `i`; parts that nobody needs are null.
    Concrete[] at(long i) {
        ensure(0, i);
        return states[0][slot(0, i)];
    }

    private int slot(int level, long i) {
        return (int) (i / strides[level] - (level == strides.length - 1 ? 0
                : block[level] * (strides[level + 1] / strides[level])));
    }

    /// Makes level `level` hold the block in which `i` lies. Recursion is over the levels, of which there are few.
    private void ensure(int level, long i) {
        if (level == strides.length - 1) {
            return;
        }
        long wide = strides[level + 1];
        if (block[level] == i / wide) {
            return;
        }
        ensure(level + 1, i);
        long index = i / wide;
        var state = states[level + 1][slot(level + 1, i)].clone();
        Arrays.fill(states[level], null);
        block[level] = index;
        long from = index * wide;
        long to = Math.min(from + wide, n);
        var frame = again.frame();
        for (long k = from; k < to; k++) {
            long here = ascending ? k : from + to - 1 - k;
            if (here == entry(here / strides[level], strides[level])) {
                states[level][slot(level, here)] = state.clone();
            }
            if (k < to - 1) {
                load(frame, here, state);
                again.run(frame, null);
                for (int s = 0, r = 0; s < state.length; s++) {
                    state[s] = needed[s] ? again.result(frame, r++) : null;
                }
            }
        }
    }
}
