package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Atom;
import org.cotangent.graph.DeadCode;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Input;
import org.cotangent.graph.Var;
import org.cotangent.op.AxisList;
import org.cotangent.op.Binary;
import org.cotangent.op.Dot;
import org.cotangent.op.Permute;
import org.cotangent.op.Scan;
import org.cotangent.op.Sum;

/// The carries of a loop to which every iteration only adds: a sum of products over all iterations is one product that
/// is contracted over the iterations too, from stacks of its operands.
final class LateSums {
    /// Elements that are stacked for it, for each element of the rows that the loop reads anyway.
    private static final long GROWTH = 4;

    /// A carry that only grows: by `term`, permuted, or the product of `left` and `right`, permuted.
    private record Growing(int carry, Var term, Dot dot, Var left, Var right, List<Permute> moves) {
    }

    private final Scan scan;
    private final Graph body;
    private final Map<Var, Equation> makers;
    private final Map<Var, Integer> uses = new IdentityHashMap<>();
    private final Map<Var, Integer> places = new IdentityHashMap<>();
    private final Map<Integer, Growing> growing = new HashMap<>();
    /// What the loop stacks for them, beside what it gives anyway.
    private final Set<Var> stacked = new LinkedHashSet<>();

    private LateSums(Scan scan) {
        this.scan = scan;
        this.body = scan.body();
        this.makers = body.makers();
        for (var e : body.equations()) {
            e.operands().forEach(this::use);
        }
        body.results().forEach(this::use);
        for (int i = 0; i < body.inputs().size(); i++) {
            places.put(body.inputs().get(i).var(), i);
        }
    }

    private void use(Atom a) {
        if (a instanceof Var v) {
            uses.merge(v, 1, Integer::sum);
        }
    }

    /// Those of a loop, or null where there are none.
    static LateSums of(Scan s) {
        var sums = new LateSums(s);
        var terms = new ArrayList<Growing>();
        for (int c = 0; c < s.carries(); c++) {
            var g = sums.growing(c);
            if (g != null && g.dot != null && sums.affordable(g)) {
                sums.take(g);
            } else if (g != null && g.dot == null) {
                terms.add(g);
            }
        }
        terms.stream().filter(g -> sums.stacks(g.term)).forEach(g -> sums.growing.put(g.carry, g));
        return sums.growing.isEmpty() ? null : sums;
    }

    private boolean isRow(Var v) {
        return places.getOrDefault(v, -1) >= scan.constants() + scan.carries();
    }

    private boolean isConstant(Atom a) {
        return !(a instanceof Var v) || places.getOrDefault(v, Integer.MAX_VALUE) < scan.constants();
    }

    /// Whether all iterations' values are there when the loop is over.
    private boolean stacks(Var v) {
        return isRow(v) || stacked.contains(v)
                || body.results().subList(scan.carries(), body.results().size()).contains(v);
    }

    private void take(Growing g) {
        growing.put(g.carry, g);
        for (var v : List.of(g.left, g.right)) {
            if (!stacks(v)) {
                stacked.add(v);
            }
        }
    }

    private boolean affordable(Growing g) {
        long more = stacked.stream().mapToLong(LateSums::count).sum();
        for (var v : List.of(g.left, g.right)) {
            more += stacks(v) ? 0 : count(v);
        }
        long rows = body.inputs().subList(scan.constants() + scan.carries(), body.inputs().size()).stream()
                .mapToLong(i -> count(i.var())).sum();
        return more <= GROWTH * rows;
    }

    private static long count(Var v) {
        return v.type().shape().count();
    }

    /// How a carry grows, or null where it does more than that.
    private Growing growing(int c) {
        var carry = body.inputs().get(scan.constants() + c).var();
        if (!(body.results().get(c) instanceof Var next) || uses.getOrDefault(carry, 0) != 1 || uses.get(next) != 1
                || !(makers.get(next) instanceof Equation e) || e.op() != Binary.ADD) {
            return null;
        }
        var other = e.operands().get(e.operands().get(0) == carry ? 1 : 0);
        boolean grows = e.operands().contains(carry) && other instanceof Var && other != carry
                && other.type().equals(carry.type()) && carry.type().dtype().isFloat();
        return grows ? growing(c, (Var) other) : null;
    }

    private Growing growing(int c, Var term) {
        var moves = new ArrayList<Permute>();
        var at = term;
        while (uses.get(at) == 1 && makers.get(at) instanceof Equation e && e.op() instanceof Permute p
                && e.operands().getFirst() instanceof Var v) {
            moves.addFirst(p);
            at = v;
        }
        if (uses.get(at) == 1 && makers.get(at) instanceof Equation e && e.op() instanceof Dot d
                && d.lhsBatch().isEmpty() && e.operands().stream().noneMatch(this::isConstant)) {
            return new Growing(c, at, d, (Var) e.operands().get(0), (Var) e.operands().get(1), moves);
        }
        return new Growing(c, term, null, null, null, List.of());
    }

    /// The loop without those carries, which stacks what their sums need.
    LoopParts.Loop rest(LoopParts.Loop loop) {
        var inputs = new ArrayList<Input>();
        var operands = new ArrayList<Tensor>();
        var results = new ArrayList<Atom>();
        for (int i = 0; i < body.inputs().size(); i++) {
            if (!growing.containsKey(i - scan.constants())) {
                inputs.add(body.inputs().get(i));
                operands.add(loop.operands().get(i));
            }
        }
        for (int i = 0; i < body.results().size(); i++) {
            if (!growing.containsKey(i)) {
                results.add(body.results().get(i));
            }
        }
        results.addAll(stacked);
        var graph = DeadCode.remove(new Graph(body.name(), inputs, body.equations(), results));
        return new LoopParts.Loop(new Scan(graph, scan.length(), scan.constants(), scan.carries() - growing.size(),
                scan.reverse(), scan.kept()), operands);
    }

    /// The results of the loop as it was, from those of the rest.
    List<Tensor> results(LoopParts.Loop whole, LoopParts.Loop rest, List<Tensor> made) {
        var stacks = new IdentityHashMap<Var, Tensor>();
        for (int i = rest.scan().carries(); i < made.size(); i++) {
            if (rest.scan().body().results().get(i) instanceof Var v) {
                stacks.put(v, made.get(i));
            }
        }
        places.forEach((v, at) -> {
            if (isRow(v)) {
                stacks.put(v, whole.operands().get(at));
            }
        });
        var out = new ArrayList<Tensor>();
        int next = 0;
        for (int i = 0; i < body.results().size(); i++) {
            var g = growing.get(i);
            out.add(g == null ? made.get(next++) : sum(g, stacks, whole.operands().get(scan.constants() + i)));
        }
        return out;
    }

    private static Tensor sum(Growing g, Map<Var, Tensor> stacks, Tensor start) {
        Tensor sum;
        if (g.dot == null) {
            sum = Dispatch.bind(new Sum(List.of(0)), List.of(stacks.get(g.term))).getFirst();
        } else {
            var over = new Dot(over(g.dot.lhs()), over(g.dot.rhs()), List.of(), List.of());
            sum = Dispatch.bind(over, List.of(stacks.get(g.left), stacks.get(g.right))).getFirst();
            for (var p : g.moves) {
                sum = Dispatch.bind(p, List.of(sum)).getFirst();
            }
        }
        return Seen.isNumber(start, 0) ? sum : Ops.add(start, sum);
    }

    private static List<Integer> over(List<Integer> axes) {
        return AxisList.join(List.of(0), AxisList.shift(axes, 1));
    }
}
