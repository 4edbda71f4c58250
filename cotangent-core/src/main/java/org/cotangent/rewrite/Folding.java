package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.Tensor;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Convert;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Op;
import org.cotangent.op.Reshape;
import org.cotangent.op.Select;

/// Works out operations on small constants once, by the reference evaluation, so that the bits are those of every
/// other tier.
final class Folding {
    private static final long MOST = 64;

    private Folding() {
    }

    /// The results as constants; null where there is nothing to work out, or where working it out is an error that
    /// belongs to the run.
    static List<Tensor> of(Op op, List<Tensor> operands) {
        boolean plain = op instanceof Elementwise || op instanceof Select || op instanceof Convert;
        return plain ? of(op, operands, MOST) : null;
    }

    /// Places and counts of at most so many elements, however they came about; floats only by themselves.
    static List<Tensor> places(Op op, List<Tensor> operands, long most) {
        boolean plain = op instanceof Elementwise || op instanceof Select || op instanceof Convert
                || op instanceof Reshape || op instanceof Broadcast;
        if (!plain) {
            return null;
        }
        var type = op.typeOf(operands.stream().map(Tensor::type).toList()).getFirst();
        return type.shape().count() <= most && (!type.dtype().isFloat() || type.rank() == 0)
                ? of(op, operands, most) : null;
    }

    private static List<Tensor> of(Op op, List<Tensor> operands, long most) {
        if (operands.isEmpty() || !operands.stream().allMatch(t -> t instanceof Concrete c
                && c.shape().count() <= most)) {
            return null;
        }
        var numbers = new ArrayList<Concrete>();
        operands.forEach(t -> numbers.add((Concrete) t));
        try {
            return List.copyOf(op.evaluate(numbers, op.typeOf(numbers.stream().map(Concrete::type).toList())));
        } catch (CotangentException e) {
            return null;
        }
    }
}
