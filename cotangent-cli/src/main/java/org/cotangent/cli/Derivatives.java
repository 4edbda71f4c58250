package org.cotangent.cli;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Rewrite;
import org.cotangent.core.Concrete;
import org.cotangent.core.Shape;
import org.cotangent.graph.Graph;
import org.cotangent.program.Runs;
import org.cotangent.program.ScalarProgram;
import org.cotangent.program.StagedProgram;

/// A program's value and gradients at either granularity, compiled or define-by-run.
final class Derivatives {
    private final List<Rewrite> rewrites = new ArrayList<>();
    private final Runs tensors;
    private final Runs runs;
    private final ScalarProgram scalars;

    Derivatives(Loaded loaded, StagedProgram staged, boolean scalar, boolean eager) {
        var inputs = loaded.inputs();
        tensors = eager ? Runs.eager(loaded.program(), loaded.dtype(), inputs)
                : Runs.compiled(staged.graph(), inputs, staged.constants());
        rewrites.addAll(tensors.rewrites());
        if (!scalar) {
            scalars = null;
            runs = tensors;
            return;
        }
        Graph graph = eager ? staged.graph() : tensors.graph();
        scalars = ScalarProgram.of(graph, inputs, staged.constants());
        runs = eager ? Runs.eager(scalars.graph(), scalars.inputs())
                : Runs.compiled(scalars.graph(), scalars.inputs(), List.of());
        rewrites.addAll(runs.rewrites());
    }

    /// The program at tensor granularity.
    Runs tensors() {
        return tensors;
    }

    List<Rewrite> rewrites() {
        return rewrites;
    }

    Concrete value(Shape shape) {
        var value = runs.value();
        return value.shape().equals(shape) ? value : value.reshaped(shape);
    }

    List<Concrete> reverse(List<Integer> wrt) {
        return scalars == null ? runs.reverse(wrt) : scalars.together(wrt, runs.reverse(scalars.elements(wrt)));
    }

    List<Concrete> forward(List<Integer> wrt) {
        return scalars == null ? runs.forward(wrt) : scalars.together(wrt, runs.forward(scalars.elements(wrt)));
    }
}
