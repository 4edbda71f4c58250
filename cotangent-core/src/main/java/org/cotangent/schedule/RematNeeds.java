package org.cotangent.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Input;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Role;
import org.cotangent.graph.Var;
import org.cotangent.op.Control;
import org.cotangent.op.Op;
import org.cotangent.trace.GraphDeriving;

/// Which of an equation's operands and results its pull back reads, found by writing that pull back down.
final class RematNeeds {
    /// @param operands positions of operands, @param results positions of results that are read
    /// @param inside   bytes that a loop keeps of its iterations beside them
    record Need(Set<Integer> operands, Set<Integer> results, long inside) {
        static final Need NOTHING = new Need(Set.of(), Set.of(), 0);
    }

    private record Key(Op op, List<TensorType> types, List<Boolean> literal) {
    }

    private final Map<Key, Need> known = new HashMap<>();

    Need of(Equation e) {
        if (e.results().stream().noneMatch(v -> v.type().dtype().isFloat())
                || e.operands().stream().noneMatch(a -> a.type().dtype().isFloat())) {
            return Need.NOTHING;
        }
        var key = new Key(e.op(), e.operands().stream().map(Atom::type).toList(),
                e.operands().stream().map(a -> a instanceof Literal).toList());
        var found = known.get(key);
        if (found == null) {
            found = find(e);
            known.put(key, found);
        }
        return found;
    }

    private static Need find(Equation e) {
        var inputs = new ArrayList<Input>();
        var operands = new ArrayList<Atom>();
        var active = new ArrayList<Boolean>();
        var positions = new ArrayList<Integer>();
        for (int i = 0; i < e.operands().size(); i++) {
            var a = e.operands().get(i);
            if (a instanceof Var v) {
                var fresh = new Var(v.type(), null);
                inputs.add(new Input(fresh, Role.INPUT));
                operands.add(fresh);
                active.add(v.type().dtype().isFloat());
                positions.add(i);
            } else {
                operands.add(a);
            }
        }
        if (!active.contains(true)) {
            return Need.NOTHING;
        }
        var results = e.results().stream().map(v -> new Var(v.type(), null)).toList();
        var single = new Graph("one", inputs, List.of(new Equation(e.op(), operands, results, e.lines())),
                List.copyOf(results));
        return read(GraphDeriving.INSTANCE.vjp(single, active), e.op(), inputs.size(), positions);
    }

    /// Goes back from the cotangents; the operation itself is where its results are read.
    private static Need read(Graph pull, Op op, int count, List<Integer> positions) {
        var makers = pull.makers();
        var place = new IdentityHashMap<Var, Integer>();
        for (int i = 0; i < pull.inputs().size(); i++) {
            place.put(pull.inputs().get(i).var(), i);
        }
        var late = late(pull, place, count);
        Set<Integer> operands = new HashSet<>();
        Set<Integer> results = new HashSet<>();
        Set<Var> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        var work = new ArrayDeque<Var>();
        pull.results().forEach(a -> push(a, seen, work));
        long inside = 0;
        while (!work.isEmpty()) {
            var v = work.pop();
            var e = makers.get(v);
            if (e == null) {
                int at = place.get(v);
                if (at < count) {
                    operands.add(positions.get(at));
                }
            } else if (!late.contains(v) && e.op().equals(op)) {
                results.add(e.results().indexOf(v));
            } else {
                inside += !late.contains(v) && e.op() instanceof Control ? v.type().bytes() : 0;
                e.operands().forEach(a -> push(a, seen, work));
            }
        }
        return new Need(operands, results, inside);
    }

    private static void push(Atom a, Set<Var> seen, ArrayDeque<Var> work) {
        if (a instanceof Var v && seen.add(v)) {
            work.push(v);
        }
    }

    /// The values that depend on cotangents.
    private static Set<Var> late(Graph pull, Map<Var, Integer> place, int count) {
        Set<Var> late = Collections.newSetFromMap(new IdentityHashMap<>());
        place.forEach((v, i) -> {
            if (i >= count) {
                late.add(v);
            }
        });
        for (var e : pull.equations()) {
            if (e.operands().stream().anyMatch(a -> a instanceof Var v && late.contains(v))) {
                late.addAll(e.results());
            }
        }
        return late;
    }
}
