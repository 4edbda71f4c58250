package org.cotangent.runtime;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.TensorType;
import org.cotangent.op.Scan;
import org.cotangent.storage.Storage;

/// The iterations of a scan by its compiled body. Rows are read where they lie and made where they will stay; a carry
/// goes from one of two places to the other, or lies in its row of a stack.
final class ScanLoop {
    private final Scan scan;
    private final ScanLayout layout;
    private final Program body;
    private final Concrete[] state;
    private final Storage[] rows;
    private final Storage[] stacks;
    private final int carry;
    private final Concrete[] arguments;
    private final Concrete[] targets;
    private final TensorType[] types;
    /// The place of each carry that the iteration does not read.
    private final Concrete[] spare;
    /// Whether a carry lies in memory that this loop has made.
    private final boolean[] own;

    ScanLoop(Scan scan, ScanLayout layout, Program body, Concrete[] state, List<Concrete> rows, Storage[] stacks) {
        this.scan = scan;
        this.layout = layout;
        this.body = body;
        this.state = state;
        this.rows = new Storage[rows.size()];
        this.stacks = stacks;
        this.carry = scan.constants();
        this.arguments = new Concrete[state.length + rows.size()];
        this.targets = new Concrete[scan.body().results().size()];
        this.types = new TensorType[arguments.length + targets.length];
        for (int i = 0; i < types.length; i++) {
            int r = i - arguments.length;
            types[i] = r < 0 ? scan.body().inputs().get(i).var().type() : scan.body().results().get(r).type();
        }
        this.spare = new Concrete[scan.carries()];
        this.own = new boolean[spare.length];
        for (int x = 0; x < rows.size(); x++) {
            var all = rows.get(x).storage();
            this.rows[x] = layout.far().get(state.length + x) && all.isHeap() ? copy(all) : all;
        }
    }

    /// Runs the iterations from the `k`-th on; leaves the last carries in the state.
    void run(long k) {
        start(place(k));
        for (; k < scan.length(); k++) {
            iteration(place(k), k + 1 == scan.length() ? -1 : place(k + 1));
        }
        for (int c = 0; c < layout.after().length; c++) {
            if (layout.after()[c] >= 0) {
                state[carry + c] = moved(state[carry + c], fresh(carry + c));
            }
        }
    }

    private long place(long k) {
        return scan.reverse() ? scan.length() - 1 - k : k;
    }

    /// Carries that are stacked before an iteration begin in their row, those that are stacked after one in that of the
    /// last, where that lies off the heap.
    private void start(long i) {
        for (int c = 0; c < spare.length; c++) {
            int y = layout.before()[c];
            if (y >= 0) {
                state[carry + c] = moved(state[carry + c], row(stacks[y], types[carry + c], i));
            } else if (layout.far().get(carry + c)) {
                state[carry + c] = moved(state[carry + c], row(stacks[layout.after()[c]], types[carry + c],
                        place(scan.length() - 1)));
            }
        }
    }

    private void iteration(long i, long next) {
        System.arraycopy(state, 0, arguments, 0, state.length);
        for (int x = 0; x < rows.length; x++) {
            arguments[state.length + x] = row(rows[x], types[state.length + x], i);
        }
        for (int y = 0; y < stacks.length; y++) {
            int r = scan.carries() + y;
            targets[r] = row(stacks[y], types[arguments.length + r], i);
        }
        for (int c = 0; c < scan.carries(); c++) {
            if (layout.before()[c] >= 0) {
                targets[scan.carries() + layout.before()[c]] = state[carry + c];
            }
        }
        for (int c = 0; c < scan.carries(); c++) {
            targets[c] = target(c, next);
        }
        var made = body.into(Arrays.asList(arguments), targets);
        for (int r = 0; r < targets.length; r++) {
            targets[r] = moved(made.get(r), targets[r]);
        }
        for (int c = 0; c < scan.carries(); c++) {
            spare[c] = own[c] ? state[carry + c] : null;
            own[c] = !layout.inStack(c) && !layout.keeps();
            state[carry + c] = targets[c];
        }
    }

    private Concrete target(int c, long next) {
        int y = layout.after()[c];
        if (y >= 0) {
            return targets[scan.carries() + y];
        }
        y = layout.before()[c];
        if (y >= 0 && next >= 0) {
            return row(stacks[y], types[carry + c], next);
        }
        return spare[c] != null ? spare[c] : fresh(carry + c);
    }

    private Concrete fresh(int input) {
        var t = types[input];
        return Concrete.of(t, Storage.allocate(t.dtype().cell(), t.shape().count()));
    }

    private static Storage copy(Storage s) {
        var to = Storage.allocate(s.cell(), s.count());
        to.copyFrom(0, s, 0, s.count());
        return to;
    }

    /// The value in the given place.
    private static Concrete moved(Concrete value, Concrete place) {
        if (value.storage() != place.storage()) {
            place.storage().copyFrom(0, value.storage(), 0, place.storage().count());
        }
        return place;
    }

    private Concrete row(Storage all, TensorType type, long i) {
        long n = type.shape().count();
        return Concrete.of(type, layout.keeps() ? all.slice(i * n, n) : all.part(i * n, n));
    }
}
