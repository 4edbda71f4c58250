package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.Tensor;
import org.cotangent.op.Convert;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Op;
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
        if (!plain || operands.isEmpty() || !operands.stream().allMatch(t -> t instanceof Concrete c
                && c.shape().count() <= MOST)) {
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
