package org.cotangent.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.lane.LaneType;
import org.cotangent.op.Scan;
import org.cotangent.schedule.Fused.Access;
import org.cotangent.schedule.TileGroup.Bound;
import org.cotangent.schedule.TileValue.Block;
import org.cotangent.schedule.TileValue.Place;
import org.cotangent.schedule.TileValue.Room;
import org.cotangent.schedule.TileValue.Source;

/// A loop whose body treats each element of a batch by itself, as points of a block: a carry is scratch of one row more
/// than there are steps, of which a step reads one row and writes the next.
final class TileScan {
    private final TileGroup group;
    private final Scan scan;
    private final Equation equation;
    private final Graph body;
    private final Map<Var, View> views = new IdentityHashMap<>();
    private final Map<Var, Bound> values = new IdentityHashMap<>();
    private final Room[] rooms;
    private final TileValue[] carries;
    /// The sizes of rows within one step, and with the steps before them.
    private long[] lead;
    private long[] sizes;
    private Block block;

    TileScan(TileGroup group, Scan scan, Equation equation) {
        this.group = group;
        this.scan = scan;
        this.equation = equation;
        this.body = Lower.lower(scan.body());
        this.rooms = new Room[scan.carries()];
        this.carries = new TileValue[scan.carries()];
    }

    /// Whether the loop can be taken in.
    boolean run() {
        if (scan.length() < 1 || !sized()) {
            return false;
        }
        sizes = new long[lead.length + 1];
        sizes[0] = scan.length();
        System.arraycopy(lead, 0, sizes, 1, lead.length);
        block = new Block(sizes, true, scan.reverse());
        for (int i = 0; i < body.inputs().size(); i++) {
            if (!input(i)) {
                return false;
            }
        }
        for (var e : body.equations()) {
            if (!step(e)) {
                return false;
            }
        }
        group.add(block);
        for (int i = 0; i < body.results().size(); i++) {
            if (!(i < carries.length ? last(i) : stack(i))) {
                return false;
            }
        }
        group.runs = true;
        return true;
    }

    /// Whether all values of a step that are no scalars have rows of the same sizes.
    private boolean sized() {
        for (int i = 0; i < body.equations().size() + scan.carries(); i++) {
            if (i >= scan.carries() && (body.equations().get(i - scan.carries()).results().size() != 1
                    || Pointwise.moves(body.equations().get(i - scan.carries()).op()))) {
                continue;
            }
            var shape = (i < scan.carries() ? body.inputs().get(scan.constants() + i).var()
                    : body.equations().get(i - scan.carries()).result()).type().shape();
            var own = group.lead(shape);
            if (own == null && !TileGroup.isSingle(shape) || own != null && lead != null && !Arrays.equals(own, lead)) {
                return false;
            }
            lead = own != null ? own : lead;
        }
        return lead != null;
    }

    private boolean input(int i) {
        var v = body.inputs().get(i).var();
        var operand = equation.operands().get(i);
        int c = i - scan.constants();
        if (c >= 0 && c < carries.length && body.results().get(c) != v) {
            return carry(c, v, operand);
        }
        var view = group.view(operand);
        var root = group.bound(view.root());
        if (root.all()) {
            return false;
        }
        int t = c >= carries.length ? 1 : 0;
        var strides = view.strides();
        if (!Arrays.equals(root.strides(), view.root().type().shape().strides())) {
            return false;
        }
        values.put(v, new Bound(root.own(), root.outside(), root.offset() + view.offset(), t == 0 ? 0 : strides[0],
                Arrays.copyOfRange(strides, t, strides.length), false));
        return true;
    }

