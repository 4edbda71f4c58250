package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.storage.Storage;

/// Where scalars lie in vectors, and vectors of many of them: slices where they lie in order, gathers where not.
final class Columns {
    /// Runs of a column that are put one behind the other; where there are more they are gathered.
    private static final int RUNS = 4;

    /// A column of more than one such value in so many is not collected.
    private static final int FEW = 4;

    /// Element `index` of a vector; of a scalar by itself `index` is -1.
    private record Place(Tensor vector, long index) {
    }

    /// Elements of one vector from `from` on in steps of `step`, or copies of one value.
    private record Run(Tensor vector, long from, long step, int count) {
    }

    private final Function<Var, Tensor> scalar;
    private final Map<Var, Place> places = new IdentityHashMap<>();
    private final Map<Tensor, Integer> order = new IdentityHashMap<>();
    private final Map<List<Object>, Tensor> made = new HashMap<>();
    private final Map<Tensor, Tensor> flat = new IdentityHashMap<>();
    private final Map<Var, Integer> inputs = new IdentityHashMap<>();
    private final Map<DType, List<Var>> byType = new LinkedHashMap<>();
    private final Map<DType, Tensor> stacked = new HashMap<>();

    /// No vectors yet; `scalar` gives a value by itself.
    Columns(Function<Var, Tensor> scalar) {
        this.scalar = scalar;
    }

    /// Scalar inputs, which are put into vectors when the first of them is read.
    void inputs(Collection<Var> some, Map<Var, Tensor> values) {
        for (var v : some) {
            var list = byType.computeIfAbsent(v.type().dtype(), k -> new ArrayList<>());
            inputs.put(v, list.size());
            list.add(v);
        }
    }

    /// A value is element `index` of a tensor in row-major order.
    void element(Var v, Tensor whole, long index) {
        places.put(v, new Place(whole, index));
    }

    /// A value that is in a vector, by itself.
    Tensor taken(Var v) {
        var p = places.get(v);
        return Ops.select(vector(p.vector), 0, p.index);
    }

    private Tensor vector(Tensor whole) {
        return whole.rank() == 1 ? whole : flat.computeIfAbsent(whole, w -> Ops.reshape(w, w.shape().count()));
    }

    private Place place(Atom a) {
        if (a instanceof Literal l) {
            return new Place(l.value(), -1);
        }
        var v = (Var) a;
        var known = places.get(v);
        if (known != null) {
            return new Place(vector(known.vector), known.index);
        }
        var input = inputs.get(v);
        if (input != null && byType.get(v.type().dtype()).size() > RUNS) {
            var all = byType.get(v.type().dtype());
            return new Place(stacked.computeIfAbsent(v.type().dtype(), k -> Ops.stack(all.stream().map(scalar)
                    .toList(), 0)), input);
        }
        return new Place(scalar.apply(v), -1);
    }

    /// Puts the members of a row into the order in which the first operand that differs lies in memory.
    void sort(Rows.Row row) {
        var first = row.members().getFirst();
        for (int k = 0; k < first.operands().size(); k++) {
            int at = k;
            var any = first.operands().get(at);
            if (row.members().stream().allMatch(e -> e.operands().get(at).equals(any))) {
                continue;
            }
            row.members().sort(Comparator.comparingLong(e -> rank(e.operands().get(at))));
            return;
        }
    }

    private long rank(Atom a) {
        var p = place(a);
        return p.index < 0 ? Long.MAX_VALUE : ((long) order.computeIfAbsent(p.vector, k -> order.size()) << 40)
                + p.index;
    }

    /// A vector of values; a scalar literal where all are the same one; null where too many of them lie by themselves.
    Tensor of(List<Atom> atoms) {
        var first = place(atoms.getFirst());
        var places = atoms.stream().map(this::place).toList();
        boolean literals = atoms.stream().allMatch(a -> a instanceof Literal);
        if (literals) {
            boolean same = first.vector instanceof Concrete c && c.isLiteral()
                    && atoms.stream().allMatch(atoms.getFirst()::equals);
            return same ? first.vector : numbers(places);
        }
        var key = new ArrayList<Object>();
        places.forEach(p -> {
            key.add(new Identity(p.vector));
            key.add(p.index);
        });
        var known = made.get(key);
        if (known == null) {
            known = build(places);
            made.put(key, known);
        }
        return known;
    }

    private record Identity(Object o) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Identity i && i.o == o;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(o);
        }
    }

    private static Tensor numbers(List<Place> places) {
        var dtype = places.getFirst().vector.dtype();
        var out = Storage.allocate(dtype.cell(), places.size());
        long cell = dtype.cell().bytes();
        for (int i = 0; i < places.size(); i++) {
            out.segment().asSlice(i * cell, cell).copyFrom(((Concrete) places.get(i).vector).storage().segment());
        }
        return Concrete.of(places.getFirst().vector.type().with(Shape.of(places.size())), out);
    }

    private Tensor build(List<Place> places) {
        var runs = runs(places);
        if (runs.size() <= RUNS) {
            return Ops.concat(runs.stream().map(this::piece).toList(), 0);
        }
        long alone = places.stream().filter(p -> p.index < 0).map(p -> new Identity(p.vector)).distinct().count();
        return alone * FEW > places.size() ? null : gathered(places);
    }

    private static List<Run> runs(List<Place> places) {
        var runs = new ArrayList<Run>();
        for (int i = 0; i < places.size();) {
            var p = places.get(i);
            long step = i + 1 < places.size() && places.get(i + 1).vector == p.vector
                    ? places.get(i + 1).index - p.index : 0;
            int n = 1;
            while (i + n < places.size() && places.get(i + n).vector == p.vector
                    && places.get(i + n).index == p.index + n * step) {
                n++;
            }
            runs.add(new Run(p.vector, p.index, n == 1 ? 1 : step, n));
            i += n;
        }
        return runs;
    }

    private Tensor piece(Run r) {
        if (r.from < 0 || r.step == 0) {
            var one = r.from < 0 ? plain(r.vector) : Ops.select(r.vector, 0, r.from);
            return Ops.broadcastTo(one, Shape.of(r.count));
        }
        long last = r.from + (r.count - 1) * r.step;
        long low = Math.min(r.from, last);
        long high = Math.max(r.from, last) + 1;
        var part = low == 0 && high == r.vector.size(0) && Math.abs(r.step) == 1 ? r.vector
                : Ops.slice(r.vector, 0, low, high, Math.abs(r.step));
        return r.step > 0 ? part : Ops.flip(part, 0);
    }

    private static Tensor plain(Tensor t) {
        return t instanceof Concrete c ? c.asLiteral(false) : t;
    }

    /// Picks the values out of all vectors that they lie in, laid one behind the other.
    private static Tensor gathered(List<Place> places) {
        var starts = new LinkedHashMap<Identity, Long>();
        var parts = new ArrayList<Tensor>();
        long size = 0;
        var picks = new long[places.size()];
        for (int i = 0; i < picks.length; i++) {
            var p = places.get(i);
            var key = new Identity(p.vector);
            if (!starts.containsKey(key)) {
                starts.put(key, size);
                parts.add(p.index < 0 ? Ops.reshape(plain(p.vector), 1) : p.vector);
                size += p.index < 0 ? 1 : p.vector.size(0);
            }
            picks[i] = starts.get(key) + Math.max(0, p.index);
        }
        return Ops.embedding(Ops.concat(parts, 0), Ops.tensor(picks));
    }
}
