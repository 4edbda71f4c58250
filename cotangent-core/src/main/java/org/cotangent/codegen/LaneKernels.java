package org.cotangent.codegen;

import java.util.concurrent.ConcurrentHashMap;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.cotangent.storage.Storage;

/// The door through which a lane program runs: finds or emits its kernels, one for each choice of single operands, and
/// runs them.
///
/// The first elements go through scalar code, which is fast within milliseconds; when a program proves hot, its vector
/// code is compiled behind the caller's back and taken if it is faster. All forms give the same bits, so nobody can
/// tell. Any number of threads may run disjoint ranges at once.
public final class LaneKernels {
    private static final ConcurrentHashMap<String, LaneKernels> NAMED = new ConcurrentHashMap<>();
    /// Operations and four times the loads and stores that make a piece worth a thread: about ten microseconds.
    private static final long PIECE = 1_000_000;
    private static final int MOST_INPUTS = 20;

    private final LaneProgram program;
    private final LaneType[] types;
    private final LaneType result;
    private final int work;
    private final long grain;
    private final ConcurrentHashMap<Integer, LaneVariant> more = new ConcurrentHashMap<>();
    private final LaneVariant[] few;

    private LaneKernels(LaneProgram program) {
        var code = LaneCode.of(program);
        if (program.inputs().size() > MOST_INPUTS) {
            throw new IllegalArgumentException("lane program " + program.name() + " has " + program.inputs().size()
                + " inputs; at most " + MOST_INPUTS + " are allowed");
        }
        this.program = program;
        this.types = program.inputs().toArray(LaneType[]::new);
        this.result = program.result().type();
        this.work = code.work();
        this.grain = Math.max(4096, PIECE / (work + 4 * (types.length + 1)) / 64 * 64);
        this.few = new LaneVariant[Math.min(8, 1 << types.length)];
    }

    /// The kernels of a program known by its name, which must be unique to its meaning; kept for good.
    public static LaneKernels of(LaneProgram program) {
        var known = NAMED.get(program.name());
        return known != null ? known : NAMED.computeIfAbsent(program.name(), name -> new LaneKernels(program));
    }

    /// Kernels of a program that belongs to the caller, such as a fused one; its classes go when it goes.
    public static LaneKernels own(LaneProgram program) {
        return new LaneKernels(program);
    }

    /// Runs a named program; see [#run(Storage\[\], boolean\[\], Storage, long, long)].
    public static void run(LaneProgram program, Storage[] operands, boolean[] single, Storage out, long from, long to) {
        of(program).run(operands, single, out, from, to);
    }

    /// Computes elements `from` to `to` of `out`; an operand is a run of at least `to` cells, or one cell where
    /// `single` says so.
    ///
    /// `single` may be null when all are runs. `out` may be one of the runs. Masks lie in cells of
    /// [org.cotangent.storage.Cell#I8].
    public void run(Storage[] operands, boolean[] single, Storage out, long from, long to) {
        int pattern = check(operands, single, out, from, to);
        if (from < to) {
            variant(pattern).run(operands, out, from, to);
        }
    }

    private int check(Storage[] operands, boolean[] single, Storage out, long from, long to) {
        if (operands.length != types.length || single != null && single.length != types.length) {
            throw new IllegalArgumentException(program.name() + " takes " + types.length + " operands, got "
                + operands.length);
        }
        int pattern = 0;
        for (int k = 0; k < types.length; k++) {
            boolean one = single != null && single[k];
            pattern |= one ? 1 << k : 0;
            fits(operands[k], types[k], one ? 1 : to, k);
        }
        fits(out, result, to, -1);
        if (from < 0 || from > to) {
            throw new IllegalArgumentException(program.name() + ": no range from " + from + " to " + to);
        }
        return pattern;
    }

    private void fits(Storage storage, LaneType type, long count, int k) {
        if (storage.cell() != Cells.of(type) || storage.count() < count) {
            throw new IllegalArgumentException(program.name() + ": " + (k < 0 ? "the result" : "operand " + k)
                + " must hold "
                + count + " cells of " + Cells.of(type) + ", it holds " + storage.count() + " of " + storage.cell());
        }
    }

    private LaneVariant variant(int pattern) {
        if (pattern >= few.length) {
            return more.computeIfAbsent(pattern, p -> new LaneVariant(program, p, work));
        }
        var variant = few[pattern];
        // A race makes two equal variants, of which one is forgotten.
        return variant != null ? variant : (few[pattern] = new LaneVariant(program, pattern, work));
    }

    /// How many elements make a piece worth a thread of its own; a multiple of 64, so that only the last piece has a
    /// remainder.
    public long grain() {
        return grain;
    }

    /// Compiles the vector code for a choice of single operands now, on this thread; for tests, benchmarks and ahead
    /// of serving.
    ///
    /// Returns whether vector code will be used from now on for arrays.
    public boolean warm(boolean... single) {
        return variant(pattern(single)).warm();
    }

    /// The same for values off the heap.
    public boolean warmOff(boolean... single) {
        return variant(pattern(single)).warmOff();
    }

    private static int pattern(boolean[] single) {
        int pattern = 0;
        for (int k = 0; k < single.length; k++) {
            pattern |= single[k] ? 1 << k : 0;
        }
        return pattern;
    }
}
