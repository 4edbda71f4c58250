package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// A window of the given sizes; the operands are the tensor and a scalar start index for each of its axes.
public record DynamicSlice(List<Long> sizes, IndexMode mode) implements Indexing {
    @Override
    public boolean isLinearIn(int i) {
        return i == 0;
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        Starts.check("take a window", x, operands.subList(1, operands.size()), sizes, mode);
        return List.of(x.with(Shape.of(sizes.stream().mapToLong(Long::longValue).toArray())));
    }

    /// Where the window lies.
    public Block block(List<Concrete> operands, TensorType result) {
        var x = operands.getFirst().type();
        long from = Starts.offset("take a window", x, operands.subList(1, operands.size()), sizes, mode);
        return Block.whole(from, x.shape().strides(), result);
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var block = block(operands, types.getFirst());
        return List.of(Strided.copy(operands.getFirst(), block.from(), block.fromStrides(), types.getFirst()));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        if (!Starts.batched(b, 1)) {
            var operands = new ArrayList<>(Starts.shifted(b, 1));
            operands.addFirst(b.front(0));
            return Dispatch.bind(new DynamicSlice(Slice.with(b.size(), sizes), mode), operands);
        }
        int lead = b.batched().get(0) ? 1 : 0;
        var axes = IntStream.range(lead, sizes.size() + lead).boxed().toList();
        return Dispatch.bind(new Gather(axes, sizes, lead, 0, mode),
                List.of(b.operands().get(0), Starts.vectors(b, 1)));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var operands = new ArrayList<>(p.operands());
        operands.set(0, Ops.zeros(p.operand(0).type()));
        operands.add(1, cotangents.getFirst());
        var out = new Tensor[wanted.length];
        out[0] = Dispatch.bind(new DynamicUpdate(mode), operands).getFirst();
        return Arrays.asList(out);
    }
}
