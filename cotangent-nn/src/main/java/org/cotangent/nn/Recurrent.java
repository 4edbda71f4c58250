package org.cotangent.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import org.cotangent.Carried;
import org.cotangent.Control;
import org.cotangent.Loop;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// A cell run over the leading axis of `[T, ..., in]`, to `[T, ..., width]`.
///
/// @param cell     what is done at each step
/// @param backward whether the last step comes first; results stand at their steps all the same
/// @param unrolled whether the program holds every step; else it holds one, in a loop
public record Recurrent<C>(Cell<C> cell, boolean backward, boolean unrolled) implements Plain {
    /// From the first step to the last, in a loop.
    public static <C> Recurrent<C> of(Cell<C> cell) {
        return new Recurrent<>(cell, false, false);
    }

    /// From the last step to the first.
    public Recurrent<C> backwards() {
        return new Recurrent<>(cell, true, unrolled);
    }

    /// With every step in the program: larger, and faster for a few steps.
    public Recurrent<C> unroll() {
        return new Recurrent<>(cell, backward, true);
    }

    /// All results, from a carry of zeros.
    @Override
    public Tensor apply(Tensor xs) {
        return run(xs, cell.zero(Arrays.copyOfRange(xs.shape().sizes(), 1, xs.rank() - 1))).result();
    }

    /// All results, and what is carried behind the last step, from what is carried into the first.
    public Passed<C> run(Tensor xs, C carry) {
        var projected = cell.project(xs);
        return unrolled ? unrolled(projected, carry) : looped(projected, carry);
    }

    private Passed<C> looped(Tensor projected, C carry) {
        var loop = Loop.named("recurrent");
        var out = Control.scan(backward ? loop.reversed() : loop, (C c, Tensor x) -> {
            var passed = cell.advance(x, c);
            return new Carried<>(passed.state(), passed.result());
        }, carry, projected);
        return new Passed<>(out.out(), out.carry());
    }

    private Passed<C> unrolled(Tensor projected, C carry) {
        var rows = Ops.unstack(projected, 0);
        var results = new ArrayList<Tensor>();
        var c = carry;
        for (var x : backward ? rows.reversed() : rows) {
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
