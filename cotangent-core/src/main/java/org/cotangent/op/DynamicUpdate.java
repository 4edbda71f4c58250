package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// The tensor with a window replaced; the operands are the tensor, the window and a scalar start index for each axis.
public record DynamicUpdate(IndexMode mode) implements Indexing {
    @Override
    public boolean isLinearIn(int i) {
        return i < 2;
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.get(0);
        var window = operands.get(1);
        if (x.dtype() != window.dtype()) {
            throw new DTypeException("replace a window", window + " in " + x, "give a window of dtype " + x.dtype());
        }
        Starts.check("replace a window", x, operands.subList(2, operands.size()), sizes(window), mode);
        return List.of(x);
    }

    private static List<Long> sizes(TensorType window) {
        return LongStream.of(window.shape().sizes()).boxed().toList();
    }

    /// Where the window, operand 1, goes.
    public Block block(List<Concrete> operands) {
        var x = operands.get(0).type();
        var window = operands.get(1).type();
        long to = Starts.offset("replace a window", x, operands.subList(2, operands.size()), sizes(window), mode);
        return Block.part(1, window.shape(), to, x.shape().strides());
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return List.of(evaluate(operands, types.getFirst(), Strided::move));
    }

    /// The meaning, by means of the given way to copy a block.
    public Concrete evaluate(List<Concrete> operands, TensorType type, Mover mover) {
        var block = block(operands);
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        out.copyFrom(0, operands.getFirst().storage(), 0, out.count());
        mover.move(operands.get(1).storage(), out, block);
        return Concrete.of(type, out);
    }

    @Override
    public List<Tensor> batch(Batch b) {
        if (!Starts.batched(b, 2)) {
            var operands = new ArrayList<>(Starts.shifted(b, 2));
            operands.addAll(0, List.of(b.front(0), b.front(1)));
            return Dispatch.bind(this, operands);
        }
        var axes = IntStream.rangeClosed(1, b.type(0).rank()).boxed().toList();
        return Dispatch.bind(new Scatter(Scatter.Kind.SET, axes, 1, 0, mode),
                List.of(b.front(0), Starts.vectors(b, 2), b.front(1)));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var ct = cotangents.getFirst();
        var starts = p.operands().subList(2, p.operands().size());
        var window = p.operand(1).type();
        var out = new Tensor[wanted.length];
        if (wanted[0]) {
            var operands = new ArrayList<>(starts);
            operands.addAll(0, List.of(ct, Ops.zeros(window)));
            out[0] = Dispatch.bind(this, operands).getFirst();
        }
        if (wanted[1]) {
            var operands = new ArrayList<>(starts);
            operands.addFirst(ct);
            out[1] = Dispatch.bind(new DynamicSlice(sizes(window), mode), operands).getFirst();
        }
        return Arrays.asList(out);
    }
}
