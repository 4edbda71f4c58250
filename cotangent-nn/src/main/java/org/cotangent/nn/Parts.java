package org.cotangent.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.core.Params;
import org.cotangent.core.Structure;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;

/// A model taken apart into what is trained and what stays: gradients are taken, and optimisers run, over the trained
/// part alone, so nothing is computed for the rest.
///
/// Both parts map the path of a leaf to its tensor. [#join] puts the model together again, inside a loss for example.
public final class Parts<M> {
    /// The trained leaves by path: a structure of its own, whose tensors are parameters.
    public record Trained(Map<String, Tensor> leaves) implements Params {
    }

    private final Structure structure;
    private final List<String> paths;
    private final Map<String, Tensor> frozen = new TreeMap<>();
    private final Map<String, Tensor> trained = new TreeMap<>();

    private Parts(Structure structure, List<Tensor> leaves, Selection selection) {
        this.structure = structure;
        this.paths = structure.paths("");
        for (int i = 0; i < leaves.size(); i++) {
            var leaf = leaves.get(i);
            (selection.takes(paths.get(i), leaf.type()) ? trained : frozen).put(paths.get(i), leaf);
        }
    }

    /// The model, its leaves divided by `trained`.
    public static <M> Parts<M> of(M model, Selection trained) {
        var leaves = new ArrayList<Tensor>();
        var structure = Structure.of(model, leaves);
        return new Parts<>(structure, leaves, trained);
    }

    /// The leaves that are trained.
    public Trained trained() {
        return new Trained(Map.copyOf(trained));
    }

    /// The leaves that stay.
    public Map<String, Tensor> frozen() {
        return Map.copyOf(frozen);
    }

    /// The model with these trained leaves and the frozen ones it was made with.
    ///
    /// @throws StructureException where a path is missing or unknown
    public M join(Trained now) {
        if (!now.leaves().keySet().equals(trained.keySet())) {
            throw new StructureException("put a model together", "trained leaves " + new TreeMap<>(now.leaves())
                    .keySet(), "give one for each of " + trained.keySet());
        }
        var leaves = new ArrayList<Tensor>();
        for (var path : paths) {
            leaves.add(now.leaves().containsKey(path) ? now.leaves().get(path) : frozen.get(path));
        }
        return Leaves.built(structure, leaves);
    }
}
