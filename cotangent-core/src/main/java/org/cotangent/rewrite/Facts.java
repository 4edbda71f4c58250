package org.cotangent.rewrite;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.op.ArgReduce;
import org.cotangent.op.Barrier;
import org.cotangent.op.Bits;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Compare;
import org.cotangent.op.Concat;
import org.cotangent.op.Convert;
import org.cotangent.op.CumSum;
import org.cotangent.op.Dot;
import org.cotangent.op.DynamicSlice;
import org.cotangent.op.DynamicUpdate;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Flip;
import org.cotangent.op.Gather;
import org.cotangent.op.IndexMode;
import org.cotangent.op.Iota;
import org.cotangent.op.LogSoftmax;
import org.cotangent.op.LogSumExp;
import org.cotangent.op.Op;
import org.cotangent.op.Pad;
import org.cotangent.op.Permute;
import org.cotangent.op.Reduce;
import org.cotangent.op.Reshape;
import org.cotangent.op.Scatter;
import org.cotangent.op.Select;
import org.cotangent.op.Slice;
import org.cotangent.op.Softmax;
import org.cotangent.op.Split;
import org.cotangent.op.Stop;
import org.cotangent.op.Sum;

/// Ranges, signs and finiteness of every value of a graph, worked out from the inputs to the results.
final class Facts {
    private static final double INF = Double.POSITIVE_INFINITY;

    private Facts() {
    }

    /// What is known of every value of a graph whose inputs may be anything.
    static Map<Var, Fact> of(Graph g) {
        var known = new IdentityHashMap<Var, Fact>();
        g.inputs().forEach(i -> known.put(i.var(), Fact.of(i.var().type())));
        for (var e : g.equations()) {
            for (int i = 0; i < e.results().size(); i++) {
                var v = e.results().get(i);
                known.put(v, of(e.op(), e.operands(), i, v.type(), a -> fact(a, known)));
            }
        }
        return known;
    }

    private static Fact fact(Atom a, Map<Var, Fact> known) {
        return a instanceof Literal l ? Fact.of(l.value()) : known.get((Var) a);
    }

    /// What is known of result `i` of type `type`; `fact` says what is known of the operands.
    static <T> Fact of(Op op, List<T> operands, int i, TensorType type, Function<T, Fact> fact) {
        var found = derived(op, operands, i, type, fact);
        var all = Fact.of(type);
        return found.lo() <= found.hi() ? found.within(all.lo(), all.hi()) : all;
    }

    private static <T> Fact derived(Op op, List<T> operands, int i, TensorType type, Function<T, Fact> fact) {
        if (operands.isEmpty()) {
            return op instanceof Iota iota ? new Fact(0, Math.max(0, type.shape().size(iota.axis()) - 1), false, true)
                    : Fact.of(type);
        }
        var x = fact.apply(operands.getFirst());
        return switch (op) {
            case Compare _ -> Fact.BOOL;
            case Bits b when b == Bits.IS_FINITE -> x.isFinite() ? new Fact(1, 1, false, true) : Fact.BOOL;
            case Elementwise e -> ElementFacts.of(e, operands.stream().map(fact).toList(), type.dtype());
            case Select _ -> select(operands, fact);
            case Convert c -> convert(x, c.dtype());
            case Reshape _, Permute _, Broadcast _, Slice _, Flip _, DynamicSlice _, Stop _, Split _, Barrier _ ->
                op instanceof Barrier ? fact.apply(operands.get(i)) : x;
            case Concat _ -> operands.stream().map(fact).reduce(Fact::or).orElseThrow();
            case Pad _, DynamicUpdate _ -> x.or(fact.apply(operands.get(1)));
            case Gather g -> g.mode() == IndexMode.FILL ? x.or(Fact.BOOL.within(0, 0)) : x;
            case Scatter s -> scatter(s, x, fact.apply(operands.get(2)), type);
            default -> reduced(op, operands, x, type, fact);
        };
    }

    private static <T> Fact reduced(Op op, List<T> operands, Fact x, TensorType type, Function<T, Fact> fact) {
        boolean finite = x.isFinite();
        return switch (op) {
            case Sum _, CumSum _ -> sum(op, operands, x, type);
            case Reduce r -> reduce(r, operands, x, type);
            case ArgReduce _ -> new Fact(0, INF, false, true);
            case Softmax _ -> new Fact(0, 1, !finite, false);
            case LogSoftmax _ -> new Fact(-INF, 0, !finite, false);
            case LogSumExp _ -> new Fact(Math.min(x.lo(), x.lo() * (1 + 0x1p-20)), INF, x.nan(), false);
            case Dot d -> product(d, operands, x, fact.apply(operands.get(1)), type);
            default -> Fact.of(type);
        };
    }

