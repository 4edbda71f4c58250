package org.cotangent.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.op.Dot;
import org.cotangent.op.Reduce;
import org.cotangent.schedule.Cluster.Extent;
import org.cotangent.schedule.Fused.Access;
import org.cotangent.schedule.Fused.Read;
import org.cotangent.schedule.Fused.Stage;

/// Lays a cluster out as stages: its equations sorted into kernels by when the sums of rows that they need are there,
/// kernels cut where they would get too long, and scratch for what passes between them.
final class FusedBuilder {
    /// Lane operations of a kernel at most, but for single equations.
    private static final int WORK = Integer.getInteger("cotangent.fuse.work", 170);
    private static final int INPUTS = 20;
    /// Every one may be a result with a place of its own to keep.
    private static final int EQUATIONS = 48;

    /// Equations of one loop in the making.
    private static final class Kernel {
        final int level;
        final boolean perRow;
        final List<Equation> equations = new ArrayList<>();
        int work;

        Kernel(int level, boolean perRow) {
            this.level = level;
            this.perRow = perRow;
        }
    }

    private final Cluster cluster;
    private final Clustering from;
    private final Set<Var> needed;
    private final Domain domain;
    private final Map<Equation, LaneCode> programs = new IdentityHashMap<>();
    private final Map<Var, Integer> level = new IdentityHashMap<>();
    private final Map<Var, Kernel> home = new IdentityHashMap<>();
    private final Map<Var, Integer> scratchOf = new IdentityHashMap<>();
    private final Map<View, Integer> outsideFolds = new HashMap<>();
    private final List<Fused.Scratch> scratch = new ArrayList<>();
    private final List<Kernel> kernels = new ArrayList<>();

    private FusedBuilder(Cluster cluster, Clustering from, Set<Var> needed, Domain domain) {
        this.cluster = cluster;
        this.from = from;
        this.needed = needed;
        this.domain = domain;
    }

    /// The step for a cluster. `needed` are the values that others read.
    static Fused build(Cluster c, Clustering from, Set<Var> needed) {
        return new FusedBuilder(c, from, needed, domain(c, from)).build();
    }

    /// Over what the cluster's loop would go, or null where its operands do not fit one.
    static Domain domain(Cluster c, Clustering from) {
        var strides = new ArrayList<long[]>();
        for (var e : c.members) {
            if (c.values.get(e.result()) == Extent.ROW && Pointwise.is(e) || e.op() instanceof Dot) {
                continue;
            }
            if (c.values.get(e.result()) == Extent.PLACED) {
                strides.add(e.result().type().shape().strides());
                continue;
            }
            for (var a : e.operands()) {
                var v = from.view(a);
                if (!isOwn(c, v) && !v.isSingle() && v.shape().equals(c.shape)) {
                    strides.add(v.strides());
                }
            }
        }
        var domain = Domain.of(c.shape, strides, c.row);
        return domain == null || strides.stream().anyMatch(s -> domain.strides(s).getLast() > 1) ? null : domain;
    }

    private static boolean isOwn(Cluster c, View v) {
        return v.root() instanceof Var r && c.values.containsKey(r);
    }

    private Fused build() {
        levels();
        assign();
        allot();
        var stages = new ArrayList<Stage>();
        int last = level.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        for (int l = 0; l <= last; l++) {
            addStages(l, stages);
        }
        var makes = cluster.values.keySet().stream().filter(needed::contains).toList();
        var fills = new ArrayList<Fused.Fill>();
        cluster.members.stream().filter(e -> extent(e) == Extent.PLACED && needed.contains(e.result()))
                .forEach(e -> fills.addAll(Placed.fills(e)));
        return new Fused(domain.sizes(), cluster.row > 0, List.copyOf(stages), List.copyOf(scratch), makes,
                List.copyOf(fills), List.copyOf(cluster.members));
    }

    private void addStages(int l, List<Stage> stages) {
        for (var e : cluster.members) {
            if (e.op() instanceof Dot && extent(e) == Extent.FULL && level.get(e.result()) == l) {
                stages.add(product(e));
            } else if (!Pointwise.is(e) && extent(e) == Extent.ROW && level.get(e.result()) == l) {
                stages.add(rowFold(e));
            }
        }
        for (boolean perRow : new boolean[] {true, false}) {
            for (var k : kernels) {
                if (k.level == l && k.perRow == perRow) {
                    stages.add(loop(k));
                }
            }
        }
        for (var e : cluster.members) {
            if (e.op() instanceof Dot) {
                if (extent(e) == Extent.TOTAL && level.get(e.result()) == l) {
                    stages.add(product(e));
                }
            } else if (extent(e) == Extent.TOTAL && level.get(e.result()) == l) {
                stages.add(new Fused.TotalFold(combine(e), lane(e.result()), source(e), e.result()));
            } else if (extent(e) == Extent.COLUMN && level.get(e.result()) == l) {
                stages.add(new Fused.ColumnFold(combine(e), lane(e.result()), source(e), e.result()));
            }
        }
    }

