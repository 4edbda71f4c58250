package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;

/// A function mapped over rows in chunks, each of them a batch; what does not fill a chunk is one more batch.
record Mapped<X, Y>(long chunk, Fn1<X, Y> f) {
    @SuppressWarnings("unchecked")
    Y run(X xs) {
        var flat = LoopTrace.Flat.of(xs, "x");
        if (chunk < 1 || flat.leaves().isEmpty() || flat.leaves().stream().anyMatch(t -> t.rank() == 0
                || t.size(0) != flat.leaves().getFirst().size(0))) {
            throw new ShapeException("map in chunks of " + chunk, flat.types().toString(),
                    "give chunks of one row or more, and tensors with as many rows along axis 0");
        }
        long n = flat.leaves().getFirst().size(0);
        long whole = n / chunk;
        var batched = Transforms.vmap(f);
        var parts = new ArrayList<Y>();
        if (whole > 0) {
            var head = each(flat, t -> Ops.reshape(Ops.slice(t, 0, 0, whole * chunk),
                    t.shape().remove(0).insert(0, chunk).insert(0, whole).sizes()));
            parts.add((Y) joined(Control.map(batched, (X) head)));
        }
        if (whole * chunk < n || n == 0) {
            parts.add(batched.apply((X) each(flat, t -> Ops.slice(t, 0, whole * chunk, n))));
        }
        return parts.size() == 1 ? parts.getFirst() : (Y) concat(parts.get(0), parts.get(1));
    }

    private static Object each(LoopTrace.Flat flat, java.util.function.UnaryOperator<Tensor> f) {
        return flat.structure().build(flat.leaves().stream().map(f).toList());
    }

    private static Object joined(Object ys) {
        return each(LoopTrace.Flat.of(ys, "y"), t -> Ops.reshape(t, t.shape().remove(0).remove(0)
                .insert(0, Math.multiplyExact(t.size(0), t.size(1))).sizes()));
    }

    private static Object concat(Object a, Object b) {
        var first = new ArrayList<Tensor>();
        var structure = Structure.of(a, first);
        var second = new ArrayList<Tensor>();
        Structure.of(b, second);
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            all.add(Ops.concat(0, first.get(i), second.get(i)));
        }
        return structure.build(all);
    }
}
