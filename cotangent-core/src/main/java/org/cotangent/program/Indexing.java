package org.cotangent.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.core.Tensor;
import org.cotangent.core.UnsupportedException;

/// Parts of tensors, and tensors put together from parts.
final class Indexing {
    private Indexing() {
    }

    /// `x[...]`: numbers take an index of an axis, which goes away; ranges keep it.
    static Tensor part(Tensor x, List<Step.Part> parts) {
        throw new UnsupportedException("take a part of a tensor", x.type().toString(), "wait for slices");
    }

    /// A list of tensors of one shape along a new first axis; null where an item is no tensor.
    static Tensor stack(Value.Items items, Function<Value, Tensor> tensor) {
        var all = new ArrayList<Tensor>();
        for (var v : items.values()) {
            var t = tensor.apply(v);
            if (t == null) {
                return null;
            }
            all.add(t);
        }
        throw new UnsupportedException("put tensors into a list", all.size() + " tensors", "wait for concatenation");
    }
}
