package org.cotangent.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneType;
import org.cotangent.schedule.TileValue.Block;
import org.cotangent.schedule.TileValue.Folding;
import org.cotangent.schedule.TileValue.Place;
import org.cotangent.schedule.TileValue.Point;
import org.cotangent.schedule.TileValue.Room;
import org.cotangent.schedule.TileValue.Source;

/// Lays a group out as stages: blocks over the same rows become one sweep where each reads what the others give row by
/// row, points of a sweep become kernels, and what passes between kernels gets scratch.
final class TiledBuilder {
    /// Elements of the batch that a tile has at least.
    static final int NARROWEST = 64;
    private static final int WORK = 170;
    private static final int INPUTS = 20;
    private static final int POINTS = 48;

    /// Points of one loop in the making.
    private static final class Kernel {
        final List<Point> points = new ArrayList<>();
        int work;
        int width;
    }

    /// A stage in the making: blocks over the same rows, or a fold.
    private static final class Part {
        final long[] sizes;
        final Folding fold;
        boolean ordered;
        boolean reverse;
        final List<Block> blocks = new ArrayList<>();
        final List<Kernel> kernels = new ArrayList<>();

        Part(long[] sizes, Folding fold) {
            this.sizes = sizes;
            this.fold = fold;
        }
    }

    private final TileGroup group;
    private final List<Part> parts = new ArrayList<>();
    private final Map<TileValue, Kernel> home = new IdentityHashMap<>();
    private final Map<Room, Integer> rooms = new IdentityHashMap<>();
    private final List<Tiled.Scratch> scratch = new ArrayList<>();

    private TiledBuilder(TileGroup group) {
        this.group = group;
    }

    /// The step for a group. `needed` are the values that others read.
    static Tiled build(TileGroup group, Set<Var> needed) {
        return new TiledBuilder(group).build(needed);
    }

    private Tiled build(Set<Var> needed) {
        var makes = new ArrayList<Var>();
        group.members.forEach(e -> e.results().stream().filter(needed::contains).forEach(makes::add));
        makes.forEach(this::make);
        mark();
        group.items.forEach(this::place);
        parts.forEach(this::cut);
        parts.forEach(this::allot);
        var stages = new ArrayList<Tiled.Stage>();
        for (var p : parts) {
            if (p.fold != null) {
                stages.add(fold(p.fold));
            } else {
                var loops = p.kernels.stream().map(k -> loop(k, p.sizes)).toList();
                stages.add(new Tiled.Sweep(Arrays.stream(p.sizes).boxed().toList(), p.ordered, p.reverse, loops));
            }
        }
        return new Tiled(group.width, List.copyOf(stages), List.copyOf(scratch), List.copyOf(makes),
                List.copyOf(group.members));
    }

    /// Has a value of the program written by the point that gives it, or copied from where it lies.
    private void make(Var v) {
        var b = group.values.get(v);
        var own = b.own();
        var sizes = group.lead(v.type().shape());
        var source = group.source(View.of(v), b, sizes, false);
        if (own != null && own.block != null && !own.carry && !own.late && source.isIdentity(sizes)) {
            own.made.add(v);
            return;
        }
        var block = new Block(sizes, false, false);
        var type = v.type().dtype().lane();
        block.add(TileCodes.copy(type), List.of(source), type).made.add(v);
        group.items.add(block);
    }

    private void mark() {
        var open = new ArrayDeque<TileValue>();
        for (var item : group.items) {
            if (item instanceof Block b) {
                b.points.stream().map(Point::result).filter(v -> !v.made.isEmpty()).forEach(open::add);
            }
        }
        while (!open.isEmpty()) {
            var v = open.poll();
            if (!v.live) {
                v.live = true;
                if (v.block == null || v.carry || v.late) {
                    v.places.forEach(p -> p.room().live = true);
                }
                open.addAll(v.after);
            }
        }
    }

    /// Makes an item part of the first stage that can do it, or a stage of its own.
    private void place(Object item) {
        if (item instanceof Folding f) {
            if (f.result().live) {
                f.result().stage = parts.size();
                parts.add(new Part(null, f));
            }
            return;
        }
        var block = (Block) item;
        block.points.removeIf(p -> !p.result().live);
        if (block.points.isEmpty()) {
            return;
        }
        int at = first(block);
        while (at < parts.size() && !joins(parts.get(at), block)) {
            at++;
        }
        if (at == parts.size()) {
            parts.add(new Part(block.sizes, null));
        }
        var part = parts.get(at);
        part.blocks.add(block);
        part.reverse |= block.reverse;
        part.ordered |= block.ordered;
        block.stage = at;
    }

    private static boolean joins(Part p, Block b) {
        return p.fold == null && Arrays.equals(p.sizes, b.sizes)
                && (!p.ordered || !b.ordered || p.reverse == b.reverse);
    }

    /// The first stage at which all that a block reads is there, or comes to be there row by row.
    private static int first(Block block) {
        int at = 0;
        for (var p : block.points) {
            for (var s : p.operands()) {
                if (s.own() != null && s.own().block != block) {
                    boolean along = s.own().block != null && !s.own().late && s.isIdentity(block.sizes)
                            && Arrays.equals(s.own().block.sizes, block.sizes);
                    at = Math.max(at, s.own().done() + (along ? 0 : 1));
                }
            }
        }
        for (var c : block.carries) {
            for (var start : c.after) {
                at = Math.max(at, start.block == block ? 0 : start.done() + 1);
            }
        }
        return at;
    }

