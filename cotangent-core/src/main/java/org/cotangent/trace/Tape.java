package org.cotangent.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Interpreter;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.core.Traced;
import org.cotangent.op.Control;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Op;
import org.cotangent.op.Primals;

/// Reverse mode: records what runs, then pulls cotangents back in the reverse order, adding where a value was used
/// twice.
public final class Tape extends Interpreter {
    private final class Recorded extends Traced {
        private final Tensor primal;
        private final int index;

        Recorded(Tensor primal, int index) {
            this.primal = primal;
            this.index = index;
        }

        @Override
        public Interpreter interpreter() {
            return Tape.this;
        }

        @Override
        public TensorType type() {
            return primal.type();
        }

        @Override
        public Concrete concrete() {
            return primal.concrete();
        }
    }

    /// One recorded operation; `from` holds the operands' indices on the tape, -1 for constants.
    private record Node(Op op, List<Tensor> operands, int[] from, List<Tensor> results, int first,
            List<SourceLine> lines, Control.Pull pull) {
        Cotangent[] pull(Cotangent[] cts, boolean[] wanted) {
            var p = new Primals(operands, results, GraphDeriving.INSTANCE);
            return pull == null ? Cotangent.pull(op, p, cts, wanted) : Cotangent.pull(pull, cts);
        }
    }

    private final List<Node> nodes = new ArrayList<>();
    private final boolean[] used;
    private int size;

    private Tape(int inputs) {
        used = new boolean[inputs];
        size = inputs;
    }

    /// What ran forward: its values, and the means to pull cotangents back as often as wanted.
    public static final class Pullback {
        private final Tape tape;
        private final List<Tensor> outputs;
        private final int inputs;

        private Pullback(Tape tape, List<Tensor> outputs, int inputs) {
            this.tape = tape;
            this.outputs = outputs;
            this.inputs = inputs;
        }

        /// The results of the function.
        public List<Tensor> values() {
            return outputs.stream().map(tape::primal).toList();
        }

        /// Whether input `i` was an operand of anything, or is itself a result.
        public boolean isUsed(int i) {
            return tape.used[i] || outputs.stream().anyMatch(o -> tape.index(o) == i);
        }

        /// The cotangents of the inputs for cotangents of the results (null: zero); null where they are zero.
        public List<Tensor> pull(List<Tensor> cotangents) {
            return tape.backward(outputs, cotangents, inputs, false);
        }

        /// As [#pull], forgetting what was recorded on the way, so that its memory can be used again.
        public List<Tensor> pullLast(List<Tensor> cotangents) {
            return tape.backward(outputs, cotangents, inputs, true);
        }
    }

    /// Runs `f` on the inputs, of which those marked `active` are differentiated.
    public static Pullback record(FlatFn f, List<Tensor> inputs, boolean[] active) {
        var tape = new Tape(inputs.size());
        try {
            var in = new ArrayList<Tensor>(inputs.size());
            for (int i = 0; i < inputs.size(); i++) {
                in.add(active[i] ? tape.new Recorded(inputs.get(i), i) : inputs.get(i));
            }
            return new Pullback(tape, f.apply(in), inputs.size());
        } finally {
            tape.end();
        }
    }

    @Override
    public List<Tensor> bind(Op op, List<Tensor> operands) {
        var primals = new ArrayList<Tensor>(operands.size());
        var from = new int[operands.size()];
        for (int i = 0; i < from.length; i++) {
            var t = operands.get(i);
            primals.add(primal(t));
            from[i] = index(t);
            if (from[i] >= 0 && from[i] < used.length) {
                used[from[i]] = true;
            }
        }
        var recorded = op instanceof Control c ? c.record(primals, wanted(from), GraphDeriving.INSTANCE) : null;
        var results = recorded != null ? recorded.results() : op instanceof Elementwise ? single(op, primals)
                : Dispatch.bind(op, primals);
        var current = Dispatch.current();
        nodes.add(new Node(op, primals, from, results, size, current == null ? null : current.lines(),
                recorded == null ? null : recorded.pull()));
        if (results.size() == 1) {
            return List.of(recorded(results.getFirst()));
        }
        var out = new ArrayList<Tensor>(results.size());
        results.forEach(r -> out.add(recorded(r)));
        return out;
    }

    private Tensor recorded(Tensor result) {
        int at = size++;
        return result.dtype().isFloat() ? new Recorded(result, at) : result;
    }

    /// The direct path for operations with one result.
    private static List<Tensor> single(Op op, List<Tensor> primals) {
        return List.of(primals.size() == 1 ? Dispatch.bind(op, primals.getFirst())
                : Dispatch.bind(op, primals.getFirst(), primals.getLast()));
    }

    private List<Tensor> backward(List<Tensor> outputs, List<Tensor> cotangents, int inputs, boolean last) {
        var sums = new Cotangent[size];
        for (int i = 0; i < outputs.size(); i++) {
            int at = index(outputs.get(i));
            if (at >= 0 && cotangents.get(i) != null) {
                sums[at] = Cotangent.sum(sums[at], new Cotangent(cotangents.get(i), null));
            }
        }
        var current = Dispatch.current();
        var lines = current == null ? null : current.lines();
        for (int n = nodes.size() - 1; n >= 0; n--) {
            if (current != null && nodes.get(n).lines() != null) {
                current.setLines(nodes.get(n).lines());
            }
            pull(nodes.get(n), sums);
            if (last) {
                nodes.set(n, null);
            }
        }
        if (current != null) {
            current.setLines(lines);
        }
        return Arrays.asList(Arrays.stream(sums, 0, inputs).map(c -> c == null ? null : c.settled())
                .toArray(Tensor[]::new));
    }

    private static void pull(Node node, Cotangent[] sums) {
        boolean any = false;
        var cts = new Cotangent[node.results().size()];
        for (int i = 0; i < cts.length; i++) {
            cts[i] = sums[node.first() + i];
            sums[node.first() + i] = null;
            any |= cts[i] != null;
        }
        if (!any) {
            return;
        }
        var wanted = wanted(node.from());
        var pulled = node.pull(cts, wanted);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] && pulled[i] != null) {
                int at = node.from()[i];
                sums[at] = Cotangent.sum(sums[at], pulled[i]);
            }
        }
    }

    private static boolean[] wanted(int[] from) {
        var wanted = new boolean[from.length];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = from[i] >= 0;
        }
        return wanted;
    }

    private Tensor primal(Tensor t) {
        return t instanceof Recorded r && r.interpreter() == this ? r.primal : t;
    }

    private int index(Tensor t) {
        return t instanceof Recorded r && r.interpreter() == this ? r.index : -1;
    }
}
