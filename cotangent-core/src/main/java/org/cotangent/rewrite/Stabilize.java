package org.cotangent.rewrite;

import java.util.List;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.trace.FlatFn;
import org.cotangent.trace.Stage;

/// The order of the compiled path: a function that is differentiated or batched while a program is written down is
/// itself written down and stabilised first.
public final class Stabilize {
    private Stabilize() {
    }

    /// The graph with the stability rules applied.
    public static Rewriter.Rewritten graph(Graph g) {
        return Rewriter.rewrite(g, Passes.STABILIZE.rules(), Passes.usual(Integer.MAX_VALUE));
    }

    /// `f` itself where programs run as they are written; where they are staged, `f` written down and stabilised.
    public static FlatFn whereStaged(FlatFn f, List<Tensor> arguments) {
        return Dispatch.current() instanceof Stage ? function(f, TensorType.of(arguments)) : f;
    }

    /// As above, for arguments of these types.
    public static FlatFn whereStagedTypes(FlatFn f, List<TensorType> types) {
        return Dispatch.current() instanceof Stage ? function(f, types) : f;
    }

    /// `f` written down for arguments of these types, stabilised, its straight lines made loops.
    public static FlatFn function(FlatFn f, List<TensorType> types) {
        var staged = Stage.trace("f", f, types, null, null);
        var better = Reroll.graph(graph(staged.graph()).graph()).graph();
        return new Stage.Staged(better, staged.captured()).function();
    }
}
