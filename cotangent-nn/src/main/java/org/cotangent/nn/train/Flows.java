package org.cotangent.nn.train;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Leaves;

/// Measures the gradient's flow inside the compiled step, and remembers which elements a gradient ever reached.
final class Flows {
    private static final int NUMBERS = 5;

    /// What a step gives: a row of five numbers for each float leaf, and where a gradient has been other than 0.
    record Measured(Tensor numbers, List<Tensor> reached) {
    }

    private List<Tensor> reached;
    private List<String> paths;
    private List<Long> counts;

    /// Where a gradient has been so far: nowhere at first.
    List<Tensor> reached(Object params) {
        if (reached == null) {
            var leaves = floats(params);
            reached = leaves.stream().map(t -> ne(zerosLike(t), scalar(0))).toList();
            counts = leaves.stream().map(t -> t.shape().count()).toList();
            var all = Leaves.of(params);
            var names = Leaves.paths(params);
            paths = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).dtype().isFloat()) {
                    paths.add(names.get(i).isEmpty() ? "parameter" : names.get(i));
                }
            }
        }
        return reached;
    }

    private static List<Tensor> floats(Object params) {
        return Leaves.of(params).stream().filter(t -> t.dtype().isFloat()).toList();
    }

    /// Norms of gradient, parameter and change, shares of zeros; staged with the step.
    static Measured measured(Object before, Object after, Object gradient, List<Tensor> reached) {
        var rows = new ArrayList<Tensor>();
        var now = new ArrayList<Tensor>();
        var old = floats(before);
        var changed = floats(after);
        var grads = floats(gradient);
        for (int i = 0; i < old.size(); i++) {
            var g = grads.get(i);
            var live = ne(g, scalar(0));
            var ever = or(reached.get(i), live);
            now.add(ever);
            rows.addAll(List.of(norm(g), share(live), share(ever), norm(old.get(i)),
                    norm(changed.get(i).sub(old.get(i)))));
        }
        return new Measured(rows.isEmpty() ? zeros(0) : stack(0, rows.toArray(Tensor[]::new)), now);
    }

    private static Tensor norm(Tensor x) {
        return convert(sqrt(sum(square(convert(x, x.dtype().compute())))), DType.FLOAT64);
    }

    private static Tensor share(Tensor bools) {
        return convert(sum(convert(bools, DType.FLOAT32)), DType.FLOAT64).div(Math.max(1, bools.shape().count()));
    }

    /// What a step measured, as a record.
    Flow of(long step, Measured measured) {
        reached = measured.reached();
        var numbers = measured.numbers().toDoubleArray();
        var out = new ArrayList<Flow.Of>();
        for (int i = 0; i < paths.size(); i++) {
            int at = NUMBERS * i;
            out.add(new Flow.Of(paths.get(i), counts.get(i), numbers[at], 1 - numbers[at + 1], 1 - numbers[at + 2],
                    numbers[at + 3], numbers[at + 4]));
        }
        return new Flow(step, out);
    }
}
