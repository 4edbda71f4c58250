package org.cotangent.nn.optim;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// All leaves of a structure as one vector, of float64 where one of them is and float32 else.
record Flat(Structure structure, List<TensorType> types, Tensor vector) {
    static Flat of(Object tree) {
        var leaves = new ArrayList<Tensor>();
        var structure = Structure.of(tree, leaves);
        var dtype = leaves.stream().anyMatch(t -> t.dtype() == DType.FLOAT64) ? DType.FLOAT64 : DType.FLOAT32;
        var parts = leaves.stream().map(t -> Ops.convert(Ops.ravel(t), dtype)).toList();
        var vector = parts.isEmpty() ? Ops.zeros(TensorType.of(dtype, 0)) : Ops.concat(parts, 0);
        return new Flat(structure, leaves.stream().map(Tensor::type).toList(), vector);
    }

    /// The structure with the numbers of another vector.
    <P> P with(Tensor other) {
        var leaves = new ArrayList<Tensor>();
        long at = 0;
        for (var t : types) {
            long n = t.shape().count();
            leaves.add(Ops.convert(Ops.slice(other, 0, at, at + n).reshape(t.shape().sizes()), t.dtype()));
            at += n;
        }
        return Rebuilt.tree(structure, leaves);
    }
}
