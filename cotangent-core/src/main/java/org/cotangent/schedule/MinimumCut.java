package org.cotangent.schedule;

import java.util.ArrayDeque;
import java.util.Arrays;

/// A minimum cut of a network with capacities, by Dinic's algorithm (1970) without recursion.
final class MinimumCut {
    /// More than any sum of capacities.
    static final long INFINITE = Long.MAX_VALUE / 4;

    private final int nodes;
    private int[] to = new int[64];
    private long[] left = new long[64];
    private int[] next = new int[64];
    private final int[] first;
    private int edges;
    private int[] level;
    private int[] at;
    private final int[] trail;

    MinimumCut(int nodes) {
        this.nodes = nodes;
        this.trail = new int[nodes];
        this.first = new int[nodes];
        Arrays.fill(first, -1);
    }

    /// An edge from `a` to `b`.
    void edge(int a, int b, long capacity) {
        add(a, b, capacity);
        add(b, a, 0);
    }

    private void add(int a, int b, long capacity) {
        if (edges == to.length) {
            to = Arrays.copyOf(to, 2 * edges);
            left = Arrays.copyOf(left, 2 * edges);
            next = Arrays.copyOf(next, 2 * edges);
        }
        to[edges] = b;
        left[edges] = capacity;
        next[edges] = first[a];
        first[a] = edges++;
    }

    /// The nodes on the side of `source` of a minimum cut.
    boolean[] cut(int source, int sink) {
        while (levels(source, sink)) {
            at = first.clone();
            while (path(source, sink)) {
                // each path takes what it can
            }
        }
        var side = new boolean[nodes];
        for (int v = 0; v < nodes; v++) {
            side[v] = level[v] >= 0;
        }
        return side;
    }

    private boolean levels(int source, int sink) {
        level = new int[nodes];
        Arrays.fill(level, -1);
        level[source] = 0;
        var queue = new ArrayDeque<Integer>();
        queue.add(source);
        while (!queue.isEmpty()) {
            int v = queue.poll();
            for (int e = first[v]; e >= 0; e = next[e]) {
                if (left[e] > 0 && level[to[e]] < 0) {
                    level[to[e]] = level[v] + 1;
                    queue.add(to[e]);
                }
            }
        }
        return level[sink] >= 0;
    }

    /// One path that goes up the levels, filled; false where there is none left.
    private boolean path(int source, int sink) {
        int depth = 0;
        int v = source;
        while (v != sink) {
            int e = at[v];
            while (e >= 0 && !(left[e] > 0 && level[to[e]] == level[v] + 1)) {
                e = next[e];
            }
            at[v] = e;
            if (e >= 0) {
                trail[depth++] = e;
                v = to[e];
            } else if (depth == 0) {
                return false;
            } else {
                int back = trail[--depth];
                v = to[back ^ 1];
                at[v] = next[at[v]];
            }
        }
        long least = INFINITE;
        for (int i = 0; i < depth; i++) {
            least = Math.min(least, left[trail[i]]);
        }
        for (int i = 0; i < depth; i++) {
            left[trail[i]] -= least;
            left[trail[i] ^ 1] += least;
        }
        return true;
    }
}
