package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.OutOfStorageException;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.core.UnsupportedException;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.GraphBuilder;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Role;
import org.cotangent.graph.Var;
import org.cotangent.op.Binary;
import org.cotangent.op.BitsBinary;
import org.cotangent.op.Call;
import org.cotangent.op.Convert;
import org.cotangent.op.Dot;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Iota;
import org.cotangent.op.Movement;
import org.cotangent.op.Normalizing;
import org.cotangent.op.Op;
import org.cotangent.op.Permute;
import org.cotangent.op.Reduce;
import org.cotangent.op.Select;
import org.cotangent.op.Stop;
import org.cotangent.op.Sum;
import org.cotangent.trace.Stage;

/// Writes a graph of tensors down again as a graph of scalars.
final class Scalars {
    private static final int MOST = 500_000;

    private final GraphBuilder builder = new GraphBuilder();
    private int written;

    Graph expand(Graph g, List<Concrete> constants) {
        int inputs = g.inputs().size() - constants.size();
        var values = new IdentityHashMap<Var, Atom[]>();
        for (int i = 0; i < g.inputs().size(); i++) {
            var v = g.inputs().get(i).var();
            var role = g.inputs().get(i).role();
            var constant = i < inputs ? null : constants.get(i - inputs);
            values.put(v, each(v.type(), k -> constant != null ? literal(constant, k) : input(v, role, k)));
        }
        run(g, values);
        return builder.build(g.name(), List.of(read(g.results().getFirst(), values)));
    }

    private Atom input(Var v, Role role, int k) {
        return builder.input(scalar(v.type()), ScalarProgram.name(v.name(), v.type().shape(), k), role);
    }

    private static Literal literal(Concrete t, long i) {
        return new Literal(t.dtype().isInt() ? Concrete.literal(t.dtype(), t.getLong(i))
                : Concrete.literal(t.dtype(), t.getDouble(i)));
    }

    private static TensorType scalar(TensorType t) {
        return t.with(Shape.SCALAR);
    }

    private Atom[] each(TensorType type, IntFunction<Atom> element) {
        if (type.shape().count() > MOST - written) {
            throw new OutOfStorageException("take " + type + " apart into scalars", "more than " + MOST + " scalars",
                    null,
                    "use --granularity tensor, or smaller tensors", null);
        }
        var out = new Atom[(int) type.shape().count()];
        for (int k = 0; k < out.length; k++) {
            out[k] = element.apply(k);
        }
        written += out.length;
        return out;
    }

    private static Atom[] read(Atom a, Map<Var, Atom[]> values) {
        if (a instanceof Literal l) {
            return IntStream.range(0, (int) l.value().shape().count()).mapToObj(i -> literal(l.value(), i))
                    .toArray(Atom[]::new);
        }
        return values.get((Var) a);
    }

    /// Recursion is over graphs inside operations.
    private void run(Graph g, Map<Var, Atom[]> values) {
        for (var e : g.equations()) {
            var operands = e.operands().stream().map(a -> read(a, values)).toList();
            if (e.op() instanceof Call call) {
                var out = nested(call.graph(), operands);
                for (int i = 0; i < out.size(); i++) {
                    values.put(e.results().get(i), out.get(i));
                }
            } else if (e.op() instanceof Movement m) {
                for (int i = 0; i < e.results().size(); i++) {
                    values.put(e.results().get(i), move(m, e, operands, i));
                }
            } else {
                values.put(e.result(), expand(e, operands));
            }
        }
    }

    private List<Atom[]> nested(Graph g, List<Atom[]> operands) {
        var inner = new IdentityHashMap<Var, Atom[]>();
        for (int i = 0; i < operands.size(); i++) {
            inner.put(g.inputs().get(i).var(), operands.get(i));
        }
        run(g, inner);
        return g.results().stream().map(r -> read(r, inner)).toList();
    }

    private Atom[] expand(Equation e, List<Atom[]> x) {
        var type = e.result().type();
        return switch (e.op()) {
            case Elementwise op -> each(type, k -> add(e, op, type, k, pick(x, k)));
            case Select op -> each(type, k -> add(e, op, type, k, pick(x, k)));
            case Convert op -> each(type, k -> add(e, op, type, k, pick(x, k)));
            case Stop op -> each(type, k -> add(e, op, type, k, pick(x, k)));
            case Dot op -> dot(e, op, x.get(0), x.get(1));
            case Sum op -> reduce(e, op.axes(), Binary.ADD, x.getFirst());
            case Reduce op -> reduce(e, op.axes(), combine(op.kind()), x.getFirst());
            case Normalizing op -> nested(Stage.trace("expand", in -> List.of(op.expand(in.getFirst())),
                    List.of(e.operands().getFirst().type()), null, null).graph(), x).getFirst();
            case Iota op -> {
                var all = op.evaluate(List.of(), List.of(type)).getFirst();
                yield each(type, k -> literal(all, k));
            }
            default -> throw new UnsupportedException("take " + Nodes.label(e.op()) + " apart into scalars",
                    e.operands().stream().map(a -> a.type().toString()).toList().toString(), e.line(),
                    "use --granularity tensor", null);
        };
    }

