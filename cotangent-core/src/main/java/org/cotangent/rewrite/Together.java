package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Input;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.op.Binary;
import org.cotangent.op.Iota;
import org.cotangent.op.Scan;
import org.cotangent.op.Scatter;
import org.cotangent.op.Sum;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;
import org.cotangent.trace.GraphDeriving;

/// Loops in which no iteration waits for the one before it but to count and to add: all iterations are one batch, what
/// they add is summed when they are over, and no loop is left.
///
/// A carry may stay what it is, count in steps of one number, be added to, or be written and never read. Terms that are
/// scattered into zeros are scattered into the sum.
final class Together {
    /// Elements of all values of one iteration, and of all iterations, at most: a loop of larger ones costs little by
    /// itself and keeps its memory small.
    private static final long LARGEST = 4096;
    private static final long ALL = 1 << 22;
    /// Iterations whose numbers are worked out, so that places that follow each other are seen to do so.
    private static final long COUNTED = 1 << 16;

    private enum Kind {
        FIXED, COUNTER, SUM, LAST
    }

    /// What becomes of a carry; `terms` are added to it, `step` is that of a counter.
    private record Carry(Kind kind, List<Term> terms, long step) {
    }

    /// What an iteration adds: a value, or `value` at `places` by `scatter`, which is null otherwise.
    private record Term(Var value, Var places, Scatter scatter) {
    }

    private final Scan scan;
    private final Graph body;
    private final List<Tensor> operands;
    private final Map<Var, Equation> makers;
    private final Map<Var, Integer> uses = new IdentityHashMap<>();
    private final List<Carry> carries = new ArrayList<>();
    /// The additions that go.
    private final Set<Equation> gone = Collections.newSetFromMap(new IdentityHashMap<>());

    private Together(LoopParts.Loop loop) {
        this.scan = loop.scan();
        this.body = scan.body();
        this.operands = loop.operands();
        this.makers = body.makers();
        body.equations().forEach(e -> e.operands().forEach(this::use));
        body.results().forEach(this::use);
    }

    /// The results of a loop of which nothing is left, or null.
    static List<Tensor> of(LoopParts.Loop loop) {
        var t = new Together(loop);
        return t.fits() ? t.results() : null;
    }

    private void use(Atom a) {
        if (a instanceof Var v) {
            uses.merge(v, 1, Integer::sum);
        }
    }

    private Var carried(int c) {
        return body.inputs().get(scan.constants() + c).var();
    }

    private boolean fits() {
        for (int c = 0; c < scan.carries(); c++) {
            var carry = carry(c);
            if (carry == null) {
                return false;
            }
            carries.add(carry);
        }
        return independent() && small();
    }

    private Carry carry(int c) {
        var in = carried(c);
        var out = body.results().get(c);
        if (out == in) {
            return new Carry(Kind.FIXED, List.of(), 0);
        }
        if (!uses.containsKey(in)) {
            return out instanceof Var ? new Carry(Kind.LAST, List.of(), 0) : null;
        }
        if (!(out instanceof Var next) || !(makers.get(next) instanceof Equation e)) {
            return null;
        }
        if (in.type().rank() == 0 && in.type().dtype().isInt() && e.op() == Binary.ADD && e.operands().getFirst() == in
                && e.operands().get(1) instanceof Literal l) {
            return new Carry(Kind.COUNTER, List.of(), l.value().getLong(0));
        }
        var terms = new ArrayList<Term>();
        return in.type().dtype().isFloat() && uses.get(in) == 1 && chain(in, next, terms)
                ? new Carry(Kind.SUM, terms, 0) : null;
    }

