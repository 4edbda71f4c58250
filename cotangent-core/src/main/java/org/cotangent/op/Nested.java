package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.core.Traced;
import org.cotangent.graph.Graph;

/// What the rules of choices and loops do with a nested graph: run its forward, reverse or batched form.
final class Nested {
    private Nested() {
    }

    /// Whether some tangent belongs to an interpreter further in than all operands: then values and tangents are
    /// computed apart.
    static boolean apart(List<Tensor> operands, List<Tensor> tangents) {
        return level(tangents) > level(operands);
    }

    private static long level(List<Tensor> tensors) {
        return tensors.stream().mapToLong(t -> t instanceof Traced x ? x.interpreter().level() : -1).max().orElse(-1);
    }

    /// Values and tangents of `g` by its derived graph `j`; null for results that are no floats.
    static Control.Pushed forward(Graph g, Graph j, List<Tensor> values, List<Tensor> tangents) {
        var in = new ArrayList<>(values);
        tangents.stream().filter(t -> t != null).forEach(in::add);
        var out = j.apply(in);
        int n = g.results().size();
        var next = out.subList(n, out.size()).iterator();
        return new Control.Pushed(out.subList(0, n), Arrays.asList(g.resultTypes().stream()
                .map(t -> t.dtype().isFloat() ? next.next() : null).toArray(Tensor[]::new)));
    }

    /// The graph with the marked results only.
    static Graph only(Graph g, boolean[] results) {
        return new Graph(g.name(), g.inputs(), g.equations(), Flow.only(g.results(), results));
    }

    /// Tangents or cotangents with zeros made real where `marks` says so.
    static List<Tensor> real(List<Tensor> seeds, List<TensorType> types, boolean[] marks) {
        var out = new Tensor[marks.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = marks[i] ? Rules.orZeros(seeds.get(i), types.get(i)) : null;
        }
        return Arrays.asList(out);
    }

    static List<TensorType> types(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::type).toList();
    }

    static boolean[] floats(List<Tensor> operands, boolean[] wanted) {
        var out = wanted.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] &= operands.get(i).dtype().isFloat();
        }
        return out;
    }

    static List<Tensor> given(List<Tensor> some) {
        return some.stream().filter(t -> t != null).toList();
    }

    @SafeVarargs
    static List<Tensor> concat(List<Tensor>... parts) {
        var out = new ArrayList<Tensor>();
        for (var p : parts) {
            out.addAll(p);
        }
        return out;
    }

    /// As many entries as there are marks: the next of `some` where marked, else null.
    static List<Tensor> spread(boolean[] marks, List<Tensor> some) {
        var next = some.iterator();
        var out = new Tensor[marks.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = marks[i] ? next.next() : null;
        }
        return Arrays.asList(out);
    }

    /// The types with a batch axis where marked.
    static List<TensorType> batched(List<TensorType> types, boolean[] marks, long size) {
        return IntStream.range(0, marks.length).mapToObj(i -> marks[i]
                ? types.get(i).with(types.get(i).shape().insert(0, size)) : types.get(i)).toList();
    }

    /// `g` on arguments of which the `in` ones have a batch axis, with one on the `out` results only.
    static List<Tensor> batch(Batch b, Graph g, boolean[] in, boolean[] out, List<Tensor> arguments) {
        var rows = b.deriving().batch(g, Flow.list(in), b.size()).apply(arguments);
        var plain = new ArrayList<Tensor>();
        boolean all = true;
        for (boolean o : out) {
            all &= o;
        }
        if (!all) {
            for (int i = 0; i < in.length; i++) {
                plain.add(in[i] ? Ops.zeros(g.inputTypes().get(i)) : arguments.get(i));
            }
        }
        var once = all ? rows : g.apply(plain);
        return IntStream.range(0, out.length).mapToObj(i -> out[i] ? rows.get(i) : once.get(i)).toList();
    }

    /// Results of a batched operation, those without a batch axis broadcast along it.
    static List<Tensor> fronts(List<Tensor> results, boolean[] marks, long size) {
        return IntStream.range(0, marks.length).mapToObj(i -> marks[i] ? results.get(i)
                : Ops.broadcastTo(results.get(i), results.get(i).shape().insert(0, size))).toList();
    }

    /// Where the lane's mask holds the first, elsewhere the second; both have the batch axis in front.
    static Tensor pick(Tensor lanes, Tensor a, Tensor b) {
        var sizes = new long[a.rank()];
        Arrays.fill(sizes, 1);
        sizes[0] = lanes.size(0);
        return Ops.where(Ops.broadcastTo(Ops.reshape(lanes, sizes), a.shape()), a, b);
    }

    /// The results of a loop, what does not change in it taken out before.
    static List<Tensor> bind(Control op, List<Tensor> operands) {
        return Hoist.bind(op, operands);
    }

    /// An error unless operand types are what the inputs of a nested graph need.
    static void check(String asked, Graph g, List<TensorType> got) {
        var want = g.inputTypes();
        if (got.size() != want.size()) {
            throw new ShapeException(asked, got.size() + " operands for the " + want.size() + " inputs of graph "
                    + g.name(), "give one operand for each input");
        }
        for (int i = 0; i < want.size(); i++) {
            if (!got.get(i).equals(want.get(i))) {
                var name = g.inputs().get(i).var().name();
                throw new ShapeException(asked, "operand " + i + " of type " + got.get(i) + " for input "
                        + (name == null ? i : name) + " of graph " + g.name() + ", which is " + want.get(i),
                        "give " + want.get(i));
            }
        }
    }

    /// An error unless the first results of a loop's body have the types of its carries, which are inputs from
    /// `first` on.
    static void carries(String asked, Graph body, int first, int count) {
        if (body.results().size() < count || first + count > body.inputs().size()) {
            throw new ShapeException(asked, "graph " + body.name() + " with " + body.inputs().size() + " inputs and "
                    + body.results().size() + " results for " + count + " carries",
                    "let the body take the carries behind the constants and return them first");
        }
        for (int i = 0; i < count; i++) {
            var before = body.inputs().get(first + i).var();
            var after = body.results().get(i).type();
            if (!before.type().equals(after)) {
                throw new ShapeException(asked, "carry " + (before.name() == null ? i : before.name()) + " of type "
                        + before.type() + " before and " + after + " after an iteration of " + body.name(),
                        "give it the same type on both sides: convert or reshape it in the body");
            }
        }
    }
}
