package org.cotangent.runtime;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.TensorType;
import org.cotangent.op.Scan;
import org.cotangent.storage.Storage;

/// One run of a scan: equation by equation until the body has been compiled, and from there on by [ScanLoop].
final class ScanRun {
    private static final long SMALL = 32 << 10;

    private final Scan scan;
    private final Concrete[] state;
    private final List<Concrete> rows;
    private final List<TensorType> types;
    private final Storage[] stacks;
    private final GraphRun body;
    private final int carry;

    ScanRun(Scan scan, List<Concrete> operands, List<TensorType> types) {
        this.scan = scan;
        this.types = types;
        this.body = GraphRun.of(scan.body());
        this.carry = scan.constants();
        int to = carry + scan.carries();
        this.state = operands.subList(0, to).toArray(Concrete[]::new);
        this.rows = operands.subList(to, operands.size());
        this.stacks = new Storage[types.size() - scan.carries()];
        for (int y = 0; y < stacks.length; y++) {
            var t = types.get(scan.carries() + y);
            stacks[y] = Storage.allocate(t.dtype().cell(), t.shape().count());
        }
    }

    /// The results, each in memory of its own.
    List<Concrete> run() {
        if (scan.length() > 0) {
            var layout = body.layout(scan);
            if (layout.inPlace()) {
                oneByOne(null);
                ownCarries();
            } else {
                compiled(layout);
            }
        } else {
            ownCarries();
        }
        return results();
    }

    /// Single kernels may hand on what they are given; results are memory of their own.
    private void ownCarries() {
        for (int c = carry; c < state.length; c++) {
            state[c] = copy(state[c]);
        }
    }

    private void compiled(ScanLayout layout) {
        var ready = body.compiled(layout.far());
        long k = ready == null ? oneByOne(layout) : 0;
        if (k == scan.length()) {
            ownCarries();
        } else {
            new ScanLoop(scan, layout, body.compiled(layout.far()), state, rows, stacks).run(k);
        }
    }

    /// The iterations until the body is compiled, but for a last one; how many.
    private long oneByOne(ScanLayout layout) {
        var frame = body.frame();
        var grows = body.growing(carry, scan.carries());
        for (long k = 0; k < scan.length(); k++) {
            if (layout != null && k > 0 && k + 1 < scan.length() && body.compiled(layout.far()) != null) {
                return k;
            }
            long start = System.nanoTime();
            iteration(frame, k, k == 0 ? null : grows);
            if (layout != null) {
                body.spent(layout.far(), System.nanoTime() - start);
            }
        }
        return scan.length();
    }

    private void iteration(Concrete[] frame, long k, boolean[] owned) {
        long i = scan.reverse() ? scan.length() - 1 - k : k;
        System.arraycopy(state, 0, frame, 0, state.length);
        for (int x = 0; x < rows.size(); x++) {
            frame[state.length + x] = row(rows.get(x), i);
        }
        body.oneByOne(frame, owned);
        for (int c = 0; c < scan.carries(); c++) {
            state[carry + c] = body.result(frame, c);
        }
        for (int y = 0; y < stacks.length; y++) {
            var row = body.result(frame, scan.carries() + y).storage();
            stacks[y].copyFrom(i * row.count(), row, 0, row.count());
        }
    }

    private List<Concrete> results() {
        var out = new ArrayList<Concrete>(types.size());
        for (int c = 0; c < scan.carries(); c++) {
            out.add(state[carry + c]);
        }
        for (int y = 0; y < stacks.length; y++) {
            out.add(Concrete.of(types.get(scan.carries() + y), stacks[y]));
        }
        return out;
    }

    private static Concrete copy(Concrete c) {
        var to = Storage.allocate(c.dtype().cell(), c.shape().count());
        to.copyFrom(0, c.storage(), 0, to.count());
        return Concrete.of(c.type(), to);
    }

    /// A view, or of small rows off the heap a copy: single kernels run best on one kind of memory.
    private static Concrete row(Concrete all, long i) {
        var shape = all.shape().remove(0);
        long n = shape.count();
        var from = all.storage();
        if (from.isHeap() || n * from.cell().bytes() > SMALL) {
            return Scan.row(all, i);
        }
        var to = Storage.allocate(from.cell(), n);
        to.copyFrom(0, from, i * n, n);
        return Concrete.of(all.type().with(shape), to);
    }
}
