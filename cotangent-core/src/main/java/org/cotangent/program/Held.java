package org.cotangent.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Var;
import org.cotangent.schedule.MemoryPlan;
import org.cotangent.schedule.Schedule;
import org.cotangent.schedule.Step;

/// Works out how long the values of a schedule are kept and what for.
final class Held {
    private final Schedule schedule;
    private final Map<Var, Equation> definitions;
    private final Map<Var, List<Equation>> readers = new IdentityHashMap<>();
    private final Set<Equation> forward = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Equation, Integer> at = new IdentityHashMap<>();
    private final Map<Atom, Integer> positions = new IdentityHashMap<>();
    private final Map<Var, Integer> from = new IdentityHashMap<>();
    private final Map<Var, Integer> to = new IdentityHashMap<>();
    private final List<HeldValue> values = new ArrayList<>();
    private final List<CompiledStep> steps = new ArrayList<>();

    Held(Schedule schedule, MemoryPlan plan, boolean gradient) {
        this.schedule = schedule;
        this.definitions = schedule.graph().makers();
        for (var e : schedule.graph().equations()) {
            e.operands().stream().filter(a -> a instanceof Var).forEach(a -> readers.computeIfAbsent((Var) a,
                    k -> new ArrayList<>()).add(e));
        }
        reach(gradient ? List.of(schedule.graph().results().getFirst()) : schedule.graph().results());
        lifetimes();
        var places = new IdentityHashMap<Var, MemoryPlan.Place>();
        plan.places().forEach(p -> places.put(p.value(), p));
        from.forEach((v, first) -> values.add(value(v, first, places.get(v))));
        values.removeIf(v -> v.from() < 0 && !v.isResidual());
        values.sort(java.util.Comparator.comparingInt(HeldValue::from).thenComparing(v -> -v.bytes()));
        long[] live = live();
        for (int i = 0; i < live.length; i++) {
            steps.add(step(schedule.steps().get(i), live[i]));
        }
    }

    List<HeldValue> values() {
        return Collections.unmodifiableList(values);
    }

    List<CompiledStep> steps() {
        return Collections.unmodifiableList(steps);
    }

    /// Marks the equations on which the results depend.
    private void reach(List<Atom> results) {
        var open = new ArrayList<>(results);
        while (!open.isEmpty()) {
            var e = open.removeLast() instanceof Var v ? definitions.get(v) : null;
            if (e != null && forward.add(e)) {
                open.addAll(e.operands());
            }
        }
    }

    private void lifetimes() {
        schedule.graph().inputs().forEach(i -> {
            from.put(i.var(), -1);
            positions.put(i.var(), positions.size());
        });
        var all = schedule.steps();
        for (int i = 0; i < all.size(); i++) {
            int step = i;
            all.get(i).equations().forEach(e -> at.put(e, step));
            all.get(i).makes().forEach(v -> {
                from.put(v, step);
                to.put(v, step);
            });
            all.get(i).reads().stream().filter(a -> a instanceof Var).forEach(a -> to.put((Var) a, step));
        }
        schedule.graph().results().stream().filter(a -> a instanceof Var).forEach(a -> to.put((Var) a, all.size()));
    }

    private HeldValue value(Var v, int first, MemoryPlan.Place place) {
        var e = definitions.get(v);
        var neededBy = new TreeSet<Integer>();
        if (first < 0 || !isBackward(schedule.steps().get(first))) {
            residual(v, first, neededBy);
        }
        return new HeldValue(v.type(), first, to.getOrDefault(v, first), v.type().bytes(),
                place == null || place.array() >= 0 ? -1 : place.offset(), place == null ? -1 : place.array(),
                positions.getOrDefault(v, -1), e == null ? Set.of() : Origins.of(e), neededBy);
    }

    /// The origins of equations of the way back that read the value in a later step, itself or behind movements that
    /// are no step.
    private void residual(Var v, int first, Set<Integer> neededBy) {
        var open = new ArrayList<>(List.of(v));
        var seen = Collections.newSetFromMap(new IdentityHashMap<Var, Boolean>());
        while (!open.isEmpty()) {
            var next = open.removeLast();
            if (!seen.add(next)) {
                continue;
            }
            for (var reader : readers.getOrDefault(next, List.of())) {
                if (!at.containsKey(reader)) {
                    open.addAll(reader.results());
                } else if (at.get(reader) > first && !forward.contains(reader)) {
                    neededBy.addAll(Origins.of(reader));
                }
            }
        }
    }

    private long[] live() {
        var change = new long[schedule.steps().size() + 1];
        for (var v : values) {
            if (v.from() >= 0) {
                change[v.from()] += v.bytes();
                if (v.to() + 1 < change.length) {
                    change[v.to() + 1] -= v.bytes();
                }
            }
        }
        var out = new long[schedule.steps().size()];
        long sum = 0;
        for (int i = 0; i < out.length; i++) {
            sum += change[i];
            out[i] = sum;
        }
        return out;
    }

    private CompiledStep step(Step s, long live) {
        var origins = new TreeSet<Integer>();
        s.equations().forEach(e -> origins.addAll(Origins.of(e)));
        var after = new TreeSet<Integer>();
        var inputs = new TreeSet<Integer>();
        s.reads().stream().filter(a -> a instanceof Var v && from.containsKey(v)).forEach(a -> {
            if (from.get(a) >= 0) {
                after.add(from.get(a));
            } else {
                inputs.add(positions.get(a));
            }
        });
        return new CompiledStep(s.toString().strip().replaceAll(";$", ""), s.loops(),
                s.makes().stream().map(Var::type).toList(), s.bytes(), s.flops(), origins, isBackward(s), after,
                inputs, live);
    }

    private boolean isBackward(Step s) {
        return s.equations().stream().noneMatch(forward::contains);
    }
}
