package org.cotangent.codegen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.cotangent.codegen.LoopSpec.Place;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Var;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReductionTree;
import org.cotangent.schedule.Fused;
import org.cotangent.storage.Storage;

/// A fused step made executable: its loops as kernels, and the walk over the blocks of its domain.
///
/// Small values are expected in arrays and large ones off the heap, as [Storage#allocate] places them; what lies
/// elsewhere is copied first. What is said to lie off the heap may be a part of a larger value.
/// Any number of threads may run it at once.
public final class FusedLoop implements StepLoop {
    /// Elements of a block where nothing passes between stages, and of as many as are done by one call.
    private static final int SHORT_BLOCK = 1024;
    private static final int LONG_BLOCK = 8192;
    /// Elements of a block where something does; a multiple of every chunk of [ReductionTree].
    private static final int BLOCK = 2048;
    /// Bytes of scratch of a block of rows.
    private static final int ROWS_BYTES = 64 << 10;
    /// Bytes of a matrix whose rows go through all stages before the next ones do; and nanoseconds for one of them.
    private static final int MATRIX_BYTES = 16 << 10;
    private static final double NANOS_PER_BYTE = 0.04;

    final Fused fused;
    final List<Atom> reads;
    final List<Var> makes;
    final Object[] kernels;
    final long[] sizes;
    final long count;
    final int row;
    /// Cells from one row of scratch to the next.
    final int pitch;
    /// Elements of a block, or rows of it.
    final int block;
    final long blocks;
    /// Elements of a block that go through all stages but sums before the next ones do; 0 is all.
    final int part;
    /// Blocks that are done by one call.
    final int run;
    final Shelf<FusedFrame> frames = new Shelf<>();
    private final Shelf<FusedRun> runs = new Shelf<>();
    private volatile long grain = 1;

    /// Small values that lie off the heap nevertheless.
    private final Set<? extends Atom> far;

    /// The step; `products` gives the loops for products of rows, `far` are small values that lie off the heap: rows of
    /// larger ones.
    public FusedLoop(Fused fused, Function<LaneType, RowProducts> products, Set<? extends Atom> far) {
        this.fused = fused;
        this.far = far;
        this.reads = List.copyOf(fused.reads());
        this.makes = fused.makes();
        this.sizes = fused.sizes().stream().mapToLong(Long::longValue).toArray();
        this.count = fused.count();
        this.row = fused.rows() ? Math.toIntExact(fused.sizes().getLast()) : 0;
        this.pitch = pitch(row);
        this.block = fused.rows() ? rowsOfBlock() : fused.scratch().isEmpty() ? SHORT_BLOCK : BLOCK;
        this.run = block == SHORT_BLOCK && row == 0 ? LONG_BLOCK / SHORT_BLOCK : 1;
        this.blocks = Math.ceilDiv(fused.rows() ? count / row : count, block);
        this.kernels = fused.stages().stream().map(s -> kernel(s, products)).toArray();
        long bytes = matrixBytes();
        this.part = bytes == 0 ? 0 : (int) Math.min(block, Math.max(16, MATRIX_BYTES / bytes / 16 * 16));
    }

    /// Bytes of the longest row of a matrix, or 0 where there is none.
    private long matrixBytes() {
        return fused.stages().stream().mapToLong(s -> switch (s) {
            case Fused.RowProduct p -> p.width() * p.type().bits() / 8;
            case Fused.ColumnProduct p -> p.width() * p.type().bits() / 8;
            case Fused.Loop _, Fused.RowFold _, Fused.ColumnFold _, Fused.TotalFold _ -> 0;
        }).max().orElse(0);
    }

    private int rowsOfBlock() {
        long bytes = 8;
        for (var s : fused.scratch()) {
            bytes += s.perRow() ? 8 : (long) pitch * Math.max(1, s.type().bits() / 8);
        }
        int rows = (int) Math.clamp(ROWS_BYTES / bytes, 1, Math.min(1024, count / row));
        boolean columns = fused.stages().stream().anyMatch(s -> s instanceof Fused.ColumnFold);
        return columns ? Math.ceilDiv(rows, ReductionTree.ROWS) * ReductionTree.ROWS : rows;
    }

