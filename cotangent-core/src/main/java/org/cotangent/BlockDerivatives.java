package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.core.Tensor;
import org.cotangent.rewrite.Stabilize;
import org.cotangent.trace.FlatFn;

/// Jacobians of functions between structures.
final class BlockDerivatives {
    private BlockDerivatives() {
    }

    static Blocks jacobian(Function<List<Object>, Object> f, Object x) {
        var flat = new Flattened(f, x);
        Gradients.checkFloat(flat);
        FlatFn g = Stabilize.whereStaged(flat, flat.leaves());
        var pairs = new ArrayList<Blocks.Pair>();
        var blocks = new ArrayList<Tensor>();
        var columns = flat.argument().paths("");
        for (int c = 0; c < columns.size(); c++) {
            var column = Derivatives.columns(g, flat.leaves(), c);
            var rows = flat.result().paths("");
            for (int r = 0; r < rows.size(); r++) {
                pairs.add(new Blocks.Pair(rows.get(r), columns.get(c)));
                blocks.add(column.get(r));
            }
        }
        return new Blocks(pairs, blocks);
    }
}
