package org.cotangent.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.TensorType;
import org.cotangent.op.Cond;
import org.cotangent.op.Control;
import org.cotangent.op.Scan;
import org.cotangent.op.Sweeps;
import org.cotangent.op.While;
import org.cotangent.storage.Storage;

/// Runs choices and loops: nested graphs are made ready once, and an iteration costs its operations.
final class Loops {
    private static final long SMALL = 32 << 10;

    private Loops() {
    }

    static List<Concrete> run(Control op, List<Concrete> operands, List<TensorType> types) {
        return switch (op) {
            case Cond c -> GraphRun.of(c.chosen(operands.getFirst())).once(operands.subList(1, operands.size()));
            case While w -> loop(w, operands);
            case Scan s -> new ScanRun(s, operands, types).run();
            case Sweeps s -> new SweepsRun(s, operands).run();
        };
    }

    private static List<Concrete> loop(While w, List<Concrete> operands) {
        var state = operands.toArray(Concrete[]::new);
        var condition = GraphRun.of(w.condition());
        var body = GraphRun.of(w.body());
        var test = condition.frame();
        var frame = body.frame();
        var grows = body.growing(w.constants(), state.length - w.constants());
        boolean[] owned = null;
        while (true) {
            System.arraycopy(state, 0, test, 0, state.length);
            condition.run(test, null);
            if (condition.result(test, 0).getLong(0) == 0) {
                return Arrays.asList(state).subList(w.constants(), state.length);
            }
            Arrays.fill(test, null);
            System.arraycopy(state, 0, frame, 0, state.length);
            body.run(frame, owned);
            for (int i = w.constants(); i < state.length; i++) {
                state[i] = body.result(frame, i - w.constants());
            }
            owned = grows;
        }
    }

    private static final class ScanRun {
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

        List<Concrete> run() {
            var frame = body.frame();
            var grows = body.growing(carry, scan.carries());
            for (long k = 0; k < scan.length(); k++) {
                long i = scan.reverse() ? scan.length() - 1 - k : k;
                System.arraycopy(state, 0, frame, 0, state.length);
                for (int x = 0; x < rows.size(); x++) {
                    frame[state.length + x] = row(rows.get(x), i);
                }
                body.run(frame, k == 0 ? null : grows);
                for (int c = 0; c < scan.carries(); c++) {
                    state[carry + c] = body.result(frame, c);
                }
                for (int y = 0; y < stacks.length; y++) {
                    var row = body.result(frame, scan.carries() + y).storage();
                    stacks[y].copyFrom(i * row.count(), row, 0, row.count());
                }
            }
            var out = new ArrayList<>(Arrays.asList(state).subList(carry, state.length));
            for (int y = 0; y < stacks.length; y++) {
                out.add(Concrete.of(types.get(scan.carries() + y), stacks[y]));
            }
            return out;
        }

        /// A view, or of small rows off the heap a copy: kernels run best on one kind of memory.
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
}
