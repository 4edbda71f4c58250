package org.cotangent.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Tensor;
import org.cotangent.op.Dot;
import org.cotangent.op.Permute;
import org.cotangent.trace.Stage;

/// Permutations before and after products that the product can do itself, by naming other axes or taking its operands
/// the other way round.
final class Products {
    private Products() {
    }

    /// A product with its operands.
    record Product(Dot op, Tensor left, Tensor right) {
    }

    /// The product whose result is the permuted one, or null where there is none.
    static Product permuted(Permute p, Tensor x) {
        if (!(x instanceof Stage.Symbol s && s.op() instanceof Dot d)) {
            return null;
        }
        var left = s.operands().get(0);
        var right = s.operands().get(1);
        int batch = d.lhsBatch().size();
        int lefts = Dot.free(left.type(), d.lhs(), d.lhsBatch()).size();
        var swapped = new ArrayList<Integer>();
        IntStream.range(0, batch).forEach(swapped::add);
        IntStream.range(batch + lefts, x.rank()).forEach(swapped::add);
        IntStream.range(batch, batch + lefts).forEach(swapped::add);
        var turned = new Dot(d.rhs(), d.lhs(), d.rhsBatch(), d.lhsBatch());
        return swapped.equals(p.axes()) ? new Product(turned, right, left) : null;
    }

    /// The product of the operands before they were permuted, as far as the order of the result's axes allows it.
    static Product plain(Dot d, Tensor left, Tensor right) {
        if (before(left, d.lhs(), d.lhsBatch()) instanceof Permute p) {
            return plain(new Dot(map(p, d.lhs()), d.rhs(), map(p, d.lhsBatch()), d.rhsBatch()), operand(left), right);
        }
        if (before(right, d.rhs(), d.rhsBatch()) instanceof Permute p) {
            return plain(new Dot(d.lhs(), map(p, d.rhs()), d.lhsBatch(), map(p, d.rhsBatch())), left, operand(right));
        }
        return new Product(d, left, right);
    }

    private static Tensor operand(Tensor x) {
        return ((Stage.Symbol) x).operands().getFirst();
    }

    private static List<Integer> map(Permute p, List<Integer> axes) {
        return axes.stream().map(p.axes()::get).toList();
    }

    /// The permutation that made a tensor, if the free axes keep their order without it.
    private static Permute before(Tensor x, List<Integer> contracted, List<Integer> batch) {
        if (!(x instanceof Stage.Symbol s && s.op() instanceof Permute p)) {
            return null;
        }
        var free = map(p, Dot.free(x.type(), contracted, batch));
        return free.equals(free.stream().sorted().toList()) ? p : null;
    }
}