    private static <T> Fact select(List<T> operands, Function<T, Fact> fact) {
        var c = fact.apply(operands.getFirst());
        var a = refined(operands.get(0), operands.get(1), true, fact.apply(operands.get(1)));
        var b = refined(operands.get(0), operands.get(2), false, fact.apply(operands.get(2)));
        return c.lo() == 1 ? a : c.hi() == 0 ? b : a.or(b);
    }

    /// What a comparison with a number adds about its operand in the branch that it decides.
    private static Fact refined(Object condition, Object value, boolean holds, Fact known) {
        if (!(condition instanceof Tensor c && value instanceof Tensor v && Seen.op(c) instanceof Compare compare)
                || !Seen.same(Seen.operand(c, 0), v) || !Seen.isNumber(Seen.operand(c, 1)) || !v.dtype().isFloat()) {
            return known;
        }
        double bound = Seen.number(Seen.operand(c, 1));
        var below = known.within(-INF, bound);
        var above = known.within(bound, INF);
        var out = switch (compare) {
            case LT, LE -> holds ? below.withNan(false) : above;
            case GT, GE -> holds ? above.withNan(false) : below;
            default -> known;
        };
        return out.lo() <= out.hi() ? out : known;
    }

    private static Fact convert(Fact x, DType to) {
        if (to == DType.BOOL) {
            return Fact.BOOL;
        }
        if (to.isFloat()) {
            return Ranges.rounded(x.lo(), x.hi(), x.nan(), x.integer(), to);
        }
        var all = Fact.of(to);
        double lo = Math.max(all.lo(), Math.min(x.lo() < 0 ? Math.ceil(x.lo()) : Math.floor(x.lo()),
                x.nan() ? 0 : INF));
        double hi = Math.min(all.hi(), Math.max(x.hi() < 0 ? Math.ceil(x.hi()) : Math.floor(x.hi()),
                x.nan() ? 0 : -INF));
        return lo <= hi && Math.max(Math.abs(lo), Math.abs(hi)) < 0x1p52 ? new Fact(lo, hi, false, true) : all;
    }

    private static Fact scatter(Scatter s, Fact x, Fact updates, TensorType type) {
        if (s.kind() == Scatter.Kind.SET) {
            return x.or(updates);
        }
        return type.dtype().isFloat() && x.isNonNegative() && updates.isNonNegative() ? new Fact(0, INF, false, false)
                : Fact.of(type);
    }

    private static <T> Fact sum(Op op, List<T> operands, Fact x, TensorType type) {
        double most = count(operands.getFirst());
        double n = op instanceof Sum s ? count(operands.getFirst(), s.axes()) : most;
        if (Double.isNaN(n)) {
            return Fact.of(type);
        }
        var all = Ranges.sum(x, n, type.dtype());
        return op instanceof Sum ? all : all.or(x).or(new Fact(0, 0, false, true));
    }

    private static double count(Object value) {
        return shape(value).count();
    }

    private static double count(Object value, List<Integer> axes) {
        double n = 1;
        for (int a : axes) {
            n *= shape(value).size(a);
        }
        return n;
    }

    private static org.cotangent.core.Shape shape(Object value) {
        return value instanceof Atom a ? a.type().shape() : ((Tensor) value).shape();
    }

    private static <T> Fact reduce(Reduce r, List<T> operands, Fact x, TensorType type) {
        return switch (r.kind()) {
            case AND, OR -> Fact.BOOL;
            case MAX, MIN -> count(operands.getFirst(), r.axes()) > 0 ? x : Fact.of(type);
            case PROD -> type.dtype().isFloat() && x.isNonNegative()
                    ? new Fact(0, INF, true, x.integer()) : Fact.of(type);
        };
    }

    private static <T> Fact product(Dot d, List<T> operands, Fact x, Fact y, TensorType type) {
        if (!type.dtype().isFloat()) {
            return Fact.of(type);
        }
        double inner = count(operands.getFirst()) * count(operands.get(1)) / Math.max(1, type.shape().count());
        double m = inner * x.size() * y.size() * (1 + inner * 0x1p-20) + Float.MIN_NORMAL;
        boolean bounded = !x.nan() && !y.nan() && m < (type.dtype() == DType.FLOAT64 ? 1e300 : 1e37);
        return bounded ? new Fact(x.lo() >= 0 && y.lo() >= 0 ? 0 : -m, m, false, false) : Fact.of(type);
    }
}