    private Stage product(Equation e) {
        var p = RowDots.of(e);
        var matrix = from.view(p.matrix()).root();
        var vector = from.view(p.vector()).root();
        return p.sums() ? new Fused.ColumnProduct(matrix, lane(e.result()), scratchOf.get((Var) vector), e.result())
            : new Fused.RowProduct(matrix, vector, lane(e.result()), scratchOf.get(e.result()),
                needed.contains(e.result()) ? e.result() : null);
    }

    private Stage rowFold(Equation e) {
        var made = needed.contains(e.result()) ? e.result() : null;
        return new Fused.RowFold(combine(e), lane(e.result()), source(e), scratchOf.get(e.result()), made);
    }

    private int source(Equation fold) {
        var v = from.view(fold.operands().getFirst());
        return isOwn(cluster, v) ? scratchOf.get((Var) v.root()) : outsideFolds.get(v);
    }

    private static ReduceOp combine(Equation e) {
        return e.op() instanceof Reduce r ? r.kind().combine() : ReduceOp.SUM;
    }

    private static LaneType lane(Var v) {
        return v.type().dtype().lane();
    }

    private Extent extent(Equation e) {
        return cluster.values.get(e.result());
    }

    /// When a value can be there: a sum of rows is one level after what it sums.
    private void levels() {
        for (var e : cluster.members) {
            int l = 0;
            boolean fold = !Pointwise.is(e);
            for (var a : e.operands()) {
                var v = from.view(a);
                l = Math.max(l, isOwn(cluster, v) ? level.get((Var) v.root()) : 0);
            }
            level.put(e.result(), fold && extent(e) == Extent.ROW ? l + 1 : l);
        }
    }

    /// Sorts pointwise equations into kernels.
    private void assign() {
        Map<List<Object>, Kernel> open = new HashMap<>();
        for (var e : cluster.members) {
            if (!Pointwise.is(e)) {
                continue;
            }
            boolean perRow = extent(e) == Extent.ROW;
            List<Object> key = List.of(level.get(e.result()), perRow);
            var k = open.get(key);
            if (k == null || !hasRoom(k, e)) {
                k = new Kernel(level.get(e.result()), perRow);
                kernels.add(k);
                open.put(key, k);
            }
            k.equations.add(e);
            k.work += program(e).work();
            home.put(e.result(), k);
        }
    }

    /// Whether one more equation fits a kernel. The sum of the programs' work is asked first, what they share only
    /// where that is too much.
    private boolean hasRoom(Kernel k, Equation e) {
        int work = program(e).work();
        if (k.equations.isEmpty()) {
            return true;
        }
        if (k.equations.size() >= EQUATIONS || inputs(k, e) > INPUTS) {
            return false;
        }
        if (k.work + work > WORK) {
            k.work = joint(k, e) - work;
        }
        return k.work + work <= WORK;
    }

    /// Lane operations of a kernel with one more equation, those that programs share counted once.
    private int joint(Kernel k, Equation more) {
        var lanes = new IdentityHashMap<Var, Lane>();
        var inputs = new HashMap<View, Lane>();
        var types = new ArrayList<LaneType>();
        var results = new ArrayList<Lane>();
        for (int i = 0; i <= k.equations.size(); i++) {
            var e = i < k.equations.size() ? k.equations.get(i) : more;
            var operands = new ArrayList<Lane>();
            for (var a : e.operands()) {
                operands.add(Pointwise.lane(from.view(a), lanes, inputs, types));
            }
            var result = program(e).on(operands);
            lanes.put(e.result(), result);
            results.add(result);
        }
        return LaneCode.of("fused", types, results).work();
    }

    private LaneCode program(Equation e) {
        return programs.computeIfAbsent(e, Pointwise::program);
    }

    private int inputs(Kernel k, Equation more) {
        Set<View> views = new java.util.HashSet<>();
        for (var e : k.equations) {
            e.operands().forEach(a -> views.add(from.view(a)));
        }
        more.operands().forEach(a -> views.add(from.view(a)));
        views.removeIf(v -> v.root() instanceof Var r && home.get(r) == k || v.root() instanceof Literal);
        return views.size();
    }

