package org.cotangent.testkit;

import java.util.List;
import java.util.stream.Collectors;
import org.cotangent.core.Concrete;
import org.cotangent.core.Tensor;
import org.cotangent.op.Op;

/// An operation with operands on which the laws are tried.
///
/// A sample that is not `smooth` lies at a kink or a tie: derivatives there are conventions, which differences cannot
/// see.
public record Sample(Op op, List<Concrete> operands, boolean smooth) {
    public static Sample of(Op op, Tensor... operands) {
        return new Sample(op, List.of(operands).stream().map(Tensor::concrete).toList(), true);
    }

    /// A sample at a kink.
    public static Sample atKink(Op op, Tensor... operands) {
        return new Sample(op, List.of(operands).stream().map(Tensor::concrete).toList(), false);
    }

    @Override
    public String toString() {
        return op + operands.stream().map(t -> t.type().toString()).collect(Collectors.joining(" ", "(", ")"));
    }
}