    /// Whether `next` is `carry` with terms added one after the other.
    private boolean chain(Var carry, Var next, List<Term> terms) {
        var at = next;
        while (at != carry) {
            if (!(makers.get(at) instanceof Equation e) || e.op() != Binary.ADD || uses.get(at) != 1) {
                return false;
            }
            int side = reaches(carry, e.operands().get(0)) ? 0 : 1;
            if (!(e.operands().get(side) instanceof Var rest) || !(e.operands().get(1 - side) instanceof Var term)
                    || !rest.type().equals(carry.type()) || !term.type().equals(carry.type())) {
                return false;
            }
            gone.add(e);
            terms(term, terms);
            at = rest;
        }
        Collections.reverse(terms);
        return true;
    }

    /// Whether a chain of additions leads from `a` to the carry.
    private boolean reaches(Var carry, Atom a) {
        while (a instanceof Var v && v != carry) {
            if (!(makers.get(v) instanceof Equation e) || e.op() != Binary.ADD) {
                return false;
            }
            var left = e.operands().getFirst();
            a = left == carry || makers.get(left) instanceof Equation f && f.op() == Binary.ADD ? left
                    : e.operands().get(1);
        }
        return a == carry;
    }

    /// A sum of scattered terms is two terms.
    private void terms(Var term, List<Term> out) {
        var open = new ArrayList<>(List.of(term));
        while (!open.isEmpty()) {
            var v = open.removeLast();
            var e = uses.get(v) == 1 ? makers.get(v) : null;
            if (e != null && e.op() instanceof Scatter s && isAdded(s, e)) {
                gone.add(e);
                out.add(new Term((Var) e.operands().get(2), (Var) e.operands().get(1), s));
            } else if (e != null && e.op() == Binary.ADD && scatters(e.operands().get(0))
                    && scatters(e.operands().get(1))) {
                gone.add(e);
                open.add((Var) e.operands().get(0));
                open.add((Var) e.operands().get(1));
            } else {
                out.add(new Term(v, null, null));
            }
        }
    }

    private boolean scatters(Atom a) {
        return a instanceof Var v && uses.get(v) == 1 && makers.get(v) instanceof Equation e
                && (e.op() instanceof Scatter s && isAdded(s, e)
                || e.op() == Binary.ADD && scattered(e));
    }

    private boolean scattered(Equation add) {
        return add.operands().stream().allMatch(a -> a instanceof Var v && uses.get(v) == 1
                && makers.get(v) instanceof Equation e && e.op() instanceof Scatter s && isAdded(s, e));
    }

    /// Whether it adds computed values into zeros from outside the loop.
    private boolean isAdded(Scatter s, Equation e) {
        if (s.kind() != Scatter.Kind.ADD || s.batch() != 0 || !(e.operands().get(1) instanceof Var)
                || !(e.operands().get(2) instanceof Var)) {
            return false;
        }
        for (int i = 0; i < scan.constants(); i++) {
            if (body.inputs().get(i).var() == e.operands().getFirst()) {
                return Seen.isNumber(operands.get(i), 0);
            }
        }
        return false;
    }

