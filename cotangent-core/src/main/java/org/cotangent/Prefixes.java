package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;

/// Running results of an associative function: pairs are combined, the running results of the pairs computed, and the
/// elements between filled in, so that for n elements some 2n combinations run in 2 log2(n) batches.
final class Prefixes<X> {
    private final Fn2<X, X, X> combine;
    private final Structure structure;
    private final List<Tensor> leaves = new ArrayList<>();
    private final int axis;
    private final long n;

    Prefixes(Fn2<X, X, X> f, X xs, int axis) {
        this.combine = Transforms.vmap(f);
        this.structure = Structure.of(xs, leaves);
        this.axis = axis;
        if (leaves.isEmpty() || leaves.stream().anyMatch(t -> t.rank() == 0
                || t.size(axis) != leaves.getFirst().size(axis))) {
            throw new ShapeException("scan with an associative function", leaves.stream().map(Tensor::type).toList()
                    .toString(), "give tensors with as many elements along axis " + axis);
        }
        this.n = leaves.getFirst().size(axis);
    }

    @SuppressWarnings("unchecked")
    X run(boolean reverse) {
        var in = leaves.stream().map(t -> Ops.moveAxis(t, axis, 0)).map(t -> reverse ? Ops.flip(t, 0) : t).toList();
        var out = prefixes(in, n).stream().map(t -> reverse ? Ops.flip(t, 0) : t).map(t -> Ops.moveAxis(t, 0, axis))
                .toList();
        return (X) structure.build(out);
    }

    /// Recursion is over the logarithm of the length.
    private List<Tensor> prefixes(List<Tensor> x, long length) {
        if (length < 2) {
            return x;
        }
        var pairs = apply(every(x, 0, length - 1), every(x, 1, length));
        var odd = prefixes(pairs, length / 2);
        boolean ends = length % 2 == 1;
        var first = part(x, 0, 1);
        List<Tensor> even = first;
        if (length > 2) {
            var before = ends ? odd : part(odd, 0, length / 2 - 1);
            even = join(first, apply(before, every(x, 2, length)));
        }
        return interleave(even, odd, length);
    }

    private List<Tensor> apply(List<Tensor> a, List<Tensor> b) {
        var out = new ArrayList<Tensor>();
        build(a, b, out);
        return out;
    }

    @SuppressWarnings("unchecked")
    private void build(List<Tensor> a, List<Tensor> b, List<Tensor> out) {
        var got = Structure.of(combine.apply((X) structure.build(a), (X) structure.build(b)), out);
        for (int i = 0; i < leaves.size(); i++) {
            if (!got.equals(structure) || !out.get(i).type().equals(a.get(i).type())) {
                throw new ShapeException("scan with an associative function", "a function that makes " + out.stream()
                        .map(Tensor::type).toList() + " of batches " + a.stream().map(Tensor::type).toList(),
                        "return values of the form and type of the arguments");
            }
        }
    }

    private static List<Tensor> every(List<Tensor> x, long from, long to) {
        return x.stream().map(t -> Ops.slice(t, 0, from, to, 2)).toList();
    }

    private static List<Tensor> part(List<Tensor> x, long from, long to) {
        return x.stream().map(t -> Ops.slice(t, 0, from, to)).toList();
    }

    private static List<Tensor> join(List<Tensor> a, List<Tensor> b) {
        var out = new ArrayList<Tensor>();
        for (int i = 0; i < a.size(); i++) {
            out.add(Ops.concat(0, a.get(i), b.get(i)));
        }
        return out;
    }

    /// a0, b0, a1, b1, ...; of an odd length the last is one of `a`.
    private static List<Tensor> interleave(List<Tensor> a, List<Tensor> b, long length) {
        var out = new ArrayList<Tensor>();
        for (int i = 0; i < a.size(); i++) {
            long half = b.get(i).size(0);
            var both = Ops.stack(1, part(a, 0, half).get(i), b.get(i));
            var flat = Ops.reshape(both, b.get(i).shape().with(0, 2 * half).sizes());
            out.add(length == 2 * half ? flat : Ops.concat(0, flat, Ops.slice(a.get(i), 0, half, half + 1)));
        }
        return out;
    }
}
