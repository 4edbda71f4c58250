package org.cotangent.runtime;

import java.util.Arrays;
import org.cotangent.codegen.Shelf;
import org.cotangent.core.Concrete;
import org.cotangent.schedule.MemoryPlan;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// The memory of one run of a program: a block and arrays, with the planned values in their places. Used again by the
/// next run.
final class ProgramFrame extends Shelf.Kept<ProgramFrame> {
    /// The planned values in the order of the plan.
    final Concrete[] values;
    /// All values of the run by their numbers.
    final Concrete[] all;
    /// Operands and results of each step.
    final Storage[][] in;
    final Storage[][] out;
    /// Arrays that were donated by an earlier run, by the numbers of the values that they will hold.
    final Object[] donated;
    /// Where results are wanted, by their numbers.
    final Concrete[] targets;

    ProgramFrame(MemoryPlan plan, int numbers, Storage[][] in, Storage[][] out) {
        this.all = new Concrete[numbers];
        this.in = in;
        this.out = out;
        this.donated = new Object[numbers];
        this.targets = new Concrete[numbers];
        var block = plan.bytes() == 0 ? null : Storage.allocate(Cell.I8, plan.bytes());
        var arrays = plan.arrays().stream()
                .map(t -> Storage.allocate(t.dtype().cell(), t.shape().count())).toList();
        values = new Concrete[plan.places().size()];
        for (int i = 0; i < values.length; i++) {
            var p = plan.places().get(i);
            var type = p.value().type();
            values[i] = Concrete.of(type, p.array() >= 0 ? arrays.get(p.array())
                    : Storage.ofSegment(type.dtype().cell(), block.segment().asSlice(p.offset(), type.bytes())));
        }
    }

    /// Lets the operands and results of a run go.
    void clear() {
        Arrays.fill(all, null);
        Arrays.fill(targets, null);
        for (int i = 0; i < in.length; i++) {
            Arrays.fill(in[i], null);
            Arrays.fill(out[i], null);
        }
    }
}
