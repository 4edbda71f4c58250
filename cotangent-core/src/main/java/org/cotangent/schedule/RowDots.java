package org.cotangent.schedule;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.core.DType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.op.AxisList;
import org.cotangent.op.Dot;

/// A product of a long matrix and a vector seen as work on the rows of the matrix: each row times the vector, or the
/// rows times an element each, added.
///
/// @param matrix whose rows are read
/// @param vector the other operand
/// @param width  cells of a row
/// @param sums   whether rows are added
record RowDots(Atom matrix, Atom vector, long width, boolean sums) {
    /// Cells of a row; rows at least; bytes of a matrix that is worth reading once instead of twice.
    private static final long NARROWEST = 16;
    private static final long WIDEST = 1024;
    private static final long SHORTEST = 4096;
    private static final long BYTES = 1 << 20;

    /// The product as such work, or null where it is none.
    static RowDots of(Equation e) {
        if (!(e.op() instanceof Dot d) || !d.lhsBatch().isEmpty()) {
            return null;
        }
        var left = e.operands().get(0);
        var right = e.operands().get(1);
        var type = left.type().dtype();
        if (type != DType.FLOAT32 && type != DType.FLOAT64) {
            return null;
        }
        var one = of(left, d.lhs(), right, d.rhs());
        return one != null ? one : of(right, d.rhs(), left, d.lhs());
    }

    private static RowDots of(Atom matrix, List<Integer> axes, Atom vector, List<Integer> others) {
        var shape = matrix.type().shape();
        int rank = shape.rank();
        int k = axes.size();
        long inner = 1;
        for (int a : axes) {
            inner *= shape.size(a);
        }
        boolean whole = vector.type().shape().count() == inner && others.equals(others.stream().sorted().toList());
        if (!whole || inner == 0 || k == 0 || k == rank) {
            return null;
        }
        boolean last = axes.equals(AxisList.between(rank - k, rank));
        if (!last && !axes.equals(AxisList.range(k))) {
            return null;
        }
        long free = shape.count() / inner;
        long width = last ? inner : free;
        long rows = last ? free : inner;
        boolean fits = width >= NARROWEST && width <= WIDEST && rows >= SHORTEST
            && rows * width * matrix.type().dtype().cell().bytes() >= BYTES;
        return fits ? new RowDots(matrix, vector, width, !last) : null;
    }

    /// Whether a cluster has any.
    static boolean in(Cluster c) {
        return c.members.stream().anyMatch(e -> e.op() instanceof Dot);
    }

    /// The products among a loop's members whose matrix no other of them reads; `root` gives where an operand lies.
    static List<Equation> lone(Cluster c, Map<Equation, RowDots> products, Function<Atom, Atom> root) {
        var own = c.loop ? c.members.stream().filter(products::containsKey).toList() : List.<Equation>of();
        return own.stream().filter(e -> own.stream().noneMatch(o -> o != e
            && root.apply(products.get(o).matrix()) == root.apply(products.get(e).matrix()))).toList();
    }
}
