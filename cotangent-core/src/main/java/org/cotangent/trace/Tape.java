package org.cotangent.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Interpreter;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.core.Traced;
import org.cotangent.op.Bilinear;
import org.cotangent.op.Call;
import org.cotangent.op.Control;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Movement;
import org.cotangent.op.NoGradient;
import org.cotangent.op.Op;
import org.cotangent.op.Primals;
import org.cotangent.op.Split;
import org.cotangent.op.Stop;
import org.cotangent.op.Summing;
import org.cotangent.storage.Storage;

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
        public Tensor beneath() {
            return primal;
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
        Primals primals() {
            return new Primals(operands, results, GraphDeriving.INSTANCE);
        }

        Cotangent[] pull(Cotangent[] cts, boolean[] wanted) {
            return pull == null ? Cotangent.pull(op, primals(), cts, wanted) : Cotangent.pull(pull, cts);
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
            var out = new Tensor[outputs.size()];
            for (int i = 0; i < out.length; i++) {
                out[i] = tape.primal(outputs.get(i));
            }
            return Collections.unmodifiableList(Arrays.asList(out));
        }

        /// Whether input `i` was an operand of anything, or is itself a result.
        public boolean isUsed(int i) {
            boolean result = false;
            for (var o : outputs) {
                result |= tape.index(o) == i;
            }
            return tape.used[i] || result;
        }

        /// Bytes of the numbers that are kept for pulling back.
        public long bytes() {
            return tape.bytes();
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
        if (op instanceof Call call && !call.isPure()) {
            return call.graph().apply(operands);
        }
        return record(op, operands, null);
    }

    /// Records an operation; its results are computed where they are not `known`.
    List<Tensor> record(Op op, List<Tensor> operands, List<Tensor> known) {
        var inner = new Tensor[operands.size()];
        var primals = Arrays.asList(inner);
        var from = new int[inner.length];
        for (int i = 0; i < from.length; i++) {
            inner[i] = primal(operands.get(i));
            from[i] = index(operands.get(i));
            if (from[i] >= 0 && from[i] < used.length) {
                used[from[i]] = true;
            }
        }
        if (op instanceof NoGradient n && from[0] >= 0) {
            throw n.refusal(inner[0].type());
        }
        var recorded = op instanceof Control c && known == null
                ? c.record(primals, wanted(from), GraphDeriving.INSTANCE) : null;
        var results = known != null ? known : recorded != null ? recorded.results()
                : isSingle(op) && inner.length <= 2 ? single(op, inner) : Dispatch.bind(op, primals);
        if (op instanceof Stop) {
            return results;
        }
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

    /// Whether the operation is one of the many with one result, for which there is a direct path.
    private static boolean isSingle(Op op) {
        return op instanceof Elementwise || op instanceof Summing || op instanceof Bilinear
                || op instanceof Movement && !(op instanceof Split);
    }

    /// The direct path for operations with one result.
    private static List<Tensor> single(Op op, Tensor[] primals) {
        return List.of(primals.length == 1 ? Dispatch.bind(op, primals[0])
                : Dispatch.bind(op, primals[0], primals[1]));
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
        var out = new Tensor[inputs];
        for (int i = 0; i < inputs; i++) {
            out[i] = sums[i] == null ? null : sums[i].settled();
        }
        return Arrays.asList(out);
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
        if (cts.length == 1 && node.pull() == null && cts[0].isPlain(node.op())) {
            var pulled = node.op().vjp(node.primals(), List.of(cts[0].value()), wanted);
            for (int i = 0; i < wanted.length; i++) {
                add(sums, node.from()[i], pulled.get(i) == null ? null : new Cotangent(pulled.get(i), null));
            }
            return;
        }
        var pulled = node.pull(cts, wanted);
        for (int i = 0; i < wanted.length; i++) {
            add(sums, node.from()[i], pulled[i]);
        }
    }

    private static void add(Cotangent[] sums, int at, Cotangent more) {
        if (at >= 0 && more != null) {
            sums[at] = Cotangent.sum(sums[at], more);
        }
    }

    private long bytes() {
        Set<Storage> held = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var n : nodes) {
            for (var all : List.of(n.operands(), n.results())) {
                all.stream().filter(t -> t instanceof Concrete).forEach(t -> held.add(((Concrete) t).storage()));
            }
        }
        return held.stream().mapToLong(s -> s.count() * s.cell().bytes()).sum();
    }

    private static boolean[] wanted(int[] from) {
        var wanted = new boolean[from.length];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = from[i] >= 0;
        }
        return wanted;
    }

    @Override
    public Object identity(Traced tracer) {
        return tracer instanceof Recorded r ? r.primal : tracer;
    }

    private Tensor primal(Tensor t) {
        return t instanceof Recorded r && r.interpreter() == this ? r.primal : t;
    }

    private int index(Tensor t) {
        return t instanceof Recorded r && r.interpreter() == this ? r.index : -1;
    }
}
