package org.cotangent.codegen;

import org.cotangent.schedule.Fused;
import org.cotangent.storage.Storage;

/// A product of rows of a matrix in one thread's run of a [FusedLoop]: its operands, and sums in the making.
final class ProductStage {
    private final Fused.Stage stage;
    private final RowProducts loops;
    private final int matrix;
    private final int width;
    private final int pitch;
    /// The vector, or the sums of columns.
    private final Object own;
    /// The number of the vector among what the step reads, of the value among what it makes, or -1.
    private final int vector;
    private final int made;
    private final Object lanes;
    private Storage rows;
    private Storage value;
    private Object partial;

    private ProductStage(FusedLoop loop, Fused.RowProduct p, RowProducts loops) {
        this.stage = p;
        this.loops = loops;
        this.matrix = FusedLoop.index(loop.reads, p.matrix());
        this.width = Math.toIntExact(p.width());
        this.pitch = FusedLoop.pitch(width);
        this.vector = FusedLoop.index(loop.reads, p.vector());
        this.made = p.made() == null ? -1 : FusedLoop.index(loop.makes, p.made());
        this.own = Cells.array(p.type(), pitch + Folder.SLACK);
        this.lanes = Cells.array(p.type(), Math.multiplyExact(loop.part + 4, loops.lanes()));
    }

    private ProductStage(FusedLoop loop, Fused.ColumnProduct p, RowProducts loops) {
        this.stage = p;
        this.loops = loops;
        this.matrix = FusedLoop.index(loop.reads, p.matrix());
        this.width = Math.toIntExact(p.width());
        this.pitch = FusedLoop.pitch(width);
        this.vector = -1;
        this.made = -1;
        this.own = Cells.array(p.type(), Math.multiplyExact(pitch, loops.lanes()) + Folder.SLACK);
        this.lanes = null;
    }

    /// The run of a stage, or null where it is no product.
    static ProductStage of(FusedLoop loop, Fused.Stage stage) {
        int at = loop.fused.stages().indexOf(stage);
        return switch (stage) {
            case Fused.RowProduct p -> new ProductStage(loop, p, (RowProducts) loop.kernels[at]);
            case Fused.ColumnProduct p -> new ProductStage(loop, p, (RowProducts) loop.kernels[at]);
            case Fused.Loop _, Fused.RowFold _, Fused.ColumnFold _, Fused.TotalFold _ -> null;
        };
    }

    /// Takes the operands of a run, and where sums of columns go.
    void bind(Storage[] in, Storage[] out, Object partial) {
        rows = in[matrix];
        value = made < 0 ? null : out[made];
        this.partial = partial;
        if (stage instanceof Fused.RowProduct p) {
            Cells.load(in[vector], p.type(), 0, own, width);
        }
    }

    /// Lets the operands go.
    void release() {
        rows = null;
        value = null;
        partial = null;
    }

    /// The rows from one to another of the block that begins at `start`.
    void run(Object[] scratch, long from, long to, long start) {
        int count = (int) (to - from);
        int at = (int) (from - start);
        switch (stage) {
            case Fused.RowProduct p -> {
                loops.dots(rows, from * width, count, width, own, lanes, scratch[p.to()], at);
                if (value != null) {
                    value.copyFromArray(from, scratch[p.to()], at, count);
                }
            }
            case Fused.ColumnProduct p -> columns(scratch[p.from()], from, count, at);
            case Fused.Loop _, Fused.RowFold _, Fused.ColumnFold _, Fused.TotalFold _ ->
                throw new IllegalStateException("no product: " + stage);
        }
    }

    /// Parts and blocks end where panels do, or inside of one.
    private void columns(Object factors, long from, int count, int at) {
        long end = from + count;
        for (long p = from; p < end;) {
            long panel = p / RowProducts.PANEL;
            int some = (int) (Math.min(end, (panel + 1) * RowProducts.PANEL) - p);
            loops.columns(rows, p * width, some, width, factors, at + (int) (p - from), own, pitch);
            p += some;
            if (p % RowProducts.PANEL == 0 || p == rows.count() / width) {
                loops.finish(own, pitch, width, partial, Math.toIntExact(panel) * pitch);
            }
        }
    }
}
