package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Concat;
import org.cotangent.op.Convert;
import org.cotangent.op.Flip;
import org.cotangent.op.Op;
import org.cotangent.op.Pad;
import org.cotangent.op.Permute;
import org.cotangent.op.Reduce;
import org.cotangent.op.Reshape;
import org.cotangent.op.Slice;
import org.cotangent.op.Sum;

/// Movements and conversions that cancel or become one.
final class Moves implements Finder {
    @Override
    public List<Op> heads() {
        var none = List.<Long>of();
        return List.of(new Reshape(Shape.SCALAR), new Permute(List.of()), new Broadcast(Shape.SCALAR, List.of()),
                new Slice(none, none, none), new Flip(List.of()), new Pad(none, none, none), new Concat(0),
                new Convert(DType.FLOAT64), new Reduce(Reduce.Kind.MAX, List.of()), new Sum(List.of()));
    }

    @Override
    public Found find(Site site) {
        var x = site.operand();
        if (isIdentity(site, x)) {
            return new Found("move_nothing", () -> x);
        }
        var inner = Seen.op(x);
        if (inner == null) {
            return null;
        }
        var from = Seen.operands(x).isEmpty() ? null : Seen.operand(x);
        return switch (site.op()) {
            case Permute p when inner instanceof Permute q -> one("move_twice",
                    new Permute(p.axes().stream().map(q.axes()::get).toList()), from);
            case Broadcast b when inner instanceof Broadcast c -> one("move_twice",
                    new Broadcast(b.shape(), c.axes().stream().map(b.axes()::get).toList()), from);
            case Slice s when inner instanceof Slice t -> one("move_twice", composed(s, t), from);
            case Flip f when inner instanceof Flip g -> one("move_twice", composed(f, g), from);
            case Convert c when inner instanceof Convert && isLossless(from.dtype(), x.dtype()) ->
                from.dtype() == c.dtype() ? new Found("convert_twice", () -> from) : one("convert_twice", c, from);
            case Reduce r when inner instanceof Broadcast b && isRepeated(r, b, from) ->
                new Found("reduce_repeated", () -> from);
            default -> null;
        };
    }

    private static Found one(String rule, Op op, Tensor from) {
        return new Found(rule, () -> Dispatch.bind(op, List.of(from)).getFirst());
    }

    private static boolean isIdentity(Site site, Tensor x) {
        if (!site.type().equals(x.type()) || x.rank() == 0 && Seen.isNumber(x)) {
            return false;
        }
        return switch (site.op()) {
            case Reshape _, Broadcast _, Convert _ -> true;
            case Permute p -> p.axes().equals(IntStream.range(0, x.rank()).boxed().toList());
            case Slice s -> s.stride().stream().allMatch(v -> v == 1);
            case Flip f -> f.axes().isEmpty();
            case Pad p -> isZero(p.low()) && isZero(p.high()) && isZero(p.interior());
            case Concat _ -> site.operands().size() == 1;
            case Sum s -> s.axes().isEmpty();
            case Reduce r -> r.axes().isEmpty();
            default -> false;
        };
    }

    private static boolean isZero(List<Long> sizes) {
        return sizes.equals(Collections.nCopies(sizes.size(), 0L));
    }

    private static Slice composed(Slice outer, Slice inner) {
        var start = new ArrayList<Long>();
        var limit = new ArrayList<Long>();
        var stride = new ArrayList<Long>();
        for (int a = 0; a < outer.start().size(); a++) {
            long step = inner.stride().get(a);
            long first = inner.start().get(a) + outer.start().get(a) * step;
            long n = outer.limit().get(a) - outer.start().get(a);
            start.add(Math.min(first, inner.limit().get(a)));
            limit.add(n == 0 ? start.getLast() : inner.start().get(a) + (outer.limit().get(a) - 1) * step + 1);
            stride.add(step * outer.stride().get(a));
        }
        return new Slice(List.copyOf(start), List.copyOf(limit), List.copyOf(stride));
    }

    private static Flip composed(Flip f, Flip g) {
        var axes = new ArrayList<>(f.axes());
        g.axes().forEach(a -> {
            if (!axes.remove(a)) {
                axes.add(a);
            }
        });
        return new Flip(axes.stream().sorted().toList());
    }

    /// Whether every number of one dtype is one of the other.
    private static boolean isLossless(DType from, DType to) {
        return from == to || from == DType.BOOL || from == DType.INT32 && (to == DType.INT64 || to == DType.FLOAT64)
                || from == DType.FLOAT32 && to == DType.FLOAT64 || from.isHalf() && to.isFloat() && !to.isHalf();
    }

    /// A maximum, minimum, and, or of copies of one element.
    private static boolean isRepeated(Reduce r, Broadcast b, Tensor from) {
        return r.kind() != Reduce.Kind.PROD && r.axes().equals(b.newAxes()) && !b.axes().isEmpty()
                && from.rank() > 0 && b.newAxes().stream().allMatch(a -> b.shape().size(a) > 0);
    }
}
