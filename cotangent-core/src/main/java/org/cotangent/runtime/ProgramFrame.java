package org.cotangent.runtime;

import org.cotangent.core.Concrete;
import org.cotangent.schedule.MemoryPlan;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// The memory of one run of a program: a block and arrays, with the planned values in their places. Used again by the
/// next run.
final class ProgramFrame {
    /// The planned values in the order of the plan.
    final Concrete[] values;

    ProgramFrame(MemoryPlan plan) {
        var block = plan.bytes() == 0 ? null : Storage.allocate(Cell.I8, plan.bytes());
        var arrays = plan.arrays().stream()
                .map(t -> Storage.allocate(t.dtype().cell(), t.shape().count())).toList();
        values = new Concrete[plan.places().size()];
        for (int i = 0; i < values.length; i++) {
            var p = plan.places().get(i);
            var type = p.value().type();
            long bytes = type.shape().count() * type.dtype().cell().bytes();
            values[i] = Concrete.of(type, p.array() >= 0 ? arrays.get(p.array())
                    : Storage.ofSegment(type.dtype().cell(), block.segment().asSlice(p.offset(), bytes)));
        }
    }
}
