package org.cotangent.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// A cell run over the leading axis of `[T, ..., in]`, to `[T, ..., width]`.
///
/// @param cell     what is done at each step
/// @param backward whether the last step comes first; results stand at their steps all the same
public record Recurrent<C>(Cell<C> cell, boolean backward) implements Plain {
    /// From the first step to the last.
    public static <C> Recurrent<C> of(Cell<C> cell) {
        return new Recurrent<>(cell, false);
    }

    /// From the last step to the first.
    public Recurrent<C> backwards() {
        return new Recurrent<>(cell, true);
    }

    /// All results, and what is carried out of the last step.
    @Override
    public Tensor apply(Tensor xs) {
        return run(xs, cell.zero(Arrays.copyOfRange(xs.shape().sizes(), 1, xs.rank() - 1))).result();
    }

    /// All results, and what is carried behind the last step, from what is carried into the first.
    public Passed<C> run(Tensor xs, C carry) {
        var projected = Ops.unstack(cell.project(xs), 0);
        var results = new ArrayList<Tensor>();
        var c = carry;
        for (var x : backward ? projected.reversed() : projected) {
            var passed = cell.advance(x, c);
            results.add(passed.result());
            c = passed.state();
        }
        if (backward) {
            Collections.reverse(results);
        }
        return new Passed<>(Ops.stack(results, 0), c);
    }
}
