package org.cotangent.runtime;

import java.util.Arrays;
import org.cotangent.op.WindowLayout;

/// The windows of a gather or scatter, walked in the order of the list of windows: for each batch and each index of
/// the leading window axes all picks, each with the rest of its window.
final class WindowPicks {
    private final WindowLayout layout;
    private final long[] offsets;
    private final GridPlan read;
    private final GridPlan write;
    private final long leading;
    private final long cells;

    WindowPicks(WindowLayout layout, long[] offsets) {
        this.layout = layout;
        this.offsets = offsets;
        int lead = layout.lead();
        int rank = layout.sizes().length;
        var sizes = Arrays.copyOfRange(layout.sizes(), lead, rank);
        var tensor = Arrays.copyOfRange(layout.inTensor(), lead, rank);
        var list = Arrays.copyOfRange(layout.inList(), lead, rank);
        read = GridPlan.of(sizes, tensor, list);
        write = GridPlan.of(sizes, list, tensor);
        leading = product(layout.sizes(), lead);
        cells = product(sizes, sizes.length);
    }

    private static long product(long[] sizes, int n) {
        return Arrays.stream(sizes, 0, n).reduce(1, (a, b) -> a * b);
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
