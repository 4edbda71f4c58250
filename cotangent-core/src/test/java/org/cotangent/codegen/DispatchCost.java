package org.cotangent.codegen;

import java.util.List;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Prints what one call on a tiny array costs, the allocation of the result included and not.
public final class DispatchCost {
    private DispatchCost() {}

    // size: kernel - the timed loops must stand in one method
    public static void main(String[] args) {
        var f = LaneType.F32;
        var a = Lane.input(0, f);
        var b = Lane.input(1, f);
        var programs = List.of(new LaneProgram("add", List.of(f, f), a.add(b)),
            new LaneProgram("mul", List.of(f, f), a.mul(b)),
            new LaneProgram("max", List.of(f, f), a.max(b)), new LaneProgram("lt", List.of(f, f), a.lt(b)),
            new LaneProgram("sub", List.of(f, f), a.sub(b)));
        for (int n : new int[] {1, 8, 100, 1000}) {
            var x = Storage.ofArray(new float[n]);
            var y = Storage.ofArray(new float[n]);
            var one = Storage.ofArray(new float[1]);
            var out = Storage.ofArray(new float[n]);
            var mask = Storage.ofArray(new byte[n]);
            var single = new boolean[] {false, true};
            for (int round = 0; round < 6; round++) {
                int calls = 400_000;
                long t0 = System.nanoTime();
                for (int i = 0; i < calls; i++) {
                    var p = programs.get(i % 5);
                    LaneKernels.run(p, new Storage[] {x, y}, null, p.result().type() == LaneType.MASK ? mask : out, 0,
                        n);
                }
                long t1 = System.nanoTime();
                for (int i = 0; i < calls; i++) {
                    var p = programs.get(i % 5);
                    LaneKernels.run(p, new Storage[] {x, one}, single, p.result().type() == LaneType.MASK ? mask
                        : out, 0, n);
                }
                long t2 = System.nanoTime();
                for (int i = 0; i < calls; i++) {
                    var p = programs.get(i % 5);
                    var cell = p.result().type() == LaneType.MASK ? Cell.I8 : Cell.F32;
                    LaneKernels.run(p, new Storage[] {x, y}, null, Storage.allocate(cell, n), 0, n);
                }
                long t3 = System.nanoTime();
                if (round == 5) {
                    System.out.printf("n=%d: %.1f ns a call, %.1f with a single operand, %.1f with allocation%n", n,
                        (t1 - t0) / (double) calls, (t2 - t1) / (double) calls, (t3 - t2) / (double) calls);
                }
            }
        }
    }
}
