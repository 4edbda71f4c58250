package org.cotangent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.cotangent.core.Concrete;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Keys;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Structure;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Input;
import org.cotangent.graph.KeyInputs;
import org.cotangent.graph.Role;
import org.cotangent.graph.Var;
import org.cotangent.rewrite.Stabilize;
import org.cotangent.trace.Stage;

/// The function inside a loop or a choice, written down once and stabilised.
final class LoopTrace {
    private final String name;
    private final Stage.Staged staged;
    private final Structure result;

    private LoopTrace(String name, Stage.Staged staged, Structure result) {
        this.name = name;
        this.staged = staged;
        this.result = result;
    }

    /// Values taken apart: their structure and their leaves, literals made ordinary.
    record Flat(Structure structure, List<Tensor> leaves, String root, boolean counted) {
        static Flat of(Object value, String root) {
            var leaves = new ArrayList<Tensor>();
            var structure = Structure.of(value, leaves);
            leaves.replaceAll(LoopTrace::plain);
            return new Flat(structure, leaves, root(value, root), value instanceof Control.Indexed<?>);
        }

        /// A record is called after its type, everything else as given; a counter beside a carry is not mentioned.
        private static String root(Object value, String otherwise) {
            return switch (value) {
                case Control.Indexed<?> i -> root(i.carry(), otherwise);
                case Record r when !r.getClass().getSimpleName().isEmpty() -> decapitalised(r);
                case null, default -> otherwise;
            };
        }

        List<TensorType> types() {
            return leaves.stream().map(Tensor::type).toList();
        }

        List<String> paths() {
            var paths = structure.paths(root);
            return !counted ? paths : paths.stream().map(p -> p.equals(root + ".index") ? "i"
                    : root + p.substring((root + ".carry").length())).toList();
        }

        private static String decapitalised(Record r) {
            var name = r.getClass().getSimpleName();
            return name.isEmpty() ? "carry" : Character.toLowerCase(name.charAt(0)) + name.substring(1);
        }
    }

    /// Writes `f` down for arguments of these types; `like` are the types that literals in its result take, or null.
    static LoopTrace of(String name, Function<List<Tensor>, Object> f, List<TensorType> types, List<String> names,
            List<TensorType> like) {
        var structure = new Structure[1];
        var staged = Stage.trace(name, in -> {
            var out = new ArrayList<Tensor>();
            structure[0] = Structure.of(f.apply(in), out);
            for (int i = 0; i < out.size(); i++) {
                out.set(i, like != null && i < like.size() ? as(out.get(i), like.get(i)) : plain(out.get(i)));
            }
            return out;
        }, types, names, null);
        var stable = new Stage.Staged(Stabilize.graph(staged.graph()).graph(), staged.captured());
        return new LoopTrace(name, stable, structure[0]);
    }

    private static Tensor plain(Tensor t) {
        return t instanceof Concrete c ? c.asLiteral(false) : t;
    }

    private static Tensor as(Tensor t, TensorType type) {
        return t instanceof Concrete c && c.isLiteral() && type.rank() == 0
                ? plain(Ops.convert(c.asLiteral(false), type.dtype())) : plain(t);
    }

    /// Counts the keys among the arguments from which any of the functions draws, in strict mode.
    static void useKeys(List<LoopTrace> traces, List<Tensor> arguments) {
        if (Keys.isStrict()) {
            var used = new TreeSet<Integer>();
            traces.forEach(t -> used.addAll(KeyInputs.of(t.staged.graph())));
            used.headSet(arguments.size()).forEach(i -> Keys.use(traces.getFirst().name, arguments.get(i)));
        }
    }

    Structure result() {
        return result;
    }

    List<TensorType> resultTypes() {
        return staged.graph().resultTypes();
    }

    /// An error unless the result, or its part `part` (-1: all), has the structure and the types of the carry.
    void checkCarry(Flat carry, int part) {
        var got = part < 0 ? result : result.children().get(part);
        var asked = "run loop " + name;
        if (!got.equals(carry.structure())) {
            throw new StructureException(asked, "a carry " + carry.structure() + ", of which the body makes " + got,
                    "return a carry of the form with which the loop starts");
        }
        var paths = carry.paths();
        for (int i = 0; i < paths.size(); i++) {
            var before = carry.leaves().get(i).type();
            var after = resultTypes().get(i);
            if (!before.equals(after)) {
                throw mismatch(asked, paths.get(i), before, after, i);
            }
        }
    }

    private RuntimeException mismatch(String asked, String path, TensorType before, TensorType after, int i) {
        var got = "carry " + path + ", which is " + before + " before an iteration and " + after + " after it";
        var line = lineOf(i);
        if (!before.dtype().equals(after.dtype())) {
            return new DTypeException(asked, got, "convert it in the body: " + path + ".to(DType."
                    + before.dtype().name() + "), or start with " + after.dtype().text()).at(line);
        }
        return new ShapeException(asked, got, before.shape().count() == after.shape().count()
                ? "reshape it in the body to " + before.shape() + ", or start with " + after.shape()
                : "start with a carry of shape " + after.shape() + " if that stays so, or reduce it in the body to "
                        + before.shape()).at(line);
    }

    /// Where the user computed result `i`.
    private SourceLine lineOf(int i) {
        var atom = staged.graph().results().get(i);
        for (var e : staged.graph().equations()) {
            if (e.results().stream().anyMatch(v -> v == atom) && e.line() != null) {
                return e.line();
            }
        }
        return SourceLine.ofCaller();
    }

    /// The values that the functions captured, each once.
    static List<Tensor> captured(List<LoopTrace> traces) {
        Map<Tensor, Boolean> seen = new IdentityHashMap<>();
        var all = new ArrayList<Tensor>();
        for (var t : traces) {
            t.staged.captured().stream().filter(c -> seen.put(c, true) == null).forEach(all::add);
        }
        return Collections.unmodifiableList(all);
    }

    /// The graph with inputs for all of `captured` before its arguments.
    Graph closed(List<Tensor> captured) {
        var g = staged.graph();
        int n = g.inputs().size() - staged.captured().size();
        var own = new IdentityHashMap<Tensor, Input>();
        for (int i = 0; i < staged.captured().size(); i++) {
            own.put(staged.captured().get(i), g.inputs().get(n + i));
        }
        var inputs = new ArrayList<Input>();
        for (var c : captured) {
            var mine = own.get(c);
            inputs.add(mine != null ? mine : new Input(new Var(c.type(), null), Role.INPUT));
        }
        inputs.addAll(g.inputs().subList(0, n));
        return new Graph(g.name(), inputs, g.equations(), g.results());
    }
}
