package org.cotangent.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Places nodes in layers from left to right: longest path, sources pulled to their consumer, four barycentre sweeps.
///
/// Nodes are numbered so that edges run from lower to higher numbers. Long edges bend around what lies between by way
/// of invisible nodes, as long as there are not too many. Takes time linear in nodes, edges and invisible nodes but
/// for sorting.
final class Layout {
    private static final int SWEEPS = 4;
    private static final int MOST_BENDS = 20_000;
    private static final double GAP_X = 48;
    private static final double GAP_Y = 16;
    private static final double BEND = 6;

    private final int real;
    private final double[] width;
    private final double[] up;
    private final double[] down;
    private final int[][] edges;
    private final int[] layer;
    private final List<int[]> paths = new ArrayList<>();
    private final List<List<Integer>> layers = new ArrayList<>();
    private List<List<Integer>> before;
    private List<List<Integer>> after;
    private double[] y;
    private double[] left;

    /// `up` and `down` say how far a node reaches above and below the height at which its edges meet it.
    Layout(double[] width, double[] up, double[] down, int[][] edges) {
        this.real = width.length;
        this.edges = edges;
        this.layer = layersOf(real, edges);
        int bends = 0;
        for (var e : edges) {
            bends += bends < MOST_BENDS ? Math.max(0, layer[e[1]] - layer[e[0]] - 1) : 0;
        }
        this.width = Arrays.copyOf(width, real + bends);
        this.up = Arrays.copyOf(up, real + bends);
        this.down = Arrays.copyOf(down, real + bends);
        run(bends);
    }

    private static int[] layersOf(int n, int[][] edges) {
        var layer = new int[n];
        var first = new int[n];
        Arrays.fill(first, Integer.MAX_VALUE);
        var source = new boolean[n];
        Arrays.fill(source, true);
        var byTarget = edges.clone();
        Arrays.sort(byTarget, Comparator.comparingInt(e -> e[1]));
        for (var e : byTarget) {
            layer[e[1]] = Math.max(layer[e[1]], layer[e[0]] + 1);
            source[e[1]] = false;
        }
        for (var e : edges) {
            first[e[0]] = Math.min(first[e[0]], layer[e[1]]);
        }
        for (int i = 0; i < n; i++) {
            layer[i] = source[i] && first[i] < Integer.MAX_VALUE ? first[i] - 1 : layer[i];
        }
        return layer;
    }

    private void run(int bends) {
        bend(bends);
        int n = width.length;
        before = lists(n);
        after = lists(n);
        for (var p : paths) {
            for (int i = 0; i + 1 < p.length; i++) {
                after.get(p[i]).add(p[i + 1]);
                before.get(p[i + 1]).add(p[i]);
            }
        }
        var place = new double[n];
        number(place);
        for (int s = 0; s < SWEEPS; s++) {
            sweep(s % 2 == 0, place);
        }
        columns();
        heights();
    }

    private static List<List<Integer>> lists(int n) {
        var out = new ArrayList<List<Integer>>(n);
        for (int i = 0; i < n; i++) {
            out.add(new ArrayList<>(2));
        }
        return out;
    }

    /// Fills the layers, with an invisible node wherever an edge passes one.
    private void bend(int bends) {
        int deepest = Arrays.stream(layer).max().orElse(0);
        for (int i = 0; i <= deepest; i++) {
            layers.add(new ArrayList<>());
        }
        for (int i = 0; i < real; i++) {
            layers.get(layer[i]).add(i);
        }
        int next = real;
        for (var e : edges) {
            int span = layer[e[1]] - layer[e[0]];
            boolean fits = next + span - 1 <= real + bends;
            var path = new int[fits ? span + 1 : 2];
            path[0] = e[0];
            path[path.length - 1] = e[1];
            for (int i = 1; i + 1 < path.length; i++) {
                up[next] = BEND;
                down[next] = BEND;
                layers.get(layer[e[0]] + i).add(next);
                path[i] = next++;
            }
            paths.add(path);
        }
    }

