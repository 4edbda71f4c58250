package org.cotangent.rewrite;

import java.util.List;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.op.Binary;
import org.cotangent.op.DynamicSlice;
import org.cotangent.op.DynamicUpdate;
import org.cotangent.op.IndexMode;
import org.cotangent.op.Op;
import org.cotangent.op.Scatter;

/// x + zeros with something added or written at some places: added into x at these places.
final class Accumulations implements Finder {
    @Override
    public List<Op> heads() {
        return List.of(Binary.ADD);
    }

    @Override
    public Found find(Site site) {
        var found = into(site.operand(0), site.operand(1), site);
        return found != null ? found : into(site.operand(1), site.operand(0), site);
    }

    private static Found into(Tensor x, Tensor part, Site site) {
        var op = Seen.op(part);
        if (Seen.isNumber(x) || op == null || Seen.operands(part).isEmpty() || site.view().uses(part) > 1
                || !isZero(Seen.operand(part), site) || !x.type().equals(part.type())) {
            return null;
        }
        if (op instanceof Scatter s && (s.kind() == Scatter.Kind.ADD || picks(s, part) == 1)) {
            var add = new Scatter(Scatter.Kind.ADD, s.axes(), s.batch(), s.lead(), s.mode());
            return new Found("add_in_place", () -> Dispatch.bind(add, List.of(x, Seen.operand(part, 1),
                    Seen.operand(part, 2))).getFirst());
        }
        return op instanceof DynamicUpdate u && u.mode() != IndexMode.DROP ? new Found("add_in_place",
                () -> window(x, part, u)) : null;
    }

    private static boolean isZero(Tensor t, Site site) {
        var f = site.fact(t);
        return f.lo() == 0 && f.hi() == 0 && !f.nan();
    }

    /// How many places a scatter writes to.
    private static long picks(Scatter s, Tensor part) {
        var sizes = Seen.operand(part, 1).shape().sizes();
        long n = 1;
        for (int i = 0; i < sizes.length - 1; i++) {
            n *= i < s.batch() ? 1 : sizes[i];
        }
        return n;
    }

    private static Tensor window(Tensor x, Tensor part, DynamicUpdate u) {
        var operands = Seen.operands(part);
        var starts = operands.subList(2, operands.size());
        var sizes = operands.get(1).shape();
        var all = new java.util.ArrayList<Tensor>(List.of(x));
        all.addAll(starts);
        var there = Dispatch.bind(new DynamicSlice(java.util.Arrays.stream(sizes.sizes()).boxed().toList(), u.mode()),
                all).getFirst();
        all.add(1, Ops.add(there, operands.get(1)));
        return Dispatch.bind(u, all).getFirst();
    }
}
