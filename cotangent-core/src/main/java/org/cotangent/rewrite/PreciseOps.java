package org.cotangent.rewrite;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Elements;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Exponential;
import org.cotangent.op.LogSoftmax;
import org.cotangent.op.LogSumExp;
import org.cotangent.op.Movement;
import org.cotangent.op.Normalizing;
import org.cotangent.op.Op;
import org.cotangent.op.Reduce;
import org.cotangent.op.Select;
import org.cotangent.op.Stop;
import org.cotangent.op.Sum;
import org.cotangent.storage.Storage;

/// The true value of a small graph, to hundreds of digits: null for elements that have none, or that functions cannot
/// reach. [Precise.Undefined] where an operation is not among those that certificates know.
final class PreciseOps {
    private PreciseOps() {
    }

    /// The first result, element by element; bools are 0 and 1.
    static BigDecimal[] evaluate(Graph g, List<Concrete> inputs) {
        Map<Var, BigDecimal[]> values = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            values.put(g.inputs().get(i).var(), exact(inputs.get(i)));
        }
        for (var e : g.equations()) {
            var operands = e.operands().stream().map(a -> value(a, values)).toList();
            values.put(e.result(), apply(e.op(), operands, e.operands().stream().map(Atom::type).toList(),
                    e.result().type()));
        }
        return value(g.results().getFirst(), values);
    }

    private static BigDecimal[] value(Atom a, Map<Var, BigDecimal[]> values) {
        return a instanceof Literal l ? exact(l.value()) : values.get((Var) a);
    }

    private static BigDecimal[] exact(Concrete c) {
        var out = new BigDecimal[Math.toIntExact(c.shape().count())];
        for (int i = 0; i < out.length; i++) {
            double v = c.getDouble(i);
            if (!Double.isFinite(v)) {
                continue;
            }
            out[i] = new BigDecimal(v);
        }
        return out;
    }

    private static BigDecimal[] apply(Op op, List<BigDecimal[]> in, List<TensorType> types, TensorType type) {
        return switch (op) {
            case Select _ -> each(type, i -> at(in.get(0), i) == null ? in.get(0)
                    : in.get(at(in.get(0), i).signum() != 0 ? 1 : 2));
            case Elementwise e -> elementwise(e, in, type);
            case Stop _ -> in.getFirst();
            case Movement m -> moved(m, in, types, type);
            case Sum s -> reduced(s, in.getFirst(), types.getFirst(), type, BigDecimal::add);
            case Reduce r when r.kind() == Reduce.Kind.MAX -> reduced(new Sum(r.axes()), in.getFirst(),
                    types.getFirst(), type, BigDecimal::max);
            case Reduce r when r.kind() == Reduce.Kind.PROD -> reduced(new Sum(r.axes()), in.getFirst(),
                    types.getFirst(), type, (a, b) -> a.multiply(b, Precise.DIGITS));
            case Normalizing n -> normalizing(n, in.getFirst(), types.getFirst());
            default -> throw new Precise.Undefined(op.label());
        };
    }

    private interface Pick {
        BigDecimal[] of(int i);
    }

    private static BigDecimal[] each(TensorType type, Pick pick) {
        var out = new BigDecimal[Math.toIntExact(type.shape().count())];
        for (int i = 0; i < out.length; i++) {
            out[i] = at(pick.of(i), i);
        }
        return out;
    }

    private static BigDecimal at(BigDecimal[] values, int i) {
        return values[values.length == 1 ? 0 : i];
    }

    private static BigDecimal[] elementwise(Elementwise op, List<BigDecimal[]> in, TensorType type) {
        var out = new BigDecimal[Math.toIntExact(type.shape().count())];
        for (int i = 0; i < out.length; i++) {
            int at = i;
            if (in.stream().allMatch(x -> at(x, at) != null)) {
                out[i] = element(op, at(in.getFirst(), i), in.size() == 1 ? null : at(in.get(1), i));
            }
        }
        return out;
    }

    private static BigDecimal element(Elementwise op, BigDecimal x, BigDecimal y) {
        try {
            return y == null ? PreciseRows.of(op, x) : PreciseRows.of(op, x, y);
        } catch (Precise.Undefined | ArithmeticException e) {
            return null;
        }
    }

    /// Which element goes where, found by moving the elements' numbers; a fill is the second operand's.
    private static BigDecimal[] moved(Movement op, List<BigDecimal[]> in, List<TensorType> types, TensorType type) {
        var numbers = new ArrayList<Concrete>();
        var all = new ArrayList<BigDecimal>();
        for (int k = 0; k < in.size(); k++) {
            var t = types.get(k).with(DType.FLOAT64);
            var storage = Storage.allocate(DType.FLOAT64.cell(), t.shape().count());
            for (int i = 0; i < in.get(k).length; i++) {
                Elements.setDouble(DType.FLOAT64, storage, i, all.size());
                all.add(in.get(k)[i]);
            }
            numbers.add(Concrete.of(t, storage));
        }
        var places = op.evaluate(numbers, List.of(type.with(DType.FLOAT64))).getFirst();
        var out = new BigDecimal[Math.toIntExact(type.shape().count())];
        for (int i = 0; i < out.length; i++) {
            out[i] = all.get((int) places.getDouble(i));
        }
        return out;
    }

    private interface Fold {
        BigDecimal of(BigDecimal a, BigDecimal b);
    }

    private static BigDecimal[] reduced(Sum axes, BigDecimal[] x, TensorType from, TensorType to, Fold fold) {
        var out = new BigDecimal[Math.toIntExact(to.shape().count())];
        var places = groups(axes, from, to);
        var broken = new boolean[out.length];
        for (int i = 0; i < x.length; i++) {
            broken[places[i]] |= x[i] == null;
            out[places[i]] = broken[places[i]] ? null : out[places[i]] == null ? x[i] : fold.of(out[places[i]], x[i]);
        }
        return out;
    }

    /// The element of the reduced tensor that each element goes to: what the transpose of the sum copies.
    private static int[] groups(Sum s, TensorType from, TensorType to) {
        var kept = IntStream.range(0, from.rank()).filter(a -> !s.axes().contains(a)).toArray();
        var strides = to.shape().strides();
        var all = from.shape().strides();
        var out = new int[Math.toIntExact(from.shape().count())];
        for (int i = 0; i < out.length; i++) {
            for (int k = 0; k < kept.length; k++) {
                out[i] += (int) (i / all[kept[k]] % from.shape().size(kept[k]) * strides[k]);
            }
        }
        return out;
    }

    private static BigDecimal[] normalizing(Normalizing n, BigDecimal[] x, TensorType type) {
        var sums = new Sum(n.axes());
        var to = sums.typeOf(List.of(type)).getFirst();
        var e = Arrays.stream(x).map(v -> v == null ? null : element(Exponential.EXP, v, null))
                .toArray(BigDecimal[]::new);
        var total = reduced(sums, e, type, to, (a, b) -> a.add(b, Precise.DIGITS));
        if (n instanceof LogSumExp) {
            return Arrays.stream(total).map(v -> v == null ? null : Precise.log(v)).toArray(BigDecimal[]::new);
        }
        var places = groups(sums, type, to);
        var out = new BigDecimal[x.length];
        for (int i = 0; i < out.length; i++) {
            if (total[places[i]] == null) {
                continue;
            }
            var share = Precise.div(e[i], total[places[i]]);
            out[i] = n instanceof LogSoftmax ? Precise.log(share) : share;
        }
        return out;
    }
}
