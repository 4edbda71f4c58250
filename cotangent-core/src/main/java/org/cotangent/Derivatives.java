package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.Structure;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.op.Rules;
import org.cotangent.rewrite.Stabilize;
import org.cotangent.trace.Batching;
import org.cotangent.trace.FlatFn;
import org.cotangent.trace.Linearization;
import org.cotangent.trace.Tape;

/// Pull backs, push forwards and Jacobians of functions over structures.
final class Derivatives {
    private Derivatives() {
    }

    @SuppressWarnings("unchecked")
    static <A, R> Vjp<A, R> vjp(Function<List<Object>, Object> f, Object... arguments) {
        var flat = new Flattened(f, arguments);
        Gradients.checkFloat(flat);
        var tape = Tape.record(Stabilize.whereStaged(flat, flat.leaves()), flat.leaves(), active(flat));
        var value = (R) flat.result().build(tape.values());
        return new Vjp<>(value, ct -> {
            var pulled = tape.pull(leaves(ct, flat, tape.values()));
            return (A) flat.argument().build(filled(pulled.subList(0, flat.first()), flat.leaves()));
        });
    }

    @SuppressWarnings("unchecked")
    static <A, R> Jvp<R> jvp(Function<List<Object>, Object> f, A tangent, Object... arguments) {
        var flat = new Flattened(f, arguments);
        Gradients.checkFloat(flat);
        var tangents = tangents(flat, tangent);
        var out = org.cotangent.trace.Jvp.run(Stabilize.whereStaged(flat, flat.leaves()), flat.leaves(), tangents);
        return new Jvp<>((R) flat.result().build(out.values()),
                (R) flat.result().build(filled(out.tangents(), out.values())));
    }

    @SuppressWarnings("unchecked")
    static <A, R> Linearized<A, R> linearize(Function<List<Object>, Object> f, Object... arguments) {
        var flat = new Flattened(f, arguments);
        Gradients.checkFloat(flat);
        var out = Linearization.of(Stabilize.whereStaged(flat, flat.leaves()), flat.leaves(), active(flat));
        var value = (R) flat.result().build(out.values());
        return new Linearized<>(value, t -> {
            var tangents = tangents(flat, t).subList(0, flat.first());
            return (R) flat.result().build(filled(out.apply(tangents), out.values()));
        });
    }

    /// The Jacobian by the cheaper mode.
    static Tensor jacobian(TensorFn f, Tensor x) {
        var flat = new Flattened(a -> f.apply((Tensor) a.getFirst()), x);
        Gradients.checkFloat(flat);
        var tape = Tape.record(Stabilize.whereStaged(flat, flat.leaves()), List.of(x), new boolean[] {true});
        return x.shape().count() < tape.values().getFirst().shape().count() ? jacobian(f, x, true) : rows(tape, x);
    }

    /// The Jacobian with the axes of the result, then those of the argument.
    static Tensor jacobian(TensorFn f, Tensor x, boolean forward) {
        var flat = new Flattened(a -> f.apply((Tensor) a.getFirst()), x);
        Gradients.checkFloat(flat);
        FlatFn g = Stabilize.whereStaged(flat, flat.leaves());
        return forward ? columns(g, List.of(x), 0).getFirst()
                : rows(Tape.record(g, List.of(x), new boolean[] {true}), x);
    }

    private static Tensor rows(Tape.Pullback tape, Tensor x) {
        var y = tape.values().getFirst();
        FlatFn pull = ct -> filled(tape.pull(ct), List.of(x));
        var rows = Batching.run(pull, List.of(basis(y.type())), List.of(true), y.shape().count()).getFirst();
        return Ops.reshape(rows, joined(y.shape(), x.shape()));
    }

    /// For each result its derivative with respect to argument `c`: axes of the result, then those of the argument.
    static List<Tensor> columns(FlatFn f, List<Tensor> arguments, int c) {
        var x = arguments.get(c);
        FlatFn push = t -> {
            var tangents = new ArrayList<Tensor>(Collections.nCopies(arguments.size(), null));
            tangents.set(c, t.getFirst());
            var out = org.cotangent.trace.Jvp.run(f, arguments, tangents);
            return filled(out.tangents(), out.values());
        };
        var all = Batching.run(push, List.of(basis(x.type())), List.of(true), x.shape().count());
        return all.stream().map(t -> Ops.reshape(Ops.moveAxis(t, 0, -1), joined(t.shape().remove(0), x.shape())))
                .toList();
    }

    private static long[] joined(Shape a, Shape b) {
        var out = Arrays.copyOf(a.sizes(), a.rank() + b.rank());
        System.arraycopy(b.sizes(), 0, out, a.rank(), b.rank());
        return out;
    }

    /// All unit directions of the type, along a new leading axis.
    private static Tensor basis(TensorType type) {
        long n = type.shape().count();
        var i = Ops.arange(n, DType.INT64);
        var unit = Ops.convert(Ops.eq(Ops.reshape(i, n, 1), i), type.dtype());
        return Ops.reshape(unit, type.shape().insert(0, n).sizes());
    }

    private static boolean[] active(Flattened flat) {
        var active = new boolean[flat.leaves().size()];
        Arrays.fill(active, 0, flat.first(), true);
        return active;
    }

    private static List<Tensor> tangents(Flattened flat, Object tangent) {
        var leaves = new ArrayList<Tensor>();
        var structure = Structure.of(tangent, leaves);
        checkSame("push a tangent forward", flat.argument(), structure, flat.leaves().subList(0, flat.first()), leaves);
        leaves.addAll(Collections.nCopies(flat.leaves().size() - flat.first(), null));
        return leaves;
    }

    private static List<Tensor> leaves(Object ct, Flattened flat, List<Tensor> values) {
        var leaves = new ArrayList<Tensor>();
        checkSame("pull a cotangent back", flat.result(), Structure.of(ct, leaves), values, leaves);
        return leaves;
    }

    private static void checkSame(String asked, Structure want, Structure got,
            List<Tensor> like, List<Tensor> leaves) {
        if (!want.equals(got)) {
            throw new StructureException(asked, "structure " + got, "give " + want);
        }
        for (int i = 0; i < leaves.size(); i++) {
            if (!leaves.get(i).type().equals(like.get(i).type())) {
                throw new StructureException(asked, "a leaf of type " + leaves.get(i).type(), "give "
                        + like.get(i).type());
            }
        }
    }

    /// The tensors with zeros in place of null.
    static List<Tensor> filled(List<Tensor> tensors, List<Tensor> like) {
        var out = new ArrayList<Tensor>(tensors.size());
        for (int i = 0; i < tensors.size(); i++) {
            out.add(Rules.orZeros(tensors.get(i), like.get(i).type()));
        }
        return out;
    }
}
