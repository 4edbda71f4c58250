package org.cotangent.op;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// The way back through a scan: a scan in the other direction that carries cotangents of the carries and sums of those
/// of the constants, and stacks those of the rows.
record ScanReverse(Scan scan, boolean[] in, boolean[] out) {
    Control.Recorded record(List<Tensor> operands, Deriving d) {
        if (!Flow.any(out)) {
            return new Control.Recorded(Nested.bind(scan, operands), cts -> Nested.spread(new boolean[in.length],
                    List.of()));
        }
        var derived = d.vjp(Nested.only(scan.body(), out), Flow.list(in));
        var halves = new ScanHalves(scan, derived, d);
        var results = halves.forward(operands);
        return new Control.Recorded(results, cts -> pull(halves, operands, cts));
    }

    private List<Tensor> pull(ScanHalves halves, List<Tensor> operands, List<Tensor> cts) {
        int from = scan.constants();
        int to = from + scan.carries();
        var carries = new ArrayList<Tensor>();
        for (int i = 0; i < scan.carries(); i++) {
            if (out[i]) {
                carries.add(Rules.orZeros(cts.get(i), scan.step(i)));
            }
        }
        int states = carries.size();
        var sums = Flow.only(operands.subList(0, from), Flow.part(in, 0, from)).stream()
                .map(t -> Ops.zeros(t.type())).toList();
        carries.addAll(sums);
        var zeros = new ArrayList<Tensor>();
        var rows = new ArrayList<Tensor>();
        var isRow = new ArrayList<Boolean>();
        for (int i = scan.carries(); i < out.length; i++) {
            if (out[i]) {
                isRow.add(cts.get(i) != null);
                (cts.get(i) != null ? rows : zeros).add(cts.get(i) != null ? cts.get(i) : Ops.zeros(scan.step(i)));
            }
        }
        var all = halves.second(!scan.reverse(), zeros, carries, rows, (rest, c, s, x) -> {
            var nextZero = c.iterator();
            var nextRow = x.iterator();
            var seeds = new ArrayList<>(s.subList(0, states));
            isRow.forEach(row -> seeds.add(row ? nextRow.next() : nextZero.next()));
            var pulled = rest.apply(seeds);
            var next = new ArrayList<>(pulled.subList(sums.size(), sums.size() + states));
            for (int i = 0; i < sums.size(); i++) {
                next.add(Ops.add(s.get(states + i), pulled.get(i)));
            }
            next.addAll(pulled.subList(sums.size() + states, pulled.size()));
            return next;
        });
        var inOrder = Nested.concat(all.subList(states, states + sums.size()), all.subList(0, states),
                all.subList(states + sums.size(), all.size()));
        return Nested.spread(in, inOrder);
    }
}
