package org.cotangent.codegen;

import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.storage.Storage;

/// Prints nanoseconds an element of reductions and conversions on one thread. Nothing is asserted.
public final class ReduceThroughput {
    private ReduceThroughput() {}

    public static void main(String[] args) {
        for (var type : new LaneType[] {LaneType.F32, LaneType.F64}) {
            for (var op : new ReduceOp[] {ReduceOp.SUM, ReduceOp.MAX}) {
                System.out.println(op + " " + type + ": vector code taken: " + ReduceKernels.of(op, type).warm());
                for (long[] s : new long[][] {{1, 4096, 1}, {1, 10_000_000, 1}, {100_000, 10, 1}, {10_000, 100, 1},
                    {1000, 1000, 1},
                    {1, 1000, 64}, {1, 1000, 1000}, {1, 100_000, 100}, {64, 100, 100}, {1000, 10, 10}}) {
                    reduce(op, type, s);
                }
            }
        }
        for (var from : args.length > 0 ? new NumberKind[0] : NumberKind.values()) {
            for (var to : NumberKind.values()) {
                convert(from, to);
            }
        }
    }

    private static void reduce(ReduceOp op, LaneType type, long[] s) {
        var in = Storage.allocate(Cells.of(type), s[0] * s[1] * s[2]);
        var out = Storage.allocate(Cells.of(type), s[0] * s[2]);
        double best = time(() -> Reductions.run(op, type, in, out, s[0], s[1], s[2], Split.SERIAL));
        System.out.printf("  [%d, %d, %d] %.3f ns an element%n", s[0], s[1], s[2], best / in.count());
    }

    private static void convert(NumberKind from, NumberKind to) {
        var in = Storage.ofArray(from.array(10_000));
        var out = Storage.ofArray(to.array(10_000));
        System.out.printf("convert %s to %s %.3f ns an element%n", from, to,
            time(() -> Conversions.run(from, in, to, out, 0, 10_000)) / 10_000);
    }

    private static double time(Runnable run) {
        long end = System.nanoTime() + 200_000_000L;
        while (System.nanoTime() < end) {
            run.run();
        }
        double best = Double.MAX_VALUE;
        for (int r = 0; r < 20; r++) {
            long start = System.nanoTime();
            run.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }
}
