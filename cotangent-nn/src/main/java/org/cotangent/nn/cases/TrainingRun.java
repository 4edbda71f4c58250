package org.cotangent.nn.cases;

import java.util.Map;
import java.util.TreeMap;
import org.cotangent.Fn1;
import org.cotangent.Transforms;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.nn.optim.Adam;
import tools.jackson.databind.JsonNode;

/// A run of PyTorch: a small classifier trained by Adam on all data, the loss of every step and the last parameters.
final class TrainingRun {
    private TrainingRun() {
    }

    static CaseReport run(String file, JsonNode root) {
        var tally = new Tally(file, "training run");
        tally.run(root.path("model").asString(), () -> check(tally, root));
        return tally.report();
    }

    private static void check(Tally tally, JsonNode root) {
        var x = CaseJson.tensor(CaseJson.field(root, "X"));
        var labels = Ops.tensor(CaseJson.longs(CaseJson.field(root, "labels")));
        Fn1<Map<String, Tensor>, Tensor> loss = p -> Ops.crossEntropy(TorchModules.dense(p, "2.")
                .apply(Ops.tanh(TorchModules.dense(p, "0.").apply(x))), labels);
        var adam = Adam.of(0.05);
        var params = named(root, "initial");
        var state = adam.start(params);
        var losses = CaseJson.doubles(CaseJson.field(root, "losses"));
        for (int i = 0; i < losses.length; i++) {
            var now = Transforms.valueAndGrad(loss).apply(params);
            tally.number("loss " + i, losses[i], now.value().item());
            var next = adam.update(params, now.gradient(), state);
            params = next.params();
            state = next.state();
        }
        for (var last : named(root, "final").entrySet()) {
            tally.tensor(last.getKey(), last.getValue(), params.get(last.getKey()));
        }
    }

    private static Map<String, Tensor> named(JsonNode root, String field) {
        var out = new TreeMap<String, Tensor>();
        CaseJson.field(root, field).properties().forEach(p -> out.put(p.getKey(), CaseJson.tensor(p.getValue())));
        return out;
    }
}
