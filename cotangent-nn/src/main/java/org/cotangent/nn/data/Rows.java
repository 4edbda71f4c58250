package org.cotangent.nn.data;

import java.util.ArrayList;
import org.cotangent.core.Host;
import org.cotangent.core.Ops;
import org.cotangent.core.Structure;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;

/// The rows of tensors that are in memory.
final class Rows<T> implements Indexed<T> {
    private final ArrayList<Tensor> leaves;
    private final Structure structure;
    private final long count;

    private Rows(Structure structure, ArrayList<Tensor> leaves, long count) {
        this.structure = structure;
        this.leaves = leaves;
        this.count = count;
    }

    static <T> Rows<T> of(T value) {
        var leaves = new ArrayList<Tensor>();
        var structure = Structure.of(value, leaves);
        if (leaves.isEmpty() || leaves.stream().anyMatch(t -> t.rank() == 0)) {
            throw new StructureException("take the rows of " + structure,
                    leaves.isEmpty() ? "no tensor" : "a tensor without axes",
                    "give tensors whose first axis counts the examples");
        }
        long count = leaves.getFirst().shape().size(0);
        for (int i = 1; i < leaves.size(); i++) {
            if (leaves.get(i).shape().size(0) != count) {
                throw new StructureException("take the rows of " + structure, count + " rows in "
                        + structure.paths("").getFirst() + " and " + leaves.get(i).shape().size(0) + " in "
                        + structure.paths("").get(i), "give tensors whose first axes are equal");
            }
        }
        return new Rows<>(structure, leaves, count);
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T get(long i) {
        return (T) structure.build(leaves.stream().map(t -> Ops.index(t, i)).toList());
    }

    @Override
    @SuppressWarnings("unchecked")
    public T gather(long[] places) {
        var at = Host.wrap(places.clone());
        return (T) structure.build(leaves.stream().map(t -> Ops.take(t, at, 0)).toList());
    }
}
