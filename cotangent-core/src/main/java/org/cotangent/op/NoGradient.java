package org.cotangent.op;

import java.util.Collections;
import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.core.UnsupportedException;

/// The operand itself, which must not be differentiated: a parameter of a random draw named `of` whose samples do not
/// change smoothly with it, so that a gradient would silently be zero.
public record NoGradient(String of) implements PassThrough {
    /// The error for whoever differentiates it.
    public UnsupportedException refusal(TensorType operand) {
        return new UnsupportedException("differentiate samples of " + of + " with respect to their parameters",
                operand + ", which is being differentiated; the samples jump where it changes", "use the score function"
                + " (differentiate the log-probability of the sample times what it led to), a continuous relaxation"
                + " (such as softmax of (logits + gumbel) / temperature), or stopGradient(...) where no gradient is"
                + " meant");
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        if (tangents.getFirst() != null) {
            throw refusal(p.operand(0).type());
        }
        return Collections.singletonList(null);
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        throw refusal(p.operand(0).type());
    }
}