    private void cut(Part part) {
        for (var b : part.blocks) {
            for (var p : b.points) {
                if (part.kernels.isEmpty() || !hasRoom(part.kernels.getLast(), p)) {
                    part.kernels.add(new Kernel());
                }
                var k = part.kernels.getLast();
                k.points.add(p);
                k.work += p.code().work();
                k.width = Math.max(k.width, width(p));
                home.put(p.result(), k);
            }
        }
    }

    /// The width in bits of the numbers in it, 0 where all are masks.
    private static int width(Point p) {
        int width = p.result().type.bits();
        for (var t : p.code().inputs()) {
            width = Math.max(width, t.bits());
        }
        return width;
    }

    private boolean hasRoom(Kernel k, Point p) {
        int width = width(p);
        if (width != 0 && k.width != 0 && width != k.width || k.points.size() >= POINTS) {
            return false;
        }
        var reads = new java.util.HashSet<Object>();
        for (int i = 0; i <= k.points.size(); i++) {
            for (var s : (i < k.points.size() ? k.points.get(i) : p).operands()) {
                if (s.own() == null || home.get(s.own()) != k) {
                    reads.add(key(s));
                }
            }
        }
        if (reads.size() > INPUTS) {
            return false;
        }
        if (k.work + p.code().work() > WORK) {
            var more = new Kernel();
            more.points.addAll(k.points);
            more.points.add(p);
            k.work = code(more).work() - p.code().work();
        }
        return k.work + p.code().work() <= WORK;
    }

    private static List<Object> key(Source s) {
        return List.of(s.own() != null ? s.own() : s.outside(), s.offset(),
                Arrays.stream(s.strides()).boxed().toList(), s.access());
    }

    /// What a kernel computes, with one result for each point; its inputs are numbered as they are met.
    private LaneCode code(Kernel k) {
        var types = new ArrayList<LaneType>();
        var lanes = lanes(k, new LinkedHashMap<>(), types);
        return LaneCode.of("tiled", types, k.points.stream().map(p -> lanes.get(p.result())).toList());
    }

    private Map<TileValue, Lane> lanes(Kernel k, Map<List<Object>, Source> reads, List<LaneType> types) {
        Map<TileValue, Lane> lanes = new IdentityHashMap<>();
        Map<List<Object>, Lane> inputs = new LinkedHashMap<>();
        for (var p : k.points) {
            var operands = new ArrayList<Lane>();
            for (int i = 0; i < p.operands().size(); i++) {
                var s = p.operands().get(i);
                var type = p.code().inputs().get(i);
                if (s.own() != null && lanes.containsKey(s.own())) {
                    operands.add(lanes.get(s.own()));
                } else if (s.outside() instanceof Literal l && l.type().shape().count() == 1) {
                    operands.add(Pointwise.constant(l));
                } else {
                    operands.add(inputs.computeIfAbsent(key(s), key -> {
                        reads.put(key, s);
                        types.add(type);
                        return Lane.input(types.size() - 1, type);
                    }));
                }
            }
            lanes.put(p.result(), p.code().on(operands));
        }
        return lanes;
    }

    /// Gives scratch to what other kernels and folds read.
    private void allot(Part part) {
        if (part.fold != null) {
            placed(part.fold.from());
            placed(part.fold.result());
        }
        for (var k : part.kernels) {
            for (var p : k.points) {
                for (var s : p.operands()) {
                    if (s.own() != null && (home.get(s.own()) != k || s.own().carry)) {
                        placed(s.own());
                    }
                }
            }
        }
    }

    private void placed(TileValue v) {
        if (v.places.isEmpty()) {
            v.places.add(new Place(new Room(v.type, v.rows), 0));
        }
        v.places.getFirst().room().live = true;
    }

    private int room(Room r) {
        return rooms.computeIfAbsent(r, _ -> {
            scratch.add(new Tiled.Scratch(r.type, r.rows, List.copyOf(r.fills)));
            return scratch.size() - 1;
        });
    }

    private Tiled.Fold fold(Folding f) {
        var from = f.from().places.getFirst();
        var to = f.result().places.getFirst();
        return new Tiled.Fold(f.op(), f.from().type, room(from.room()), from.row(), f.outer(), f.n(), f.inner(),
                room(to.room()), to.row());
    }

    private Tiled.Loop loop(Kernel k, long[] sizes) {
        var sources = new LinkedHashMap<List<Object>, Source>();
        var types = new ArrayList<LaneType>();
        var lanes = lanes(k, sources, types);
        var results = new ArrayList<Lane>();
        var writes = new ArrayList<Tiled.Write>();
        for (var p : k.points) {
            var lane = lanes.get(p.result());
            for (var v : p.result().made) {
                results.add(lane);
                writes.add(new Tiled.Write(v, -1, 0));
            }
            for (var place : p.result().places) {
                if (place.room().live) {
                    results.add(lane);
                    writes.add(new Tiled.Write(null, room(place.room()), place.row()));
                }
            }
        }
        return new Tiled.Loop(LaneCode.of("tiled", types, results), sources.values().stream().map(this::read).toList(),
                List.copyOf(writes));
    }

    private Tiled.Read read(Source s) {
        var strides = Arrays.stream(s.strides()).boxed().toList();
        if (s.own() == null) {
            return new Tiled.Outside(s.outside(), s.offset(), strides, s.access());
        }
        var place = s.own().places.getFirst();
        return new Tiled.Inside(room(place.room()), place.row() + s.offset(), strides);
    }
}
