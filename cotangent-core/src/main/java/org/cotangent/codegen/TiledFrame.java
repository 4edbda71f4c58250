package org.cotangent.codegen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReductionTree;
import org.cotangent.schedule.Fused.Access;
import org.cotangent.schedule.Tiled;
import org.cotangent.storage.Storage;

/// What one thread needs to run tiles of a [TiledLoop]: scratch, and the operands of each kernel. Running a tile
/// allocates nothing.
final class TiledFrame extends Shelf.Kept<TiledFrame> {
    private final TiledLoop loop;
    private final Object[] scratch;
    private final Call[][] calls;
    private final Folding[] folds;

    TiledFrame(TiledLoop loop) {
        this.loop = loop;
        var stages = loop.tiled.stages();
        this.scratch = loop.tiled.scratch().stream().map(this::scratch).toArray();
        this.calls = new Call[stages.size()][];
        this.folds = new Folding[stages.size()];
        for (int s = 0; s < calls.length; s++) {
            switch (stages.get(s)) {
                case Tiled.Sweep w -> calls[s] = w.loops().stream().map(l -> new Call(l, w)).toArray(Call[]::new);
                case Tiled.Fold f -> folds[s] = new Folding(f);
            }
        }
    }

    static Folder folder(Tiled.Fold f) {
        return new Folder(f.op(), f.type());
    }

    private Object scratch(Tiled.Scratch s) {
        var cells = Cells.array(s.type(), Math.toIntExact(s.rows() * loop.tile + Folder.SLACK));
        for (var f : s.fills()) {
            fill(cells, (int) f.from() * loop.tile, (int) f.to() * loop.tile, f.bits());
        }
        return cells;
    }

    private static void fill(Object cells, int from, int to, long bits) {
        switch (cells) {
            case float[] a -> Arrays.fill(a, from, to, Float.intBitsToFloat((int) bits));
            case double[] a -> Arrays.fill(a, from, to, Double.longBitsToDouble(bits));
            case int[] a -> Arrays.fill(a, from, to, (int) bits);
            case long[] a -> Arrays.fill(a, from, to, bits);
            case byte[] a -> Arrays.fill(a, from, to, (byte) bits);
            default -> throw new IllegalArgumentException(cells.getClass().getTypeName());
        }
    }

    /// Takes the operands of a run.
    void bind(Storage[] in, Storage[] out) {
        for (var stage : calls) {
            for (int k = 0; stage != null && k < stage.length; k++) {
                stage[k].bind(in, out);
            }
        }
    }

    /// Lets the operands go.
    void release() {
        for (var stage : calls) {
            for (int k = 0; stage != null && k < stage.length; k++) {
                stage[k].release();
            }
        }
    }

    /// The `n` elements of the batch from `c` on.
    void tile(long c, int n) {
        for (int s = 0; s < calls.length; s++) {
            if (folds[s] != null) {
                folds[s].run();
            } else {
                sweep((Tiled.Sweep) loop.tiled.stages().get(s), calls[s], loop.kernels[s], c, n);
            }
        }
    }

    private static void sweep(Tiled.Sweep w, Call[] calls, Loop[] kernels, long c, int n) {
        long steps = steps(w);
        for (long i = 0; i < steps; i++) {
            long t = w.reverse() ? steps - 1 - i : i;
            for (int k = 0; k < calls.length; k++) {
                calls[k].run(kernels[k], c, n, t);
            }
        }
    }

    /// Times that each kernel is called where kernels take turns, else 1.
    private static long steps(Tiled.Sweep w) {
        return w.ordered() && w.loops().size() > 1 ? w.sizes().getFirst() : 1;
    }

    /// Rows of scratch combined.
    private final class Folding {
        private final Tiled.Fold f;
        private final Folder folder;
        private final int chunks;
        private final int width;
        private final Object partial;

        Folding(Tiled.Fold f) {
            this.f = f;
            this.folder = folder(f);
            this.chunks = Math.toIntExact(Math.ceilDiv(f.n(), (long) ReductionTree.ROWS));
            this.width = Math.toIntExact(f.inner() * loop.tile);
            this.partial = Cells.array(f.type(), Math.multiplyExact(chunks, width));
        }

        void run() {
            for (int o = 0; o < f.outer(); o++) {
                for (int j = 0; j < chunks; j++) {
                    int first = j * ReductionTree.ROWS;
                    int at = (int) (f.row() * loop.tile + (o * f.n() + first) * width);
                    int rows = (int) Math.min(ReductionTree.ROWS, f.n() - first);
                    folder.columns(scratch[f.from()], at, width, rows, width, partial, j * width);
                }
                folder.columnTree(partial, chunks, width);
                System.arraycopy(partial, 0, scratch[f.to()], (int) (f.toRow() * loop.tile) + o * width, width);
            }
        }
    }

    /// The operands of one kernel; rows of all operands that follow each other evenly are served by one call of it.
    private final class Call {
        private final Tiled.Loop l;
        private final boolean reverse;
        private final Object[] at;
        private final long[] single;
        private final long[] base;
        private final long[] stride;
        /// Where each operand's first row begins, from one step of the sweep to the next, and along the sizes.
        private final long[] start;
        private final long[] time;
        private final long[][] strides;
        /// Whether an operand goes on with the elements of the batch.
        private final boolean[] column;
        private final long[] shift;
        private final int[] source;
        private long[] sizes;

