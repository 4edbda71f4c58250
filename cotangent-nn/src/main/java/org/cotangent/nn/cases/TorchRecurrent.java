package org.cotangent.nn.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Cell;
import org.cotangent.nn.Gates;
import org.cotangent.nn.GruCell;
import org.cotangent.nn.LstmCell;
import org.cotangent.nn.Passed;
import org.cotangent.nn.Recurrent;
import org.cotangent.nn.RnnCell;

/// Stacks of recurrent layers, each in one or both directions, with time in front.
final class TorchRecurrent {
    private TorchRecurrent() {
    }

    /// All results, then what each layer and direction carries out: hidden values, and memories of an LSTM.
    static List<Tensor> run(String name, Map<String, Tensor> p) {
        var x = p.get("input0");
        var hidden = new ArrayList<Tensor>();
        var memory = new ArrayList<Tensor>();
        for (int layer = 0; p.containsKey("weight_ih_l" + layer); layer++) {
            var results = new ArrayList<Tensor>();
            for (var way : p.containsKey("weight_ih_l" + layer + "_reverse") ? List.of("", "_reverse") : List.of("")) {
                var gates = gates(p, "_l" + layer + way);
                var passed = one(name, gates, x, way.isEmpty(), p, hidden.size());
                results.add(passed.result());
                hidden.add(passed.state().getFirst());
                memory.add(passed.state().getLast());
            }
            x = Ops.concat(results, -1);
        }
        return List.of(x, Ops.stack(hidden, 0), Ops.stack(memory, 0));
    }

    private static Gates gates(Map<String, Tensor> p, String at) {
        return new Gates(Ops.transpose(p.get("weight_ih" + at)), Ops.transpose(p.get("weight_hh" + at)),
                p.get("bias_ih" + at), p.get("bias_hh" + at));
    }

    private static Passed<List<Tensor>> one(String name, Gates gates, Tensor x, boolean ahead, Map<String, Tensor> p,
            int index) {
        long batch = x.size(1);
        if (name.startsWith("lstm")) {
            var cell = new LstmCell(gates);
            var zero = cell.zero(batch);
            var out = new Recurrent<>(cell, !ahead, false).run(x, new LstmCell.Carry(first(p, "input1", index, zero.hidden()),
                    first(p, "input2", index, zero.memory())));
            return new Passed<>(out.result(), List.of(out.state().hidden(), out.state().memory()));
        }
        Cell<Tensor> cell = name.startsWith("gru") ? new GruCell(gates)
                : new RnnCell(gates, name.contains("relu") ? Activation.RELU : Activation.TANH);
        var out = new Recurrent<>(cell, !ahead, false).run(x, first(p, "input1", index, cell.zero(batch)));
        return new Passed<>(out.result(), List.of(out.state()));
    }

    private static Tensor first(Map<String, Tensor> p, String name, int index, Tensor otherwise) {
        return p.containsKey(name) ? Ops.select(p.get(name), 0, index) : otherwise;
    }
}
