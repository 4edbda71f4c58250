package org.cotangent.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// How a block of any rank is walked as grids: axes that can be one are made one, and where memory is read across the
/// way it is written, both sides are walked in tiles that fit the first cache.
final class GridPlan {
    /// Across the way of writing few cells, for rows whose distance is a power of two share few places in a cache.
    private static final int TILE_ROWS = 32;
    private static final int TILE_COLUMNS = 16;
    private static final int SHORT = 16;
    private static final int LARGEST = 1 << 30;

    /// One axis: its size, and what one step along it means in either memory.
    private record Axis(long size, long from, long to) {
    }

    private final List<Axis> outer;
    private final Axis row;
    private final Axis column;
    private final boolean tiled;
    private final boolean empty;

    private GridPlan(List<Axis> outer, Axis row, Axis column, boolean tiled, boolean empty) {
        this.outer = outer;
        this.row = row;
        this.column = column;
        this.tiled = tiled;
        this.empty = empty;
    }

    /// A plan for a block of the given sizes and strides.
    static GridPlan of(long[] sizes, long[] from, long[] to) {
        var axes = new ArrayList<Axis>();
        boolean empty = false;
        for (int a = 0; a < sizes.length; a++) {
            empty |= sizes[a] == 0;
            if (sizes[a] > 1) {
                axes.add(new Axis(sizes[a], from[a], to[a]));
            }
        }
        if (axes.size() > 1) {
            axes.sort(Comparator.comparingLong((Axis x) -> -Math.abs(x.to)));
            merge(axes);
        }
        return of(axes, empty);
    }

    private static GridPlan of(List<Axis> axes, boolean empty) {
        var none = new Axis(1, 0, 0);
        var column = axes.isEmpty() ? none : axes.removeLast();
        int longer = column.size < SHORT ? longer(axes) : -1;
        if (longer >= 0) {
            var inner = axes.remove(longer);
            return new GridPlan(List.copyOf(axes), column, inner, false, empty);
        }
        int across = Math.abs(column.from) == 1 || column.from == 0 ? -1 : nearest(axes, column);
        var row = across >= 0 ? axes.remove(across) : axes.isEmpty() ? none : axes.removeLast();
        return new GridPlan(List.copyOf(axes), row, column, across >= 0, empty);
    }

    /// The innermost axis that is long enough for a loop, or -1.
    private static int longer(List<Axis> axes) {
        int i = axes.size() - 1;
        while (i >= 0 && axes.get(i).size < SHORT) {
            i--;
        }
        return i;
    }

    private static void merge(List<Axis> axes) {
        for (int i = axes.size() - 2; i >= 0; i--) {
            var a = axes.get(i);
            var b = axes.get(i + 1);
            if (a.from == b.from * b.size && a.to == b.to * b.size && a.size * b.size < LARGEST) {
                axes.set(i, new Axis(a.size * b.size, b.from, b.to));
                axes.remove(i + 1);
            }
        }
    }

    /// The axis along which memory is read more closely than along `column`, or -1.
    private static int nearest(List<Axis> axes, Axis column) {
        int best = -1;
        long step = Math.abs(column.from);
        for (int i = 0; i < axes.size(); i++) {
            long s = Math.abs(axes.get(i).from);
            if (s > 0 && s < step) {
                best = i;
                step = s;
            }
        }
        return best;
    }

    /// Size of the axis over which the work may be split: the first outer one, else the rows.
    long splitSize() {
        return empty ? 0 : outer.isEmpty() ? row.size : outer.getFirst().size;
    }

    /// The pairs whose index along that axis lies in a range.
    void run(Grid grid, long from, long to, long low, long high) {
        if (empty) {
            return;
        }
        if (outer.isEmpty()) {
            rows(grid, from + low * row.from, to + low * row.to, high - low);
            return;
        }
        var first = outer.getFirst();
        for (long i = low; i < high; i++) {
            walk(grid, from + i * first.from, to + i * first.to, 1);
        }
    }

    /// All pairs.
    void run(Grid grid, long from, long to) {
        run(grid, from, to, 0, splitSize());
    }

    private void walk(Grid grid, long from, long to, int depth) {
        if (depth == outer.size()) {
            rows(grid, from, to, row.size);
            return;
        }
        var axis = outer.get(depth);
        for (long i = 0; i < axis.size; i++) {
            walk(grid, from + i * axis.from, to + i * axis.to, depth + 1);
        }
    }

    private void rows(Grid grid, long from, long to, long rows) {
        long high = tiled ? TILE_ROWS : LARGEST;
        long wide = tiled ? TILE_COLUMNS : LARGEST;
        for (long i = 0; i < rows; i += high) {
            int n0 = (int) Math.min(high, rows - i);
            for (long j = 0; j < column.size; j += wide) {
                grid.run(from + i * row.from + j * column.from, row.from, column.from, to + i * row.to + j * column.to,
                        row.to, column.to, n0, (int) Math.min(wide, column.size - j));
            }
        }
    }
}