        Call(Tiled.Loop l, Tiled.Sweep w) {
            this.l = l;
            this.reverse = w.reverse();
            int n = l.inputs().size() + l.results().size();
            at = new Object[n];
            single = new long[n];
            base = new long[n];
            stride = new long[n];
            start = new long[n];
            time = new long[n];
            strides = new long[n][];
            column = new boolean[n];
            shift = new long[n];
            source = new int[n];
            sizes = w.sizes().stream().mapToLong(Long::longValue).toArray();
            for (int k = 0; k < n; k++) {
                if (k < l.inputs().size()) {
                    input(k, l.inputs().get(k));
                } else {
                    result(k, l.results().get(k - l.inputs().size()));
                }
            }
            if (steps(w) > 1) {
                for (int k = 0; k < n; k++) {
                    time[k] = strides[k][0];
                    strides[k] = Arrays.copyOfRange(strides[k], 1, strides[k].length);
                }
                sizes = Arrays.copyOfRange(sizes, 1, sizes.length);
            }
            join();
        }

        private void input(int k, Tiled.Read read) {
            switch (read) {
                case Tiled.Outside o -> {
                    start[k] = o.offset();
                    column[k] = o.access() == Access.EACH;
                    strides[k] = o.strides().stream().mapToLong(Long::longValue).toArray();
                    source[k] = FusedLoop.index(loop.reads, o.root());
                }
                case Tiled.Inside i -> {
                    start[k] = i.row() * loop.tile;
                    strides[k] = i.strides().stream().mapToLong(s -> s * loop.tile).toArray();
                    at[k] = scratch[i.scratch()];
                }
            }
        }

        private void result(int k, Tiled.Write write) {
            boolean inside = write.made() == null;
            long each = inside ? loop.tile : loop.tiled.width();
            start[k] = inside ? write.row() * loop.tile : 0;
            column[k] = !inside;
            strides[k] = new long[sizes.length];
            for (int a = sizes.length - 1; a >= 0; a--) {
                strides[k][a] = each;
                each *= sizes[a];
            }
            if (inside) {
                at[k] = scratch[write.scratch()];
            } else {
                source[k] = FusedLoop.index(loop.makes, write.made());
            }
        }

        /// Takes axes together along which every operand goes on where the inner one ends.
        private void join() {
            List<Integer> kept = new ArrayList<>();
            for (int a = sizes.length - 1; a >= 0; a--) {
                if (sizes[a] == 1) {
                    continue;
                }
                int outer = a;
                if (!kept.isEmpty() && Arrays.stream(strides)
                        .allMatch(s -> s[outer] == s[kept.getFirst()] * sizes[kept.getFirst()])) {
                    sizes[kept.getFirst()] *= sizes[a];
                } else {
                    kept.addFirst(a);
                }
            }
            for (int k = 0; k < strides.length; k++) {
                var s = strides[k];
                strides[k] = kept.stream().mapToLong(a -> s[a]).toArray();
            }
            var all = sizes;
            sizes = kept.stream().mapToLong(a -> all[a]).toArray();
        }

        void bind(Storage[] in, Storage[] out) {
            for (int k = 0; k < at.length; k++) {
                if (k >= l.inputs().size()) {
                    var w = l.results().get(k - l.inputs().size());
                    if (w.made() != null) {
                        memory(k, out[source[k]], loop.onHeap(w.made()));
                    }
                } else if (l.inputs().get(k) instanceof Tiled.Outside o) {
                    var s = in[source[k]];
                    if (o.access() == Access.ONE) {
                        LaneType type = o.root().type().dtype().lane();
                        single[k] = Cells.bits(s, type, o.offset());
                    } else {
                        memory(k, s, loop.onHeap(o.root()));
                    }
                }
            }
        }

        private void memory(int k, Storage s, boolean heap) {
            at[k] = heap ? s.base() : s.segment();
            shift[k] = s.base() == null ? 0 : s.baseOffset();
        }

        void release() {
            for (int k = 0; k < at.length; k++) {
                boolean kept = k < l.inputs().size() ? l.inputs().get(k) instanceof Tiled.Inside
                    : l.results().get(k - l.inputs().size()).made() == null;
                at[k] = kept ? at[k] : null;
            }
        }

        void run(Loop kernel, long c, int n, long t) {
            int last = sizes.length - 1;
            long rows = last < 0 ? 1 : sizes[last];
            long outer = 1;
            for (int a = 0; a < last; a++) {
                outer *= sizes[a];
            }
            for (long o = 0; o < outer; o++) {
                long place = reverse ? outer - 1 - o : o;
                for (int k = 0; k < base.length; k++) {
                    base[k] = shift[k] + start[k] + t * time[k] + (column[k] ? c : 0);
                    stride[k] = last < 0 ? 0 : reverse ? -strides[k][last] : strides[k][last];
                    base[k] += reverse && last >= 0 ? (rows - 1) * strides[k][last] : 0;
                    long rest = place;
                    for (int a = last - 1; a >= 0; a--) {
                        base[k] += rest % sizes[a] * strides[k][a];
                        rest /= sizes[a];
                    }
                }
                kernel.run(at, single, base, stride, (int) rows, n);
            }
        }
    }
}