    @Override
    public List<Atom> reads() {
        return reads;
    }

    @Override
    public List<Loop> kernels() {
        return Arrays.stream(kernels).filter(k -> k instanceof Loop).map(k -> (Loop) k).toList();
    }

    private Object kernel(Fused.Stage stage, Function<LaneType, RowProducts> products) {
        return switch (stage) {
            case Fused.Loop l -> Loop.of(spec(l));
            case Fused.RowProduct p -> products.apply(p.type());
            case Fused.ColumnProduct p -> products.apply(p.type());
            case Fused.RowFold _, Fused.ColumnFold _, Fused.TotalFold _ -> stage;
        };
    }

    private LoopSpec spec(Fused.Loop l) {
        var inputs = new ArrayList<Place>();
        for (var r : l.inputs()) {
            inputs.add(switch (r) {
                case Fused.Outside o -> place(o.root(), o.access());
                case Fused.FromScratch s -> s.access() == Fused.Access.ROW ? Place.HEAP_ROW : Place.HEAP;
                case Fused.FromMade m -> place(m.made(), Fused.Access.EACH);
            });
        }
        var results = l.results().stream()
            .map(w -> w.made() == null ? Place.HEAP : place(w.made(), Fused.Access.EACH)).toList();
        return new LoopSpec(l.code(), inputs, results);
    }

    private Place place(Atom value, Fused.Access access) {
        return place(onHeap(value), access);
    }

    static Place place(boolean heap, Fused.Access access) {
        return switch (access) {
            case ONE -> Place.SINGLE;
            case EACH -> heap ? Place.HEAP : Place.NATIVE;
            case ROW -> heap ? Place.HEAP_ROW : Place.NATIVE_ROW;
        };
    }

    @Override
    public void prepare(boolean warm) {
        double nanos = 0;
        for (int s = 0; s < kernels.length; s++) {
            if (kernels[s] instanceof Loop l) {
                nanos += (warm ? l.warm() : l.ready()).nanosPerElement();
            } else if (warm && kernels[s] instanceof RowProducts p) {
                p.prepare();
            } else if (warm) {
                folder(fused.stages().get(s)).ask();
            }
        }
        nanos += NANOS_PER_BYTE * matrixBytes();
        double each = Math.max(1, nanos * block * Math.max(1, row));
        grain = Math.max(1, (long) Math.ceil(PIECE_NANOS / each));
    }

    static Folder folder(Fused.Stage stage) {
        return switch (stage) {
            case Fused.RowFold f -> new Folder(f.op(), f.type());
            case Fused.ColumnFold f -> new Folder(f.op(), f.type());
            case Fused.TotalFold f -> new Folder(f.op(), f.type());
            case Fused.Loop _, Fused.RowProduct _, Fused.ColumnProduct _ -> null;
        };
    }

    @Override
    public void run(Storage[] in, Storage[] out, Split split) {
        var known = runs.take();
        var run = known != null ? known : new FusedRun(this);
        run.begin(in, out);
        if (blocks < 2 * grain) {
            run.run(0, blocks);
        } else {
            split.run(blocks, grain, run);
        }
        run.finish();
        runs.give(run);
    }

    /// Cells from one row of sums to the next.
    static int pitch(long width) {
        return Math.toIntExact(Math.ceilDiv(width, (long) Folder.SLACK) * Folder.SLACK);
    }

    boolean onHeap(Atom value) {
        return StepLoop.onHeap(value, far);
    }

    /// Positions of values by identity.
    static int index(List<? extends Atom> values, Atom value) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) == value) {
                return i;
            }
        }
        throw new IllegalStateException("no " + value);
    }
}
