package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.core.UnsupportedException;
import org.cotangent.storage.Storage;

/// Java code called in the course of a program; `types` are the results' types of one call.
///
/// A pure call may be shared with an equal one, or left out where nobody needs it. Ordered calls happen once each in
/// every run, in the order of the program, and are never repeated for a pull back. There is no derivative: wrap the
/// function in `customJvp` or `customVjp`. Batched one by one, the call is made for each index of the axes `lead`.
public record HostCall(Callback callback, List<TensorType> types, Effect effect, Batching batching, List<Long> lead)
        implements Structural {
    /// How often it is called.
    public enum Effect {
        PURE, ORDERED
    }

    /// What vmap does: refuse, call once for each example, or call once with a leading batch axis on all operands and
    /// results.
    public enum Batching {
        REFUSE, EACH, WHOLE
    }

    @Override
    public boolean isPure() {
        return effect == Effect.PURE;
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        int n = lead.size();
        for (var t : operands) {
            boolean fits = t.rank() >= n;
            for (int i = 0; fits && i < n; i++) {
                fits = t.shape().size(i) == lead.get(i);
            }
            if (!fits) {
                throw new ShapeException(asked(), t.toString(), "give operands with the leading axes " + lead);
            }
        }
        return types.stream().map(this::batched).toList();
    }

    private TensorType batched(TensorType t) {
        var shape = t.shape();
        for (var size : lead.reversed()) {
            shape = shape.insert(0, size);
        }
        return t.with(shape);
    }

    private String asked() {
        return "make host call `" + callback.name() + "`";
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        if (lead.isEmpty()) {
            return call(List.copyOf(operands));
        }
        var out = types.stream().map(t -> Concrete.of(t, Storage.allocate(t.dtype().cell(), t.shape().count())))
                .toList();
        long count = lead.stream().reduce(1L, Math::multiplyExact);
        for (long i = 0; i < count; i++) {
            long example = i;
            var results = call(operands.stream().map(t -> row(t, example)).toList());
            for (int r = 0; r < out.size(); r++) {
                long n = results.get(r).shape().count();
                out.get(r).storage().copyFrom(i * n, results.get(r).storage(), 0, n);
            }
        }
        return out;
    }

    private Tensor row(Concrete t, long i) {
        var type = t.type().with(Shape.of(Arrays.copyOfRange(t.shape().sizes(), lead.size(), t.rank())));
        var s = Storage.allocate(t.dtype().cell(), type.shape().count());
        s.copyFrom(0, t.storage(), i * s.count(), s.count());
        return Concrete.of(type, s);
    }

    /// One call, outside of all interpreters, its results checked.
    private List<Concrete> call(List<Tensor> operands) {
        var results = Dispatch.with(null, () -> callback.call(operands));
        if (results == null || !results.stream().map(t -> t == null ? null : t.type()).toList().equals(types)) {
            throw new ShapeException("take the results of host call `" + callback.name() + "`",
                    results == null ? "null" : results.stream().map(t -> t == null ? "null" : t.type().toString())
                            .toList().toString(),
                    "return " + types + ", the types that the call was declared with");
        }
        return results.stream().map(t -> t.concrete().asLiteral(false)).toList();
    }

    @Override
    public List<Tensor> batch(Batch b) {
        var all = IntStream.range(0, b.operands().size()).mapToObj(b::front).toList();
        if (batching == Batching.REFUSE) {
            throw new UnsupportedException(asked() + " under vmap", "a callback for one example",
                    "say how it batches: Batching.EACH calls it for each example, Batching.WHOLE once for all");
        }
        if (batching == Batching.EACH) {
            var more = new ArrayList<>(lead);
            more.addFirst(b.size());
            return Dispatch.bind(new HostCall(callback, types, effect, batching, List.copyOf(more)), all);
        }
        var wide = types.stream().map(t -> t.with(t.shape().insert(0, b.size()))).toList();
        return Dispatch.bind(new HostCall(callback, wide, effect, batching, lead), all);
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        refuse();
        return Collections.nCopies(types.size(), null);
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        refuse();
        return Collections.nCopies(wanted.length, null);
    }

    private void refuse() {
        if (types.stream().anyMatch(t -> t.dtype().isFloat())) {
            throw new UnsupportedException("differentiate host call `" + callback.name() + "`",
                    "Java code, whose derivative nobody knows",
                    "wrap the function in customJvp or customVjp, or its operands in stopGradient");
        }
    }
}
