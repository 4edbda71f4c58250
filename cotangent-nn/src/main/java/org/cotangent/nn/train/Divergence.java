package org.cotangent.nn.train;

import java.util.List;
import org.cotangent.Fn1;
import org.cotangent.core.CotangentException;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.explain.Explain;
import org.cotangent.explain.Finding;
import org.cotangent.nn.Leaves;

/// Says where a NaN or an infinity began that ended a run.
final class Divergence {
    private static final int SHOWN = 3;

    private Divergence() {
    }

    static <P, S, B> NumericsException of(Task<P, S, B> task, Run<P, S> run, B batch, double loss) {
        var asked = "take step " + (run.step() + 1) + " (epoch " + (run.epoch() + 1) + ", batch " + (run.position() + 1)
                + ")";
        var bad = badInput(batch);
        if (bad != null) {
            return new NumericsException(asked, bad, null, "clean the data, such as by Table.complete()", null);
        }
        var what = Double.isFinite(loss) ? "a loss of " + loss + ", and parameters that are not finite after it"
                : "a loss of " + loss;
        var found = findings(task, run, batch);
        var text = new StringBuilder(what);
        found.stream().limit(SHOWN).forEach(f -> text.append("\n         ").append(f.toString().replace("\n",
                "\n         ")));
        var line = found.isEmpty() ? null : found.getFirst().line();
        return new NumericsException(asked, text.toString(), line,
                "lower the learning rate, clip the gradient (clippedByNorm), or cure what is named above", null);
    }

    /// The first number of a batch that is not finite, in words; null where all are.
    private static String badInput(Object batch) {
        var paths = Leaves.paths(batch);
        var leaves = Leaves.of(batch);
        for (int i = 0; i < leaves.size(); i++) {
            var leaf = leaves.get(i);
            if (leaf.dtype().isFloat() && Ops.all(Ops.isFinite(leaf)).item() == 0) {
                var numbers = leaf.toDoubleArray();
                int at = 0;
                while (Double.isFinite(numbers[at])) {
                    at++;
                }
                long row = leaf.rank() == 0 ? 1 : numbers.length / Math.max(1, leaf.size(0));
                return numbers[at] + " in the data: `" + paths.get(i) + "`, example " + at / row + " of the batch";
            }
        }
        return null;
    }

    private static <P, S, B> List<Finding> findings(Task<P, S, B> task, Run<P, S> run, B batch) {
        var now = run.learned();
        Fn1<P, Tensor> loss = p -> task.loss(p, now.layers(), batch,
                Ops.unstack(Ops.split(now.randomKey(), 2), 0).get(1)).value();
        try {
            return Explain.of(loss, now.params());
        } catch (CotangentException e) {
            // The number is what must be reported; why it cannot be explained comes second.
            return List.of();
        }
    }
}