    /// Gives scratch to what folds read, what folds of rows make, and what passes between kernels.
    private void allot() {
        Kernel copies = null;
        for (var e : cluster.members) {
            if (e.op() instanceof Dot) {
                var sum = extent(e) == Extent.TOTAL;
                scratch(sum ? (Var) from.view(RowDots.of(e).vector()).root() : e.result(), false);
                continue;
            }
            if (extent(e) == Extent.PLACED) {
                continue;
            }
            if (!Pointwise.is(e)) {
                var v = from.view(e.operands().getFirst());
                if (isOwn(cluster, v)) {
                    scratch((Var) v.root(), false);
                } else if (!outsideFolds.containsKey(v)) {
                    if (copies == null) {
                        copies = new Kernel(0, false);
                        kernels.addFirst(copies);
                    }
                    outsideFolds.put(v, scratch.size());
                    scratch.add(new Fused.Scratch(lane(e.result()), false));
                }
                if (extent(e) == Extent.ROW) {
                    scratch(e.result(), true);
                }
                continue;
            }
            for (var a : e.operands()) {
                var v = from.view(a);
                if (isOwn(cluster, v) && home.get((Var) v.root()) != home.get(e.result())) {
                    var root = (Var) v.root();
                    boolean perRow = cluster.values.get(root) == Extent.ROW;
                    if (perRow || !needed.contains(root)) {
                        scratch(root, perRow);
                    }
                }
            }
        }
    }

    private void scratch(Var v, boolean perRow) {
        if (!scratchOf.containsKey(v)) {
            scratchOf.put(v, scratch.size());
            scratch.add(new Fused.Scratch(lane(v), perRow));
        }
    }

    /// A loop: the programs of its equations put together.
    private Fused.Loop loop(Kernel k) {
        var reads = new LinkedHashMap<Read, Integer>();
        var types = new ArrayList<LaneType>();
        var lanes = new IdentityHashMap<Var, Lane>();
        var results = new ArrayList<Lane>();
        var writes = new ArrayList<Fused.Write>();
        for (var e : k.equations) {
            var operands = new ArrayList<Lane>();
            for (var a : e.operands()) {
                operands.add(operand(a, k, lanes, reads, types));
            }
            lanes.put(e.result(), program(e).on(operands));
        }
        for (var e : k.equations) {
            write(e.result(), lanes.get(e.result()), results, writes);
        }
        if (k.equations.isEmpty()) {
            outsideFolds.forEach((v, s) -> {
                results.add(input(outside(v, k), v.root().type().dtype().lane(), reads, types));
                writes.add(new Fused.Write(null, s, 0, List.of()));
            });
        }
        var code = LaneCode.of("fused", types, results);
        return new Fused.Loop(code, List.copyOf(reads.keySet()), List.copyOf(writes), k.perRow);
    }

    private void write(Var v, Lane lane, List<Lane> results, List<Fused.Write> writes) {
        if (needed.contains(v)) {
            results.add(lane);
            writes.add(new Fused.Write(v, -1, 0, List.of()));
        }
        if (scratchOf.containsKey(v)) {
            results.add(lane);
            writes.add(new Fused.Write(null, scratchOf.get(v), 0, List.of()));
        }
        for (var e : cluster.members) {
            if (extent(e) == Extent.PLACED && needed.contains(e.result())) {
                place(e, v, lane, results, writes);
            }
        }
    }

    /// Writes the parts of a larger value that are this one.
    private void place(Equation e, Var v, Lane lane, List<Lane> results, List<Fused.Write> writes) {
        var strides = domain.strides(e.result().type().shape().strides());
        for (int i = 0; i < Placed.parts(e); i++) {
            if (from.view(e.operands().get(i)).root() == v) {
                results.add(lane);
                writes.add(new Fused.Write(e.result(), -1, Placed.offset(e, i), strides));
            }
        }
    }

    private Lane operand(Atom a, Kernel k, Map<Var, Lane> lanes, Map<Read, Integer> reads, List<LaneType> types) {
        var v = from.view(a);
        if (v.root() instanceof Literal l && l.type().shape().count() == 1) {
            return Pointwise.constant(l);
        }
        var type = v.root().type().dtype().lane();
        if (!isOwn(cluster, v)) {
            return input(outside(v, k), type, reads, types);
        }
        var root = (Var) v.root();
        if (lanes.containsKey(root)) {
            return lanes.get(root);
        }
        return input(own(root, k), type, reads, types);
    }

    private Read own(Var root, Kernel k) {
        boolean row = cluster.values.get(root) == Extent.ROW;
        var at = scratchOf.get(root);
        return at == null || !row && needed.contains(root) ? new Fused.FromMade(root)
                : new Fused.FromScratch(at, row && !k.perRow ? Access.ROW : Access.EACH);
    }

    private Read outside(View v, Kernel k) {
        if (v.isSingle()) {
            return new Fused.Outside(v.root(), v.offset(), List.of(), Access.ONE);
        }
        if (k.perRow) {
            return new Fused.Outside(v.root(), 0, List.of(1L), Access.EACH);
        }
        var strides = domain.strides(v.shape().equals(cluster.shape) ? v.strides() : cluster.shape.strides());
        return new Fused.Outside(v.root(), v.offset(), strides, Domain.access(strides));
    }

    private static Lane input(Read read, LaneType type, Map<Read, Integer> reads, List<LaneType> types) {
        int k = reads.computeIfAbsent(read, r -> {
            types.add(type);
            return types.size() - 1;
        });
        return Lane.input(k, type);
    }
}
