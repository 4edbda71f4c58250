package org.cotangent.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Structure;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;

/// Structures of tensors (records, lists, maps) taken leaf by leaf.
public final class Leaves {
    private Leaves() {
    }

    /// The leaves in order.
    public static List<Tensor> of(Object tree) {
        var out = new ArrayList<Tensor>();
        Structure.of(tree, out);
        return out;
    }

    /// The path of each leaf, such as `layers[0].weight`; that of a lone tensor is empty.
    public static List<String> paths(Object tree) {
        return Structure.of(tree, new ArrayList<>()).paths("");
    }

    /// Every leaf put through `f`.
    public static <P> P map(P tree, UnaryOperator<Tensor> f) {
        var leaves = new ArrayList<Tensor>();
        var structure = Structure.of(tree, leaves);
        leaves.replaceAll(f);
        return built(structure, leaves);
    }

    /// The leaves of two trees of one structure, put through `f` pair by pair.
    ///
    /// @throws StructureException where the structures differ
    public static <P> P zip(P a, P b, BinaryOperator<Tensor> f) {
        var left = new ArrayList<Tensor>();
        var structure = Structure.of(a, left);
        var right = like(structure, b);
        var out = new ArrayList<Tensor>();
        for (int i = 0; i < left.size(); i++) {
            out.add(f.apply(left.get(i), right.get(i)));
        }
        return built(structure, out);
    }

    /// The leaves of a tree that must have the given structure.
    ///
    /// @throws StructureException where it has another
    public static List<Tensor> like(Structure structure, Object tree) {
        var leaves = new ArrayList<Tensor>();
        var got = Structure.of(tree, leaves);
        if (!got.equals(structure)) {
            throw new StructureException("take two structures leaf by leaf", structure + " and " + got,
                    "give structures that are equal in records, lengths of lists, keys of maps and static values");
        }
        return leaves;
    }

    @SuppressWarnings("unchecked")
    static <P> P built(Structure structure, List<Tensor> leaves) {
        return (P) structure.build(leaves);
    }

    /// Zeros in every leaf.
    public static <P> P zeros(P tree) {
        return map(tree, Ops::zerosLike);
    }

    /// `condition ? a : b` for a scalar bool tensor, leaf by leaf.
    public static <P> P where(Tensor condition, P a, P b) {
        return zip(a, b, (x, y) -> Ops.where(condition, x, y));
    }

    /// The float leaves converted, the others as they are.
    public static <P> P convert(P tree, DType dtype) {
        return map(tree, x -> x.dtype().isFloat() ? Ops.convert(x, dtype) : x);
    }

    /// The Euclidean norm of all elements of all leaves, a float64 scalar; squares are added in float64.
    public static Tensor norm(Object tree) {
        var sum = Ops.zeros(Scalars.F64);
        for (var leaf : of(tree)) {
            sum = sum.add(Ops.sum(Ops.square(Ops.convert(leaf, DType.FLOAT64))));
        }
        return Ops.sqrt(sum);
    }

    /// Whether all elements of all float leaves are finite, a bool scalar.
    public static Tensor allFinite(Object tree) {
        Tensor all = Ops.full(Scalars.BOOL, 1);
        for (var leaf : of(tree)) {
            all = leaf.dtype().isFloat() ? Ops.and(all, Ops.all(Ops.isFinite(leaf))) : all;
        }
        return all;
    }

    /// The number of elements of all leaves.
    public static long count(Object tree) {
        return of(tree).stream().mapToLong(t -> t.shape().count()).reduce(0, Math::addExact);
    }
}
