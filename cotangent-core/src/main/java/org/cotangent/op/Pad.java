package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The first operand with copies of the second, a scalar, around and between its elements: for each axis `low` before
/// it, `interior` between neighbours and `high` behind it; a negative `low` or `high` takes elements away (after the
/// interior ones came in).
public record Pad(List<Long> low, List<Long> high, List<Long> interior) implements Movement {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.get(0);
        var value = operands.get(1);
        if (value.rank() != 0 || value.dtype() != x.dtype()) {
            throw new DTypeException("pad", x + " with " + value, "give a scalar of dtype " + x.dtype()
                    + " to pad with");
        }
        boolean fits = low.size() == x.rank() && high.size() == x.rank() && interior.size() == x.rank();
        var sizes = new long[x.rank()];
        for (int a = 0; fits && a < sizes.length; a++) {
            long n = x.shape().size(a);
            sizes[a] = Math.addExact(Math.addExact(low.get(a), high.get(a)), spread(n, interior.get(a)));
            fits = interior.get(a) >= 0 && sizes[a] >= 0;
        }
        if (!fits) {
            throw new ShapeException("pad by " + low + " before, " + high + " behind and " + interior + " between",
                    x.toString(),
                    "give three numbers for each axis; do not take away more than there is, and nothing between");
        }
        return List.of(x.with(Shape.of(sizes)));
    }

    /// The size of `n` elements with `interior` others between neighbours.
    private static long spread(long n, long interior) {
        return n == 0 ? 0 : Math.addExact(n, Math.multiplyExact(n - 1, interior));
    }

    @Override
    public int fill() {
        return 1;
    }

    @Override
    public List<Block> blocks(List<TensorType> operands, List<TensorType> results) {
        var shape = operands.getFirst().shape();
        var from = shape.strides();
        var to = results.getFirst().shape().strides();
        var first = new long[from.length];
        var place = new long[from.length];
        var sizes = new long[from.length];
        var steps = new long[from.length];
        for (int a = 0; a < from.length; a++) {
            long step = interior.get(a) + 1;
            long last = Math.min(shape.size(a) - 1,
                    Math.floorDiv(results.getFirst().shape().size(a) - 1 - low.get(a), step));
            first[a] = low.get(a) >= 0 ? 0 : Math.ceilDiv(-low.get(a), step);
            place[a] = low.get(a) + first[a] * step;
            sizes[a] = Math.max(0, last - first[a] + 1);
            steps[a] = to[a] * step;
        }
        return List.of(new Block(0, 0, Block.offset(first, from), from, Block.offset(place, to), steps, sizes));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        var op = new Pad(Slice.with(0L, low), Slice.with(0L, high), Slice.with(0L, interior));
        if (!b.batched().get(1)) {
            return Dispatch.bind(op, List.of(b.front(0), b.operands().get(1)));
        }
        var zero = Concrete.literal(b.type(0).dtype(), 0);
        var padded = Dispatch.bind(op, List.of(b.front(0), zero)).getFirst();
        var around = around(op, b.front(0));
        return List.of(Ops.where(around,
                Ops.restore(b.operands().get(1), padded.shape(), IntStream.range(1, padded.rank()).toArray()), padded));
    }

    /// Where the result holds the padding, as bool.
    private static Tensor around(Pad op, Tensor x) {
        var nothing = Ops.zeros(x.type().with(DType.BOOL));
        return Dispatch.bind(op, nothing, Concrete.literal(DType.BOOL, 1));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var ct = cotangents.getFirst();
        return Arrays.asList(wanted[0] ? unpad(ct, p.operand(0).shape()) : null,
                wanted[1] ? Ops.sum(Ops.where(around(this, p.operand(0)), ct, Ops.scalar(0))) : null);
    }

    private Tensor unpad(Tensor ct, Shape shape) {
        var none = Collections.nCopies(shape.rank(), 0L);
        var cut = new Pad(negated(low), negated(high), none);
        if (shape.count() == 0) {
            return Ops.zeros(new TensorType(shape, ct.dtype()));
        }
        var spread = Dispatch.bind(cut, ct, Concrete.literal(ct.dtype(), 0));
        var step = interior.stream().map(i -> i + 1).toList();
        var limit = new ArrayList<Long>();
        for (long s : spread.shape().sizes()) {
            limit.add(s);
        }
        return Dispatch.bind(new Slice(none, List.copyOf(limit), step), spread);
    }

    private static List<Long> negated(List<Long> numbers) {
        return numbers.stream().map(n -> -n).toList();
    }
}