    private boolean carry(int c, Var v, Atom start) {
        var type = v.type().dtype().lane();
        if (type == null || type == LaneType.MASK) {
            return false;
        }
        long each = block.rows() / scan.length();
        var room = new Room(type, block.rows() + each);
        var carry = TileGroup.carry(block, room, scan.reverse(), each);
        long at = scan.reverse() ? block.rows() : 0;
        if (group.view(start).root() instanceof Literal l && l.type().shape().count() == 1) {
            room.fills.add(new Tiled.Fill(at, at + each, Pointwise.bits(l.value())));
        } else {
            boolean single = TileGroup.isSingle(v.type().shape());
            var from = group.source(start, lead);
            if (from == null || single && from.access() != Access.ONE) {
                return false;
            }
            carry.after.add(group.copyTo(from, type, lead, new Place(room, at)));
        }
        rooms[c] = room;
        carries[c] = carry;
        values.put(v, own(carry, v));
        return true;
    }

    /// Rows of the block that are a value of every step.
    private Bound own(TileValue value, Var v) {
        var shape = v.type().shape();
        boolean all = group.lead(shape) == null;
        return new Bound(value, null, 0, shape.count(), shape.strides(), all);
    }

    private View view(Atom a) {
        var view = a instanceof Var v ? views.get(v) : null;
        return view != null ? view : View.of(a);
    }

    private Source source(Atom a) {
        var view = view(a);
        var bound = view.root() instanceof Var v ? values.get(v)
                : new Bound(null, view.root(), 0, 0, view.root().type().shape().strides(), false);
        return group.source(view, bound, sizes, true);
    }

    private boolean step(Equation e) {
        var moved = View.moved(e, views);
        if (moved != null) {
            views.put(e.result(), moved);
            return true;
        }
        if (!Pointwise.is(e)) {
            return false;
        }
        var operands = new ArrayList<Source>();
        for (var a : e.operands()) {
            var s = source(a);
            if (s == null) {
                return false;
            }
            operands.add(s);
        }
        values.put(e.result(), own(block.add(Pointwise.program(e), operands, e.result().type().dtype().lane()),
                e.result()));
        return true;
    }

    /// What the steps give to result `i` as rows of the block, or null.
    private TileValue given(int i) {
        var a = body.results().get(i);
        var source = source(a);
        if (source == null) {
            return null;
        }
        return source.own() != null && source.own().block == block && source.isIdentity(sizes) ? source.own()
                : block.add(TileCodes.copy(a.type().dtype().lane()), List.of(source), a.type().dtype().lane());
    }

    private boolean last(int c) {
        var result = equation.results().get(c);
        if (carries[c] == null) {
            var start = equation.operands().get(scan.constants() + c);
            var view = group.view(start);
            var root = group.bound(view.root());
            var same = new Bound(root.own(), root.outside(), root.offset() + view.offset(), 0, view.strides(), false);
            group.bind(result, same);
            return group.unused(result)
                    || group.lead(result.type().shape()) != null && group.source(start, lead) != null;
        }
        var next = given(c);
        if (next == null) {
            return false;
        }
        if (next.carry) {
            next = copied(next);
        }
        long each = block.rows() / scan.length();
        next.places.add(new Place(rooms[c], scan.reverse() ? 0 : each));
        carries[c].after.add(next);
        var shape = result.type().shape();
        if (TileGroup.isSingle(shape)) {
            return group.unused(result);
        }
        var end = TileValue.at(rooms[c], scan.reverse() ? 0 : block.rows(), each);
        end.block = block;
        end.late = true;
        end.after.add(next);
        end.after.add(carries[c]);
        group.bind(result, Bound.of(end, shape));
        return true;
    }

    private TileValue copied(TileValue v) {
        return block.add(TileCodes.copy(v.type), List.of(TileGroup.whole(v, sizes)), v.type);
    }

    private boolean stack(int i) {
        var result = equation.results().get(i);
        if (group.unused(result)) {
            return true;
        }
        var value = group.lead(result.type().shape()) == null || result.type().dtype().lane() == null ? null : given(i);
        if (value == null) {
            return false;
        }
        group.bind(result, Bound.of(value, result.type().shape()));
        return true;
    }
}