    private void number(double[] place) {
        for (var l : layers) {
            for (int i = 0; i < l.size(); i++) {
                place[l.get(i)] = i;
            }
        }
    }

    private void sweep(boolean forward, double[] place) {
        var centre = new double[width.length];
        for (var l : forward ? layers : layers.reversed()) {
            for (int v : l) {
                centre[v] = mean(forward ? before.get(v) : after.get(v), place, place[v]);
            }
            l.sort(Comparator.comparingDouble(v -> centre[v]));
            for (int i = 0; i < l.size(); i++) {
                place[l.get(i)] = i;
            }
        }
    }

    private static double mean(List<Integer> neighbours, double[] of, double otherwise) {
        if (neighbours.isEmpty()) {
            return otherwise;
        }
        double sum = 0;
        for (int v : neighbours) {
            sum += of[v];
        }
        return sum / neighbours.size();
    }

    private void columns() {
        left = new double[layers.size() + 1];
        for (int i = 0; i < layers.size(); i++) {
            double widest = 0;
            for (int v : layers.get(i)) {
                widest = Math.max(widest, width[v]);
            }
            left[i + 1] = left[i] + widest + GAP_X;
        }
    }

    private void heights() {
        y = new double[width.length];
        for (var l : layers) {
            place(l, new double[l.size()]);
        }
        for (int s = 0; s < 2 * SWEEPS; s++) {
            boolean forward = s % 2 == 0;
            for (var l : forward ? layers : layers.reversed()) {
                var wanted = new double[l.size()];
                for (int i = 0; i < wanted.length; i++) {
                    wanted[i] = mean((forward ? before : after).get(l.get(i)), y, y[l.get(i)]);
                }
                place(l, wanted);
            }
        }
        double top = 0;
        for (int v = 0; v < y.length; v++) {
            top = Math.min(top, y[v] - up[v]);
        }
        for (int v = 0; v < y.length; v++) {
            y[v] -= top;
        }
    }

    /// The heights nearest to the wanted ones (least squares) at which the nodes of a layer keep order and distance:
    /// isotonic regression by pooling adjacent violators.
    private void place(List<Integer> l, double[] wanted) {
        int n = l.size();
        var offset = new double[n];
        var mean = new double[n];
        var size = new int[n];
        int pools = 0;
        for (int i = 0; i < n; i++) {
            offset[i] = i == 0 ? 0 : offset[i - 1] + down[l.get(i - 1)] + GAP_Y + up[l.get(i)];
            mean[pools] = wanted[i] - offset[i];
            size[pools++] = 1;
            while (pools > 1 && mean[pools - 2] > mean[pools - 1]) {
                pools--;
                int both = size[pools - 1] + size[pools];
                mean[pools - 1] = (mean[pools - 1] * size[pools - 1] + mean[pools] * size[pools]) / both;
                size[pools - 1] = both;
            }
        }
        int i = 0;
        for (int p = 0; p < pools; p++) {
            for (int k = 0; k < size[p]; k++, i++) {
                y[l.get(i)] = mean[p] + offset[i];
            }
        }
    }

    /// The middle of a node.
    double x(int node) {
        return (left[layer[node]] + left[layer[node] + 1] - GAP_X) / 2;
    }

    /// The left and the right border of a node's column.
    double[] column(int node) {
        return new double[] {left[layer[node]], left[layer[node] + 1] - GAP_X};
    }

    /// The height at which a node's edges meet it.
    double y(int node) {
        return y[node];
    }

    double width() {
        return left[layers.size()] - GAP_X;
    }

    double height() {
        double bottom = 0;
        for (int v = 0; v < y.length; v++) {
            bottom = Math.max(bottom, y[v] + down[v]);
        }
        return bottom;
    }

    /// The corners of edge `i` between its ends: left border, height, right border of each column it passes.
    List<double[]> bends(int i) {
        var out = new ArrayList<double[]>();
        var path = paths.get(i);
        for (int k = 1; k + 1 < path.length; k++) {
            int at = layer[path[0]] + k;
            out.add(new double[] {left[at], y[path[k]], left[at + 1] - GAP_X});
        }
        return out;
    }
}
