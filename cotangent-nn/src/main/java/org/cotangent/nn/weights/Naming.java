package org.cotangent.nn.weights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Structure;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Attention;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.EncoderBlock;
import org.cotangent.nn.FeedForward;
import org.cotangent.nn.Gates;
import org.cotangent.nn.GruCell;
import org.cotangent.nn.LstmCell;
import org.cotangent.nn.Recurrent;
import org.cotangent.nn.RnnCell;
import org.cotangent.nn.Sequential;

/// How the tensors of a model are called in a file, and which of them lie there transposed.
///
/// A name is put together on the way from the model down to the tensor: each component of a record gives its own name
/// or the one said here, each element of a list its number, and dots stand between. A part that ends in `_` has no dot
/// behind it, an empty one leaves no trace. Tensors that get one name lie side by side in one tensor of the file,
/// along their last axis, in their order: queries, keys and values for example.
public final class Naming {
    private record Place(Class<?> owner, String component) {
    }

    private record Said(String name, boolean transposed) {
    }

    /// A leaf of a model and where it is in a file.
    ///
    /// @param path       its path in the model
    /// @param name       the name of the tensor in the file
    /// @param transposed whether rows and columns are the other way round there
    /// @param leaf       the tensor in the model
    record Slot(String path, String name, boolean transposed, Tensor leaf) {
    }

    private final Map<Place, Said> said;
    private final boolean isDotted;

    private Naming(Map<Place, Said> said, boolean isDotted) {
        this.said = Map.copyOf(said);
        this.isDotted = isDotted;
    }

    /// The paths of the model as they are, such as `layers[0].weight`; nothing transposed.
    public static Naming paths() {
        return new Naming(Map.of(), false);
    }

    /// The names that a `state_dict` of PyTorch has, for the layers of this library that PyTorch has too: `weight` of a
    /// dense layer is transposed, queries, keys and values lie in one `in_proj_weight`. Components of records of your
    /// own keep their names. A `Recurrent` is an `nn.LSTM`, `nn.GRU` or `nn.RNN` of one layer. What a `BatchNorm` has
    /// counted is state and in no model.
    public static Naming pytorch() {
        return new Naming(Map.of(), true).transposed(Dense.class, "weight", "weight")
                .named(Embedding.class, "table", "weight").named(Sequential.class, "layers", "")
                .named(Attention.class, "queries", "in_proj_").named(Attention.class, "keys", "in_proj_")
                .named(Attention.class, "values", "in_proj_").named(Attention.class, "output", "out_proj")
                .named(EncoderBlock.class, "selfAttention", "self_attn").named(EncoderBlock.class, "first", "norm1")
                .named(EncoderBlock.class, "second", "norm2").named(EncoderBlock.class, "forward", "")
                .named(FeedForward.class, "widen", "linear1").named(FeedForward.class, "narrow", "linear2")
                .named(Recurrent.class, "cell", "").named(LstmCell.class, "gates", "")
                .named(GruCell.class, "gates", "").named(RnnCell.class, "gates", "")
                .transposed(Gates.class, "inputWeight", "weight_ih_l0")
                .transposed(Gates.class, "hiddenWeight", "weight_hh_l0").named(Gates.class, "inputBias", "bias_ih_l0")
                .named(Gates.class, "hiddenBias", "bias_hh_l0");
    }

    /// With another name for a component of a record, as it lies in the model.
    ///
    /// @throws StructureException where the record has no such component
    public Naming named(Class<? extends Record> owner, String component, String name) {
        return with(owner, component, new Said(name, false));
    }

    /// With another name for a component of a record, whose matrix lies transposed in the file.
    ///
    /// @throws StructureException where the record has no such component
    public Naming transposed(Class<? extends Record> owner, String component, String name) {
        return with(owner, component, new Said(name, true));
    }

    private Naming with(Class<? extends Record> owner, String component, Said now) {
        var names = java.util.Arrays.stream(owner.getRecordComponents()).map(c -> c.getName()).toList();
        if (!names.contains(component)) {
            throw new StructureException("name `" + component + "` of " + owner.getSimpleName(), "components " + names,
                    "give one of them");
        }
        var all = new HashMap<>(said);
        all.put(new Place(owner, component), now);
        return new Naming(all, isDotted);
    }

    /// The leaves of a model with their names, in order.
    List<Slot> slots(Object model) {
        var out = new ArrayList<Slot>();
        visit(model, "", "", false, out);
        return out;
    }

    private void visit(Object value, String path, String name, boolean transposed, List<Slot> out) {
        switch (value) {
            case Tensor t -> out.add(new Slot(path, name, transposed, t));
            case Record r -> {
                var values = Structure.components(r);
                var components = r.getClass().getRecordComponents();
                for (int i = 0; i < components.length; i++) {
                    var own = components[i].getName();
                    var now = said.getOrDefault(new Place(r.getClass(), own), new Said(own, false));
                    visit(values.get(i), path.isEmpty() ? own : path + "." + own, joined(name, now.name()),
                            now.transposed(), out);
                }
            }
            case List<?> l -> {
                for (int i = 0; i < l.size(); i++) {
                    visit(l.get(i), path + "[" + i + "]", isDotted ? joined(name, Integer.toString(i)) : name + "["
                            + i + "]", transposed, out);
                }
            }
            case Map<?, ?> m -> new java.util.TreeMap<>(m).forEach((k, v) -> visit(v, path.isEmpty() ? k.toString()
                    : path + "." + k, joined(name, k.toString()), transposed, out));
            case null, default -> {
            }
        }
    }

    private static String joined(String before, String part) {
        return before.isEmpty() || part.isEmpty() ? before + part : before.endsWith("_") ? before + part
                : before + "." + part;
    }
}
