package org.cotangent.nn.cases;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Fn1;
import org.cotangent.Transforms;
import org.cotangent.core.Tensor;
import tools.jackson.databind.JsonNode;

/// Layers of PyTorch: results, and pull backs to inputs and parameters, whose names and layouts they keep.
///
/// Options that a file does not tell (steps, groups, heads) are tried among those that fit the shapes.
final class ModuleCases {
    private ModuleCases() {
    }

    static CaseReport run(String file, JsonNode root) {
        var tally = new Tally(file, "modules");
        var name = root.path("module").asString();
        var leaves = new HashMap<String, Tensor>();
        CaseJson.field(root, "parameters").properties().forEach(p -> leaves.put(p.getKey(),
                CaseJson.tensor(p.getValue())));
        int i = 0;
        for (var input : CaseJson.field(root, "inputs")) {
            leaves.put("input" + i++, CaseJson.tensor(input));
        }
        var wanted = tensors(CaseJson.field(root, "outputs"));
        var candidates = TorchModules.candidates(name, leaves, wanted.getFirst().shape());
        if (candidates.isEmpty()) {
            tally.skip(name, "a layer that is not known by this name");
        } else {
            tally.run(name, () -> check(tally, root, leaves, wanted, candidates));
        }
        return tally.report();
    }

    private static List<Tensor> tensors(JsonNode array) {
        var out = new ArrayList<Tensor>();
        array.forEach(n -> out.add(CaseJson.tensor(n)));
        return out;
    }

    private static void check(Tally tally, JsonNode root, Map<String, Tensor> leaves, List<Tensor> wanted,
            List<Fn1<Map<String, Tensor>, List<Tensor>>> candidates) {
        var fixed = new HashMap<String, Tensor>();
        var active = new HashMap<String, Tensor>();
        leaves.forEach((n, t) -> (t.dtype().isFloat() ? active : fixed).put(n, t));
        Fn1<Map<String, Tensor>, List<Tensor>> f = x -> {
            var all = new HashMap<>(x);
            all.putAll(fixed);
            return choose(candidates, leaves, wanted).apply(all).subList(0, wanted.size());
        };
        var out = Transforms.vjp(f).apply(active);
        for (int i = 0; i < wanted.size(); i++) {
            tally.tensor("output " + i, wanted.get(i), out.value().get(i));
        }
        var gradients = out.pullback().apply(tensors(CaseJson.field(root, "cotangents")));
        CaseJson.field(root, "gradients").properties().forEach(g -> tally.tensor("gradient of " + g.getKey(),
                CaseJson.tensor(g.getValue()), gradients.get(g.getKey())));
    }

    /// The first candidate whose first result is the wanted one, else the first of all.
    private static Fn1<Map<String, Tensor>, List<Tensor>> choose(
            List<Fn1<Map<String, Tensor>, List<Tensor>>> candidates, Map<String, Tensor> leaves, List<Tensor> wanted) {
        return candidates.stream().filter(c -> {
            var y = c.apply(leaves).getFirst();
            return y.shape().equals(wanted.getFirst().shape())
                    && org.cotangent.core.Ops.allClose(y, wanted.getFirst(), 1e-6, 1e-6);
        }).findFirst().orElse(candidates.getFirst());
    }
}
