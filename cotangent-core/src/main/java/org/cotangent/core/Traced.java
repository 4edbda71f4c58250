package org.cotangent.core;

import java.util.List;
import org.cotangent.op.Op;

/// A value that stands for a number which is being recorded, differentiated, batched or staged.
public abstract non-sealed class Traced extends Tensor {
    /// The interpreter that gives operations on this value their meaning.
    public abstract Interpreter interpreter();

    /// How a value came to be.
    ///
    /// @param name     its name, null where it has none
    /// @param op       the operation that made it; null for an input
    /// @param operands that operation's operands
    /// @param lines    the user's lines behind it
    public record Made(String name, Op op, List<Tensor> operands, List<SourceLine> lines) {
    }

    /// How this value came to be; null where nobody has written it down.
    public Made made() {
        return null;
    }

    /// The value that this one adds something to, such as a direction or a place on a tape; null where there is none.
    public Tensor beneath() {
        return null;
    }
}
