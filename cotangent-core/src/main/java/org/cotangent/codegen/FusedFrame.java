package org.cotangent.codegen;

import java.util.Arrays;
import java.util.List;
import org.cotangent.graph.Var;
import org.cotangent.lane.ReductionTree;
import org.cotangent.schedule.Fused;
import org.cotangent.storage.Storage;

/// What one thread needs to run blocks of a [FusedLoop]: scratch, and the operands of each kernel. Running a block
/// allocates nothing.
final class FusedFrame extends Shelf.Kept<FusedFrame> {
    private final FusedLoop loop;
    private final Object[] scratch;
    private final Call[] calls;
    private final Folder[] folders;
    private final ProductStage[] products;
    private Storage[] in;
    private Storage[] out;
    private Object[] partials;

    FusedFrame(FusedLoop loop) {
        this.loop = loop;
        var stages = loop.fused.stages();
        this.scratch = loop.fused.scratch().stream().map(s -> Cells.array(s.type(),
            (s.perRow() ? loop.block : loop.row > 0 ? loop.block * loop.pitch : loop.block) + Folder.SLACK)).toArray();
        this.calls = stages.stream().map(s -> s instanceof Fused.Loop l ? new Call(l) : null).toArray(Call[]::new);
        this.folders = stages.stream().map(FusedLoop::folder).toArray(Folder[]::new);
        this.products = stages.stream().map(s -> ProductStage.of(loop, s)).toArray(ProductStage[]::new);
    }

    /// Takes the operands of a run.
    void bind(Storage[] in, Storage[] out, Object[] partials) {
        this.in = in;
        this.out = out;
        this.partials = partials;
        for (int s = 0; s < calls.length; s++) {
            if (calls[s] != null) {
                calls[s].bind();
            } else if (products[s] != null) {
                products[s].bind(in, out, partials[s]);
            }
        }
    }

    /// Lets the operands go.
    void release() {
        in = null;
        out = null;
        partials = null;
        for (var c : calls) {
            if (c != null) {
                c.release();
            }
        }
        for (var p : products) {
            if (p != null) {
                p.release();
            }
        }
    }

    /// Blocks up to another, which are one where values pass between stages.
    void blocks(long first, long end) {
        long from = first * loop.block;
        long to = Math.min(end * loop.block, loop.row > 0 ? loop.count / loop.row : loop.count);
        long part = loop.part == 0 ? to - from : loop.part;
        for (long p = from; p < to; p += part) {
            part(p, Math.min(p + part, to), from);
        }
        for (int s = 0; s < calls.length; s++) {
            if (loop.fused.stages().get(s) instanceof Fused.TotalFold f) {
                chunks(folders[s], f, partials[s], from, (int) (to - from));
            }
        }
    }

    /// The elements from one to another of the block that begins at `start`, all stages but sums of everything.
    private void part(long from, long to, long start) {
        for (int s = 0; s < calls.length; s++) {
            var stage = loop.fused.stages().get(s);
            if (calls[s] != null) {
                calls[s].run((Loop) loop.kernels[s], from, to, start);
            } else if (products[s] != null) {
                products[s].run(scratch, from, to, start);
            } else if (stage instanceof Fused.RowFold f) {
                rows(folders[s], f, from, (int) (to - from));
            } else if (stage instanceof Fused.ColumnFold f) {
                columns(folders[s], f, partials[s], from, (int) (to - from));
            }
        }
    }

    private void rows(Folder folder, Fused.RowFold f, long from, int rows) {
        for (int r = 0; r < rows; r++) {
            folder.row(scratch[f.from()], r * loop.pitch, loop.row, scratch[f.to()], r);
        }
        if (f.made() != null) {
            Cells.store(out[FusedLoop.index(loop.makes, f.made())], f.type(), from, scratch[f.to()], rows);
        }
    }

    private void columns(Folder folder, Fused.ColumnFold f, Object partial, long from, int rows) {
        int slot = Math.toIntExact(from / ReductionTree.ROWS) * loop.pitch;
        for (int r = 0; r < rows; r += ReductionTree.ROWS) {
            folder.columns(scratch[f.from()], r * loop.pitch, loop.pitch, Math.min(ReductionTree.ROWS, rows - r),
                loop.pitch, partial, slot);
            slot += loop.pitch;
        }
    }

    private void chunks(Folder folder, Fused.TotalFold f, Object partial, long from, int count) {
        int chunk = ReductionTree.chunk(f.type());
        int slot = Math.toIntExact(from / chunk) * ReductionTree.lanes(f.type());
        for (int i = 0; i < count; i += chunk) {
            folder.chunk(scratch[f.from()], i, Math.min(chunk, count - i), partial, slot);
            slot += ReductionTree.lanes(f.type());
        }
    }

    /// The operands of one kernel.
    private final class Call {
        private final Fused.Loop l;
        private final int inputs;
        private final Object[] at;
        private final long[] single;
        private final long[] base;
        private final long[] stride;
        private final long[] shift;
        private final long[][] strides;
        /// For each operand its number among what the step reads, makes or keeps in scratch.
        private final int[] source;
        private final boolean[] scratched;
        private final boolean[] heap;
        /// Whether an operand goes on with the elements of a row.
        private final boolean[] each;

