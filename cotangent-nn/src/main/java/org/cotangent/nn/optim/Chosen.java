package org.cotangent.nn.optim;

import java.util.ArrayList;
import java.util.function.BinaryOperator;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Leaves;
import org.cotangent.nn.Selection;

/// Some leaves changed, the others as they are.
final class Chosen {
    private Chosen() {
    }

    /// The tree `of` with the chosen leaves put through `f(parameter, leaf)`; chosen by the parameters' types.
    static <P> P map(P params, P of, Selection chosen, BinaryOperator<Tensor> f) {
        var leaves = new ArrayList<Tensor>();
        var structure = Structure.of(params, leaves);
        var paths = structure.paths("");
        var out = new ArrayList<>(Leaves.like(structure, of));
        for (int i = 0; i < paths.size(); i++) {
            if (chosen.takes(paths.get(i), leaves.get(i).type())) {
                out.set(i, f.apply(leaves.get(i), out.get(i)));
            }
        }
        return Rebuilt.tree(structure, out);
    }
}
