package org.cotangent.core;

import org.cotangent.op.Named;
import org.cotangent.op.Stop;

/// All functions of the language; made for `import static org.cotangent.core.Ops.*`.
public final class Ops extends RandomOps {
    private Ops() {
    }

    /// The operand itself, through which no derivative passes.
    public static Tensor stopGradient(Tensor x) {
        return Dispatch.bind(new Stop(), x);
    }

    /// The operand under a name, by which a policy of `checkpoint` may keep it.
    public static Tensor checkpointName(Tensor x, String name) {
        return Dispatch.bind(new Named(name), x);
    }
}
