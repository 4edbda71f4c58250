package org.cotangent.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotangent.core.SourceLine;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Var;
import org.cotangent.op.Dot;

/// Where the values inside a program lie: from the step that makes one to the last that reads it, each has a place in
/// one block of memory, which values that are not alive together share. Small values, which live in arrays, share
/// arrays of their size instead.
///
/// Results of the program are not planned: they belong to the caller. Nor are values that another operation might
/// keep or pass on. Prints itself.
public final class MemoryPlan {
    private static final long ALIGNMENT = 64;

    /// A planned value: alive from one step to another, `offset` bytes into the block, or in array `array` where that
    /// is not negative.
    public record Place(Var value, int from, int to, long offset, int array) {
        long bytes() {
            return round(value.type().bytes());
        }

        private boolean meets(int otherFrom, int otherTo) {
            return from <= otherTo && otherFrom <= to;
        }
    }

    private final List<Place> places;
    private final List<TensorType> arrays = new ArrayList<>();
    private final Map<Var, SourceLine> lines = new IdentityHashMap<>();
    private final Map<Atom, SourceLine> reasons = new IdentityHashMap<>();
    private final long bytes;
    private final long sum;

    private MemoryPlan(List<Place> places, long bytes, long sum) {
        this.places = places;
        this.bytes = bytes;
        this.sum = sum;
    }

    /// The plan for a schedule.
    public static MemoryPlan of(Schedule s) {
        return new Planner(s).plan();
    }

    /// The planned values.
    public List<Place> places() {
        return places;
    }

    /// What each shared array holds.
    public List<TensorType> arrays() {
        return arrays;
    }

    /// Bytes of the block.
    public long bytes() {
        return bytes;
    }

    /// The bytes of the block, what they would be without sharing, and the values in the order of their size with the
    /// steps between which they are kept, the user's line that made them, and the line for which they were kept so
    /// long: that of the last equation that reads them, for a way back the line whose derivative needs them.
    @Override
    public String toString() {
        var text = new StringBuilder(String.format(Locale.ROOT,
                "%,d bytes for %d values inside (%,d without sharing), %d arrays%n", bytes, places.size(), sum,
                arrays.size()));
        places.stream().sorted(Comparator.comparingLong(Place::bytes).reversed()).limit(40).forEach(p ->
                text.append(String.format(Locale.ROOT, "  %s, steps %d to %d%s%s%n", p.value().type(), p.from(), p.to(),
                        p.array() >= 0 ? ", array " + p.array() : ", at " + p.offset(),
                        at(" @", lines.get(p.value())) + at(", for @", reasons.get(p.value())))));
        return text.toString();
    }

    private static String at(String before, SourceLine line) {
        return line == null ? "" : before + line;
    }

    private static long round(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }

    private static final class Planner {
        private final Schedule schedule;
        private final Map<Var, Integer> from = new IdentityHashMap<>();
        private final Map<Var, Integer> to = new IdentityHashMap<>();
        private final List<Place> large = new ArrayList<>();
        private final List<Place> small = new ArrayList<>();
        private final List<TensorType> arrays = new ArrayList<>();

        Planner(Schedule schedule) {
            this.schedule = schedule;
        }

        MemoryPlan plan() {
            lifetimes();
            long sum = 0;
            var bySize = new ArrayList<>(from.keySet());
            bySize.sort(Comparator.comparingLong((Var v) -> -v.type().bytes()).thenComparing(from::get));
            for (var v : bySize) {
                if (v.type().dtype().cell().livesOnHeap(v.type().shape().count())) {
                    small.add(new Place(v, from.get(v), to.get(v), 0, array(v)));
                } else {
                    large.add(new Place(v, from.get(v), to.get(v), offset(v), -1));
                    sum += round(v.type().bytes());
                }
            }
            long bytes = large.stream().mapToLong(p -> p.offset() + p.bytes()).max().orElse(0);
            var all = new ArrayList<>(large);
            all.addAll(small);
            var plan = new MemoryPlan(List.copyOf(all), bytes, sum);
            plan.arrays.addAll(arrays);
            explain(plan);
            return plan;
        }

        /// Who made each value, and who reads it last, through movements that no step makes.
        private void explain(MemoryPlan plan) {
            for (var s : schedule.steps()) {
                s.equations().forEach(e -> e.results().forEach(v -> plan.lines.put(v, e.line())));
            }
            Map<Atom, Atom> roots = new IdentityHashMap<>();
            for (var e : schedule.graph().equations()) {
                if (Pointwise.moves(e.op()) && !plan.lines.containsKey(e.result())) {
                    var moved = e.operands().getFirst();
                    roots.put(e.result(), roots.getOrDefault(moved, moved));
                }
            }
            for (var s : schedule.steps()) {
                s.equations().forEach(e -> e.operands().forEach(a ->
                        plan.reasons.put(roots.getOrDefault(a, a), e.line())));
            }
        }

        /// What loops and products make and only loops and operations that keep nothing read.
        private void lifetimes() {
            var steps = schedule.steps();
            for (int i = 0; i < steps.size(); i++) {
                for (var v : steps.get(i).makes()) {
                    if (steps.get(i).loops()
                            || steps.get(i) instanceof Single s && s.equation().op() instanceof Dot) {
                        from.put(v, i);
                        to.put(v, i);
                    }
                }
                for (var a : steps.get(i).reads()) {
                    if (a instanceof Var v && from.containsKey(v)) {
                        to.put(v, i);
                        if (steps.get(i) instanceof Single s && !Keeping.keepsNothing(s.equation().op())) {
                            from.remove(v);
                        }
                    }
                }
            }
            schedule.graph().results().forEach(from::remove);
        }

        /// The lowest gap among the values that are alive at the same time.
        private long offset(Var v) {
            var others = large.stream().filter(p -> p.meets(from.get(v), to.get(v)))
                    .sorted(Comparator.comparingLong(Place::offset)).toList();
            long size = round(v.type().bytes());
            long at = 0;
            for (var p : others) {
                if (p.offset() - at >= size) {
                    break;
                }
                at = Math.max(at, p.offset() + p.bytes());
            }
            return at;
        }

        private int array(Var v) {
            for (int k = 0; k < arrays.size(); k++) {
                int array = k;
                boolean fits = arrays.get(k).dtype() == v.type().dtype()
                        && arrays.get(k).shape().count() == v.type().shape().count();
                if (fits && small.stream().noneMatch(p -> p.array() == array && p.meets(from.get(v), to.get(v)))) {
                    return k;
                }
            }
            arrays.add(v.type());
            return arrays.size() - 1;
        }
    }
}
