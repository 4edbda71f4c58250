package org.cotangent.op;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// A linear operation that only moves elements: every result element is a copy of an operand element or a fill.
public sealed interface Movement extends Linear permits Reshape, Permute, Broadcast, Slice, Pad, Flip, Concat, Split {
    /// What moves where; what no block writes is the fill.
    List<Block> blocks(List<TensorType> operands, List<TensorType> results);

    /// The operand whose one element stands where no block writes, or -1 where blocks write everything.
    default int fill() {
        return -1;
    }

    @Override
    default List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return evaluate(operands, types, Strided::move);
    }

    /// The meaning, by means of the given way to copy a block.
    default List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types, Mover mover) {
        var results = new ArrayList<Concrete>(types.size());
        for (var t : types) {
            var out = Storage.allocate(t.dtype().cell(), t.shape().count());
            if (fill() >= 0) {
                out.fill(Strided.bits(operands.get(fill()).storage(), 0));
            }
            results.add(Concrete.of(t, out));
        }
        for (var b : blocks(TensorType.of(operands), types)) {
            mover.move(operands.get(b.operand()).storage(), results.get(b.result()).storage(), b);
        }
        return results;
    }
}
