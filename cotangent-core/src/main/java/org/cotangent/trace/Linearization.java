package org.cotangent.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.DeadCode;

/// A function taken apart into its values and a graph of its derivative, which is linear in the tangents.
public final class Linearization {
    private final List<Tensor> values;
    private final Stage.Staged tangents;
    private final boolean[] nonzero;

    private Linearization(List<Tensor> values, Stage.Staged tangents, boolean[] nonzero) {
        this.values = values;
        this.tangents = tangents;
        this.nonzero = nonzero;
    }

    /// Runs `f` once; only what happens to the tangents of the active arguments is written down.
    public static Linearization of(FlatFn f, List<Tensor> arguments, boolean[] active) {
        var values = new ArrayList<Tensor>();
        var nonzero = new ArrayList<Boolean>();
        var types = new ArrayList<TensorType>();
        for (int i = 0; i < active.length; i++) {
            if (active[i]) {
                types.add(arguments.get(i).type());
            }
        }
        var staged = Stage.beside("tangent", in -> {
            var next = in.iterator();
            var seeds = new Tensor[active.length];
            for (int i = 0; i < seeds.length; i++) {
                seeds[i] = active[i] ? next.next() : null;
            }
            var out = Jvp.run(f, arguments, Arrays.asList(seeds));
            values.addAll(out.values());
            out.tangents().forEach(t -> nonzero.add(t != null));
            return out.tangents().stream().filter(t -> t != null).toList();
        }, types);
        var marks = new boolean[nonzero.size()];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = nonzero.get(i);
        }
        return new Linearization(values, new Stage.Staged(DeadCode.remove(staged.graph()), staged.captured()), marks);
    }

    /// The values of the function.
    public List<Tensor> values() {
        return values;
    }

    /// The results' tangents for tangents of the active arguments; null where they are zero.
    public List<Tensor> apply(List<Tensor> in) {
        var out = tangents.function().apply(in).iterator();
        var all = new Tensor[nonzero.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = nonzero[i] ? out.next() : null;
        }
        return Arrays.asList(all);
    }
}