        Call(Fused.Loop l) {
            this.l = l;
            this.inputs = l.inputs().size();
            int n = inputs + l.results().size();
            at = new Object[n];
            single = new long[n];
            base = new long[n];
            stride = new long[n];
            shift = new long[n];
            strides = new long[n][];
            each = new boolean[n];
            source = new int[n];
            scratched = new boolean[n];
            heap = new boolean[n];
            Arrays.fill(each, true);
            for (int k = 0; k < n; k++) {
                if (k >= inputs) {
                    var to = l.results().get(k - inputs);
                    made(k, to.made(), to.scratch());
                    strides[k] = to.strides().isEmpty() ? null : numbers(to.strides());
                    continue;
                }
                switch (l.inputs().get(k)) {
                    case Fused.Outside o -> {
                        each[k] = o.access() == Fused.Access.EACH;
                        strides[k] = numbers(o.strides());
                        source[k] = FusedLoop.index(loop.reads, o.root());
                        heap[k] = loop.onHeap(o.root());
                    }
                    case Fused.FromScratch s -> {
                        each[k] = s.access() == Fused.Access.EACH;
                        made(k, null, s.index());
                    }
                    case Fused.FromMade m -> made(k, m.made(), -1);
                }
            }
        }

        private static long[] numbers(List<Long> list) {
            return list.stream().mapToLong(Long::longValue).toArray();
        }

        private void made(int k, Var value, int place) {
            scratched[k] = value == null;
            source[k] = value == null ? place : FusedLoop.index(loop.makes, value);
            heap[k] = value != null && loop.onHeap(value);
        }

        void bind() {
            for (int k = 0; k < at.length; k++) {
                if (scratched[k]) {
                    at[k] = scratch[source[k]];
                } else if (k < inputs && l.inputs().get(k) instanceof Fused.Outside o) {
                    outside(k, o);
                } else {
                    memory(k, out[source[k]], k < inputs ? 0 : l.results().get(k - inputs).offset());
                }
            }
        }

        private void outside(int k, Fused.Outside o) {
            var s = in[source[k]];
            if (o.access() == Fused.Access.ONE) {
                single[k] = Cells.bits(s, o.root().type().dtype().lane(), o.offset());
            } else {
                memory(k, s, o.offset());
            }
        }

        private void memory(int k, Storage s, long offset) {
            at[k] = heap[k] ? s.base() : s.segment();
            shift[k] = offset + (s.base() == null ? 0 : s.baseOffset());
        }

        void release() {
            Arrays.fill(at, null);
        }

        void run(Loop kernel, long from, long to, long start) {
            if (l.perRow()) {
                line(from, start);
                kernel.run(at, single, base, stride, 1, (int) (to - from));
            } else if (loop.row > 0) {
                rows(kernel, from, to);
            } else if (loop.sizes.length == 1) {
                line(from, start);
                kernel.run(at, single, base, stride, 1, (int) (to - from));
            } else {
                pieces(kernel, from, to, start);
            }
        }

        /// Operands from element `p` on; scratch from the block's first element `start`.
        private void line(long p, long start) {
            for (int k = 0; k < base.length; k++) {
                base[k] = strides[k] != null ? shift[k] + p : scratched[k] ? p - start : shift[k] + p;
                stride[k] = 0;
            }
        }

        private void rows(Loop kernel, long from, long to) {
            long d = loop.sizes[loop.sizes.length - 2];
            for (long r = from; r < to;) {
                int rows = (int) Math.min(to - r, d - r % d);
                for (int k = 0; k < base.length; k++) {
                    if (strides[k] != null) {
                        outsideRow(k, r, 0);
                    } else if (scratched[k]) {
                        base[k] = each[k] ? (r - from) * loop.pitch : r - from;
                        stride[k] = each[k] ? loop.pitch : 1;
                    } else {
                        base[k] = shift[k] + r * loop.row;
                        stride[k] = loop.row;
                    }
                }
                kernel.run(at, single, base, stride, rows, loop.row);
                r += rows;
            }
        }

        /// An operand from outside at row `r`, element `c`.
        private void outsideRow(int k, long r, long c) {
            var s = strides[k];
            if (s.length == 0) {
                return;
            }
            int last = s.length - 1;
            long place = shift[k] + (each[k] ? c : 0);
            long rest = r;
            for (int a = last - 1; a >= 0; a--) {
                place += rest % loop.sizes[a] * s[a];
                rest /= loop.sizes[a];
            }
            base[k] = place;
            stride[k] = s[last - 1];
        }

        /// The elements from one to another as parts of rows and as whole rows.
        private void pieces(Loop kernel, long from, long to, long start) {
            long n = loop.sizes[loop.sizes.length - 1];
            long d = loop.sizes[loop.sizes.length - 2];
            for (long p = from; p < to;) {
                long r = p / n;
                long c = p % n;
                boolean whole = c == 0 && to - p >= n;
                int rows = whole ? (int) Math.min((to - p) / n, d - r % d) : 1;
                int length = (int) (whole ? n : Math.min(n - c, to - p));
                for (int k = 0; k < base.length; k++) {
                    if (strides[k] != null) {
                        outsideRow(k, r, c);
                    } else {
                        base[k] = scratched[k] ? p - start : shift[k] + p;
                        stride[k] = n;
                    }
                }
                kernel.run(at, single, base, stride, rows, length);
                p += (long) rows * length;
            }
        }
    }
}
