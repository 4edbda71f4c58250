package org.cotangent.codegen;

import java.util.Arrays;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReductionTree;
import org.cotangent.schedule.Fused;
import org.cotangent.storage.Storage;

/// One run of a [FusedLoop]: its operands, and the sums of its blocks until they are put together. Used again by later
/// runs, so that a run makes no objects.
final class FusedRun extends Shelf.Kept<FusedRun> implements Split.Range {
    private final FusedLoop loop;
    private final Storage[] in;
    private final boolean[] heap;
    private final Object[] partials;
    private final Folder[] folders;
    private final int[] made;
    private Storage[] out;
    /// The values that have something filled in.
    private final int[] fills;

    FusedRun(FusedLoop loop) {
        this.loop = loop;
        this.in = new Storage[loop.reads.size()];
        this.heap = new boolean[in.length];
        for (int i = 0; i < in.length; i++) {
            heap[i] = loop.onHeap(loop.reads.get(i));
        }
        this.fills = loop.fused.fills().stream().mapToInt(f -> FusedLoop.index(loop.makes, f.made())).toArray();
        this.partials = new Object[loop.kernels.length];
        this.folders = new Folder[partials.length];
        this.made = new int[partials.length];
        for (int s = 0; s < partials.length; s++) {
            if (loop.kernels[s] instanceof Fused.TotalFold f) {
                partials[s] = Cells.array(f.type(),
                    Math.multiplyExact(chunks(f.type()), ReductionTree.lanes(f.type())));
                made[s] = FusedLoop.index(loop.makes, f.made());
                folders[s] = FusedLoop.folder(f);
            } else if (loop.kernels[s] instanceof Fused.ColumnFold f) {
                partials[s] = Cells.array(f.type(), Math.multiplyExact(rowChunks(), loop.pitch));
                made[s] = FusedLoop.index(loop.makes, f.made());
                folders[s] = FusedLoop.folder(f);
            } else if (loop.fused.stages().get(s) instanceof Fused.ColumnProduct p) {
                partials[s] = Cells.array(p.type(), Math.multiplyExact(panels(), FusedLoop.pitch(p.width())));
                made[s] = FusedLoop.index(loop.makes, p.made());
            }
        }
    }

    private int panels() {
        return Math.toIntExact(Math.ceilDiv(loop.count, (long) RowProducts.PANEL));
    }

    private int rowChunks() {
        return Math.toIntExact(Math.ceilDiv(loop.count / loop.row, (long) ReductionTree.ROWS));
    }

    private int chunks(LaneType type) {
        return Math.toIntExact(Math.ceilDiv(loop.count, (long) ReductionTree.chunk(type)));
    }

    /// Takes the operands.
    void begin(Storage[] reads, Storage[] makes) {
        for (int i = 0; i < in.length; i++) {
            in[i] = placed(reads[i], heap[i]);
        }
        out = makes;
        for (int i = 0; i < fills.length; i++) {
            var f = loop.fused.fills().get(i);
            var value = f.value().value();
            if (f.count() > 0) {
                out[fills[i]].part(f.from(), f.count()).fill(Cells.bits(value.storage(), value.dtype().lane(), 0));
            }
        }
    }

    /// An operand where kernels look for it: in an array or off the heap.
    static Storage placed(Storage s, boolean heap) {
        return (heap ? s.base() != null : !s.isHeap()) ? s : home(s);
    }

    private static Storage home(Storage s) {
        var copy = Storage.allocate(s.cell(), s.count());
        copy.copyFrom(0, s, 0, s.count());
        return copy;
    }

    @Override
    public void run(long from, long to) {
        var known = loop.frames.take();
        var frame = known != null ? known : new FusedFrame(loop);
        frame.bind(in, out, partials);
        for (long b = from; b < to; b += loop.run) {
            frame.blocks(b, Math.min(to, b + loop.run));
        }
        frame.release();
        loop.frames.give(frame);
    }

    /// Puts the sums together, and lets the operands go.
    void finish() {
        for (int s = 0; s < partials.length; s++) {
            if (loop.kernels[s] instanceof Fused.TotalFold f) {
                folders[s].tree(partials[s], chunks(f.type()));
                Cells.set(out[made[s]], f.type(), 0, Reductions.first(partials[s]));
            } else if (loop.kernels[s] instanceof Fused.ColumnFold f) {
                folders[s].columnTree(partials[s], rowChunks(), loop.pitch);
                Cells.store(out[made[s]], f.type(), 0, partials[s], loop.row);
            } else if (loop.fused.stages().get(s) instanceof Fused.ColumnProduct p) {
                int m = Math.toIntExact(p.width());
                ((RowProducts) loop.kernels[s]).join(partials[s], FusedLoop.pitch(m), m, panels());
                Cells.store(out[made[s]], p.type(), 0, partials[s], m);
            }
        }
        Arrays.fill(in, null);
        out = null;
    }
}
