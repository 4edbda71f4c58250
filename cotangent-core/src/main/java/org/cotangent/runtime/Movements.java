package org.cotangent.runtime;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.TensorType;
import org.cotangent.op.Block;
import org.cotangent.op.DynamicSlice;
import org.cotangent.op.DynamicUpdate;
import org.cotangent.op.Fold;
import org.cotangent.op.Gather;
import org.cotangent.op.Indexing;
import org.cotangent.op.Scatter;
import org.cotangent.op.Unfold;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Moves blocks of cells in bulk, over all workers where there is much to move.
public final class Movements {
    private static final long PARALLEL_CELLS = 1 << 16;

    private Movements() {
    }

    /// Copies a block.
    public static void move(Storage from, Storage to, Block b) {
        if (b.count() == to.count() && repeatsOne(b)) {
            to.fill(bits(from, b.from()));
            return;
        }
        if (SmallBlocks.takes(from, to, b)) {
            SmallBlocks.copy(from, to, b);
            return;
        }
        var plan = GridPlan.of(b.sizes(), b.fromStrides(), b.toStrides());
        alike(from, to, (f, t) -> run(plan, CopyGrids.of(f, t), b));
    }

    private static boolean repeatsOne(Block b) {
        for (int a = 0; a < b.sizes().length; a++) {
            if (b.fromStrides()[a] != 0 && b.sizes()[a] != 1) {
                return false;
            }
        }
        return true;
    }

    /// Adds a block, each element of which goes to another place.
    public static void add(DType dtype, Storage from, Storage to, Block b) {
        var plan = GridPlan.of(b.sizes(), b.fromStrides(), b.toStrides());
        alike(from, to, (f, t) -> run(plan, AddGrids.of(dtype, f, t), b));
    }

    private static void run(GridPlan plan, Grid grid, Block b) {
        long slices = plan.splitSize();
        long grain = slices == 0 ? 1 : Math.max(1, PARALLEL_CELLS / Math.max(1, b.count() / slices));
        Workers.run(0, slices, grain, (low, high) -> plan.run(grid, b.from(), b.to(), low, high));
    }

    /// Work on two storages.
    @FunctionalInterface
    private interface Work {
        void on(Storage from, Storage to);
    }

    /// Sees to it that both storages lie on the heap, or neither: the loops are compiled for one kind of memory each.
    private static void alike(Storage from, Storage to, Work work) {
        boolean f = from.base() != null;
        boolean t = to.base() != null;
        if (f == t) {
            work.on(from, to);
        } else if (f) {
            var copy = offHeap(from.cell(), from.count());
            copy.copyFrom(0, from, 0, from.count());
            work.on(copy, to);
            copy.release();
        } else {
            var copy = offHeap(to.cell(), to.count());
            copy.copyFrom(0, to, 0, to.count());
            work.on(from, copy);
            to.copyFrom(0, copy, 0, to.count());
            copy.release();
        }
    }

    /// Memory off the heap: as much as is never on it.
    private static Storage offHeap(Cell cell, long count) {
        return Storage.allocate(cell, Math.max(count, (1 << 16) / cell.bytes()));
    }

    /// The meaning of an operation on windows.
    public static List<Concrete> evaluate(Indexing op, List<Concrete> operands, List<TensorType> types) {
        var type = types.getFirst();
        return List.of(switch (op) {
            case DynamicSlice s -> sliced(s, operands, type);
            case DynamicUpdate u -> u.evaluate(operands, type, Movements::move);
            case Unfold u -> u.evaluate(operands.getFirst(), type, Movements::move);
            case Fold f -> fold(f, operands.getFirst(), type);
            case Gather g -> gather(g, operands, type);
            case Scatter s -> scatter(s, operands, type);
        });
    }

    private static Concrete sliced(DynamicSlice op, List<Concrete> operands, TensorType type) {
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        move(operands.getFirst().storage(), out, op.block(operands, type));
        return Concrete.of(type, out);
    }

    private static Concrete fold(Fold op, Concrete ct, TensorType type) {
        var out = Storage.zeros(type.dtype().cell(), type.shape().count());
        long images = op.images(type);
        long grain = Math.max(1, PARALLEL_CELLS / Math.max(1, ct.shape().count() / Math.max(1, images)));
        alike(ct.storage(), out, (f, t) -> Workers.run(0, images, grain,
                (low, high) -> op.add(ct, f, t, type, low, high, Movements::add)));
        return Concrete.of(type, out);
    }

    private static Concrete gather(Gather op, List<Concrete> operands, TensorType type) {
        var x = operands.get(0);
        var layout = op.layout(x.type(), operands.get(1).type(), type);
        var offsets = op.offsets(layout, x, operands.get(1));
        boolean gaps = false;
        for (long offset : offsets) {
            gaps |= offset < 0;
        }
        var cell = type.dtype().cell();
        var out = gaps ? Storage.zeros(cell, type.shape().count()) : Storage.allocate(cell, type.shape().count());
        var picks = new WindowPicks(layout, offsets);
        if (picks.cells() == 1) {
            run(picks, p -> SingleCells.read(x.storage(), out, p));
        } else {
            alike(x.storage(), out, (f, t) -> run(picks, picks.reading(CopyGrids.of(f, t))));
        }
        return Concrete.of(type, out);
    }

    private static void run(WindowPicks picks, WindowPicks.Runs runs) {
        long grain = Math.max(1, PARALLEL_CELLS / Math.max(1, picks.cells()));
        Workers.run(0, picks.count(), grain, (low, high) -> picks.run(runs, low, high));
    }

    private static Concrete scatter(Scatter op, List<Concrete> operands, TensorType type) {
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        out.copyFrom(0, operands.getFirst().storage(), 0, out.count());
        var layout = op.layout(operands);
        var picks = new WindowPicks(layout, op.offsets(layout, operands));
        var updates = operands.get(2).storage();
        boolean set = op.kind() == Scatter.Kind.SET;
        if (picks.cells() == 1) {
            picks.run(p -> single(set, type.dtype(), out, updates, p), 0, picks.count());
        } else {
            alike(updates, out, (f, t) ->
                    picks.run(picks.writing(set ? CopyGrids.of(f, t) : AddGrids.of(type.dtype(), f, t)), 0,
                            picks.count()));
        }
        return Concrete.of(type, out);
    }

    private static void single(boolean set, DType dtype, Storage out, Storage updates, SingleCells.Picks p) {
        if (set) {
            SingleCells.write(out, updates, p);
        } else {
            SingleCells.add(dtype, out, updates, p);
        }
    }

    static long bits(Storage s, long i) {
        return switch (s.cell()) {
            case F64 -> Double.doubleToRawLongBits(s.getDouble(i));
            case F32 -> Float.floatToRawIntBits(s.getFloat(i));
            case I64 -> s.getLong(i);
            case I32 -> s.getInt(i);
            case I16 -> s.getShort(i);
            case I8 -> s.getByte(i);
        };
    }
}
