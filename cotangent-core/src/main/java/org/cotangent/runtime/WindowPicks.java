package org.cotangent.runtime;

import java.util.Arrays;
import org.cotangent.op.WindowLayout;

/// The windows of a gather or scatter, walked in the order of the list of windows: for each batch and each index of
/// the leading window axes all picks, each with the rest of its window.
final class WindowPicks {
    private final WindowLayout layout;
    private final long[] offsets;
    private final long leading;
    private final long cells;

    WindowPicks(WindowLayout layout, long[] offsets) {
        this.layout = layout;
        this.offsets = offsets;
        leading = WindowLayout.product(layout.sizes(), 0, layout.lead());
        cells = WindowLayout.product(layout.sizes(), layout.lead(), layout.sizes().length);
    }

    /// How the cells of one piece are walked, given the strides of what is read and of what is written.
    private GridPlan plan(long[] from, long[] to) {
        int rank = layout.sizes().length;
        return GridPlan.of(Arrays.copyOfRange(layout.sizes(), layout.lead(), rank),
                Arrays.copyOfRange(from, layout.lead(), rank), Arrays.copyOfRange(to, layout.lead(), rank));
    }

    /// Number of pieces: picks of all batches and leading indices.
    long count() {
        return layout.batches() * leading * layout.picks();
    }

    /// Cells of one piece.
    long cells() {
        return cells;
    }

    /// What is done with a run of picks.
    @FunctionalInterface
    interface Runs {
        void on(SingleCells.Picks picks);
    }

    /// Copies whole windows from the tensor to the list.
    Runs reading(Grid grid) {
        var read = plan(layout.inTensor(), layout.inList());
        return p -> {
            for (int j = 0; j < p.count(); j++) {
                long offset = p.offsets()[p.first() + j];
                if (offset >= 0) {
                    read.run(grid, offset + p.shift(), p.place() + j * p.step());
                }
            }
        };
    }

    /// Copies or adds whole windows from the list to the tensor.
    Runs writing(Grid grid) {
        var write = plan(layout.inList(), layout.inTensor());
        return p -> {
            for (int j = 0; j < p.count(); j++) {
                long offset = p.offsets()[p.first() + j];
                if (offset >= 0) {
                    write.run(grid, p.place() + j * p.step(), offset + p.shift());
                }
            }
        };
    }

    /// The pieces from `low` to `high` (exclusive), in order.
    void run(Runs runs, long low, long high) {
        long picks = layout.picks();
        for (long t = low; t < high;) {
            long block = t / picks;
            long end = Math.min(high, (block + 1) * picks);
            long batch = block / leading;
            long first = t - block * picks;
            long place = shift(block % leading, layout.inList()) + batch * layout.batchStride()
                    + first * layout.pickStride();
            runs.on(new SingleCells.Picks(offsets, (int) (batch * picks + first), (int) (end - t),
                    shift(block % leading, layout.inTensor()), place, layout.pickStride()));
            t = end;
        }
    }

    private long shift(long index, long[] strides) {
        long at = 0;
        for (int a = layout.lead() - 1; a >= 0; a--) {
            at += index % layout.sizes()[a] * strides[a];
            index /= layout.sizes()[a];
        }
        return at;
    }
}