    /// Whether nothing but the additions reads a carry that changes, and all of it can be batched.
    private boolean independent() {
        Set<Var> waiting = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int c = 0; c < carries.size(); c++) {
            if (carries.get(c).kind == Kind.SUM) {
                waiting.add(carried(c));
            }
        }
        for (var e : body.equations()) {
            if (!gone.contains(e) && (e.operands().stream().anyMatch(waiting::contains)
                    || !EarlyProducts.canBatch(e.op()))) {
                return false;
            }
        }
        var rest = body.results().subList(scan.carries(), body.results().size());
        return rest.stream().noneMatch(waiting::contains)
                && rest.stream().noneMatch(a -> a instanceof Literal || gone.contains(makers.get(a)));
    }

    private boolean small() {
        long sum = 0;
        for (var e : body.equations()) {
            for (var v : e.results()) {
                sum += gone.contains(e) ? 0 : v.type().shape().count();
            }
        }
        return sum <= LARGEST && sum <= ALL / scan.length();
    }

    private List<Tensor> results() {
        var in = new ArrayList<Input>();
        var marks = new ArrayList<Boolean>();
        var given = new ArrayList<Tensor>();
        for (int i = 0; i < body.inputs().size(); i++) {
            int c = i - scan.constants();
            var kind = c < 0 ? Kind.FIXED : c >= scan.carries() ? null : carries.get(c).kind;
            if (kind == Kind.SUM || kind == Kind.LAST) {
                continue;
            }
            in.add(body.inputs().get(i));
            marks.add(kind != Kind.FIXED);
            given.add(kind == Kind.FIXED ? number(operands.get(i)) : kind == Kind.COUNTER ? counter(c)
                    : operands.get(i));
        }
        var wanted = new ArrayList<Atom>();
        for (int c = 0; c < carries.size(); c++) {
            carries.get(c).terms.forEach(t -> {
                wanted.add(t.value);
                if (t.places != null) {
                    wanted.add(t.places);
                }
            });
            if (carries.get(c).kind == Kind.LAST) {
                wanted.add(body.results().get(c));
            }
        }
        wanted.addAll(body.results().subList(scan.carries(), body.results().size()));
        var equations = body.equations().stream().filter(e -> !gone.contains(e)).toList();
        var made = GraphDeriving.INSTANCE.batch(new Graph(body.name(), in, equations, List.copyOf(wanted)), marks,
                scan.length()).apply(given).iterator();
        var out = new ArrayList<Tensor>();
        for (int c = 0; c < carries.size(); c++) {
            out.add(last(c, operands.get(scan.constants() + c), made));
        }
        made.forEachRemaining(out::add);
        return out;
    }

    private Tensor last(int c, Tensor start, Iterator<Tensor> made) {
        var carry = carries.get(c);
        return switch (carry.kind) {
            case FIXED -> start;
            case COUNTER -> Ops.add(start, Concrete.literal(start.dtype(), carry.step * scan.length()));
            case LAST -> {
                long at = scan.reverse() ? 0 : scan.length() - 1;
                var all = made.next();
                yield Ops.reshape(Ops.slice(all, 0, at, at + 1), start.shape().sizes());
            }
            case SUM -> {
                Tensor sum = null;
                for (var t : carry.terms) {
                    var value = made.next();
                    sum = t.scatter == null ? plus(sum, Dispatch.bind(new Sum(List.of(0)), List.of(value)).getFirst())
                            : Sequences.scatter(t.scatter, sum == null ? Ops.zeros(start.type()) : sum, made.next(),
                                    Ops.moveAxis(value, 0, t.scatter.lead()));
                }
                yield Seen.isNumber(start, 0) ? sum : Ops.add(start, sum);
            }
        };
    }

    private static Tensor plus(Tensor a, Tensor b) {
        return a == null ? b : Ops.add(a, b);
    }

    /// A number that all elements are, as such, so that what is done with it is worked out now.
    private static Tensor number(Tensor t) {
        return t.rank() == 0 && Seen.isNumber(t) ? Concrete.literal(t.dtype(), Seen.number(t)) : t;
    }

    /// What a counter is in each iteration, by rows.
    private Tensor counter(int c) {
        var start = operands.get(scan.constants() + c);
        long step = carries.get(c).step;
        long n = scan.length();
        if (start instanceof Concrete s && n <= COUNTED && start.dtype() == DType.INT64) {
            var cells = Storage.allocate(Cell.I64, n);
            for (long i = 0; i < n; i++) {
                cells.setLong(i, s.getLong(0) + step * (scan.reverse() ? n - 1 - i : i));
            }
            return Concrete.of(new TensorType(Shape.of(n), DType.INT64), cells);
        }
        var iota = Dispatch.bind(new Iota(new TensorType(Shape.of(n), start.dtype()), 0), List.of())
                .getFirst();
        var first = scan.reverse() ? Ops.add(start, Concrete.literal(start.dtype(), step * (n - 1))) : start;
        return Ops.add(Ops.restore(first, iota.shape(), 0),
                Ops.mul(iota, Concrete.literal(start.dtype(), scan.reverse() ? -step : step)));
    }
}