    private static List<Atom> pick(List<Atom[]> x, int k) {
        return x.stream().map(a -> a[a.length == 1 ? 0 : k]).toList();
    }

    private Atom add(Equation e, Op op, TensorType type, int k, List<Atom> operands) {
        return builder.add(op, operands, List.of(scalar(type)), e.lines(),
                ScalarProgram.name(e.result().name(), type.shape(), k)).getFirst();
    }

    private static Binary combine(Reduce.Kind kind) {
        return switch (kind) {
            case PROD -> Binary.MUL;
            case MAX -> Binary.MAX;
            case MIN -> Binary.MIN;
            default -> null;
        };
    }

    private Atom[] reduce(Equation e, List<Integer> axes, Op op, Atom[] x) {
        var type = e.result().type();
        var from = e.operands().getFirst().type();
        var logic = e.op() instanceof Reduce r && op == null ? r.kind() == Reduce.Kind.AND ? BitsBinary.AND
                : BitsBinary.OR : op;
        var order = new ArrayList<>(Dot.free(from, axes, List.of()));
        order.addAll(axes);
        var places = indices(new Permute(List.copyOf(order)), from);
        int n = type.shape().count() == 0 ? 0 : places.length / (int) type.shape().count();
        return each(type, k -> {
            if (n == 0) {
                return literal(e.op().evaluate(List.of(Tensors.of(from.dtype(), from.shape())), List.of(type))
                        .getFirst(), k);
            }
            return chain(e, logic, type, k, IntStream.range(0, n).mapToObj(i -> x[places[k * n + i]]).toList());
        });
    }

    /// Elements combined from left to right; the last result bears the name.
    private Atom chain(Equation e, Op op, TensorType type, int k, List<Atom> elements) {
        var out = elements.getFirst();
        for (int i = 1; i < elements.size(); i++) {
            written++;
            var name = i == elements.size() - 1 ? ScalarProgram.name(e.result().name(), type.shape(), k) : null;
            out = builder.add(op, List.of(out, elements.get(i)), List.of(scalar(type)), e.lines(), name).getFirst();
        }
        return out;
    }

    private Atom[] dot(Equation e, Dot op, Atom[] x, Atom[] y) {
        var type = e.result().type();
        var left = e.operands().get(0).type();
        var right = e.operands().get(1).type();
        var px = indices(ordered(op.lhsBatch(), Dot.free(left, op.lhs(), op.lhsBatch()), op.lhs()), left);
        var py = indices(ordered(op.rhsBatch(), Dot.free(right, op.rhs(), op.rhsBatch()), op.rhs()), right);
        int k = count(left, op.lhs());
        int n = count(right, Dot.free(right, op.rhs(), op.rhsBatch()));
        int m = count(left, Dot.free(left, op.lhs(), op.lhsBatch()));
        return each(type, i -> {
            int row = i / n;
            int column = row / m * n + i % n;
            var products = new ArrayList<Atom>();
            for (int l = 0; l < k; l++) {
                written++;
                var name = k == 1 ? ScalarProgram.name(e.result().name(), type.shape(), i) : null;
                products.add(builder.add(Binary.MUL, List.of(x[px[row * k + l]], y[py[column * k + l]]),
                        List.of(scalar(type)), e.lines(), name).getFirst());
            }
            return k == 0 ? new Literal(Concrete.literal(type.dtype(), 0.0)) : chain(e, Binary.ADD, type, i, products);
        });
    }

    private static Permute ordered(List<Integer> batch, List<Integer> free, List<Integer> contracted) {
        var order = new ArrayList<>(batch);
        order.addAll(free);
        order.addAll(contracted);
        return new Permute(List.copyOf(order));
    }

    private static int count(TensorType t, List<Integer> axes) {
        return axes.stream().mapToInt(a -> (int) t.shape().size(a)).reduce(1, Math::multiplyExact);
    }

    /// Where the elements of the result come from, found by moving their numbers.
    private static int[] indices(Op movement, TensorType from) {
        return numbers(movement, List.of(from.shape()), 0, 0);
    }

    private static int[] numbers(Op movement, List<Shape> operands, int first, int result) {
        var in = new ArrayList<Concrete>();
        int next = first;
        for (var shape : operands) {
            int at = next;
            var elements = IntStream.range(0, (int) shape.count()).mapToDouble(i -> at + i).toArray();
            in.add(Tensors.of(DType.INT64, shape, elements));
            next += elements.length;
        }
        var out = movement.evaluate(in, movement.typeOf(in.stream().map(Concrete::type).toList())).get(result);
        return IntStream.range(0, (int) out.shape().count()).map(i -> (int) out.getLong(i)).toArray();
    }

    /// Any operation that only moves elements; what it fills in has the number 0.
    private Atom[] move(Movement op, Equation e, List<Atom[]> x, int result) {
        var all = new ArrayList<Atom>();
        var type = e.results().get(result).type();
        all.add(new Literal(Concrete.literal(type.dtype(), 0.0)));
        x.forEach(a -> all.addAll(Arrays.asList(a)));
        var places = numbers(op, e.operands().stream().map(a -> a.type().shape()).toList(), 1, result);
        return each(type, k -> all.get(places[k]));
    }
}
