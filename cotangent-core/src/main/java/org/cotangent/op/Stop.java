package org.cotangent.op;

import java.util.Collections;
import java.util.List;
import org.cotangent.core.Tensor;

/// The operand itself, through which no derivative passes.
public record Stop() implements PassThrough {
    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        return Collections.singletonList(null);
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        return Collections.singletonList(null);
    }
}
