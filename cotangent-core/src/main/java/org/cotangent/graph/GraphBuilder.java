package org.cotangent.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.SourceLine;
import org.cotangent.core.TensorType;
import org.cotangent.op.Op;

/// Writes a graph down, storing structurally equal pure equations once and keeping all their lines.
public final class GraphBuilder {
    private record Key(Op op, List<Atom> operands) {
    }

    private static final class Draft {
        final Op op;
        final List<Atom> operands;
        final List<Var> results;
        List<SourceLine> lines;

        Draft(Op op, List<Atom> operands, List<Var> results, List<SourceLine> lines) {
            this.op = op;
            this.operands = operands;
            this.results = results;
            this.lines = lines;
        }

        void also(List<SourceLine> more) {
            if (!lines.containsAll(more)) {
                var all = new ArrayList<>(lines);
                more.stream().filter(l -> !all.contains(l)).forEach(all::add);
                lines = List.copyOf(all);
            }
        }
    }

    private final List<Input> inputs = new ArrayList<>();
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<Key, Draft> known = new HashMap<>();

    /// A new input.
    public Var input(TensorType type, String name, Role role) {
        var v = new Var(type, name);
        inputs.add(new Input(v, role));
        return v;
    }

    /// Gives an input another role.
    public void role(Var input, Role role) {
        inputs.replaceAll(i -> i.var() == input ? new Input(input, role) : i);
    }

    /// The results of an equation, new or stored before; `lines` are the user's lines behind it.
    public List<Var> add(Op op, List<Atom> operands, List<TensorType> types, List<SourceLine> lines) {
        return add(op, operands, types, lines, null);
    }

    /// As above, with a name hint for a single result.
    public List<Var> add(Op op, List<Atom> operands, List<TensorType> types, List<SourceLine> lines, String name) {
        var atoms = List.copyOf(operands);
        var key = op.isPure() ? new Key(op, atoms) : null;
        var draft = key == null ? null : known.get(key);
        if (draft == null) {
            var hint = types.size() == 1 ? name : null;
            draft = new Draft(op, atoms, types.stream().map(t -> new Var(t, hint)).toList(), lines);
            drafts.add(draft);
            if (key != null) {
                known.put(key, draft);
            }
        } else {
            draft.also(lines);
        }
        return draft.results;
    }

    /// The finished graph.
    public Graph build(String name, List<Atom> results) {
        return new Graph(name, inputs, drafts.stream().map(d -> new Equation(d.op, d.operands, d.results,
                d.lines)).toList(), results);
    }
}
