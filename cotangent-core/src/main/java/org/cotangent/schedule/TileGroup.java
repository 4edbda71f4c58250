package org.cotangent.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.cotangent.core.DType;
import org.cotangent.core.Shape;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.op.Concat;
import org.cotangent.op.CumSum;
import org.cotangent.op.Cumulative;
import org.cotangent.op.Pad;
import org.cotangent.op.Recurrence;
import org.cotangent.op.Reduce;
import org.cotangent.op.ReductionView;
import org.cotangent.op.Scan;
import org.cotangent.op.Sum;
import org.cotangent.schedule.Fused.Access;
import org.cotangent.schedule.TileValue.Block;
import org.cotangent.schedule.TileValue.Folding;
import org.cotangent.schedule.TileValue.Place;
import org.cotangent.schedule.TileValue.Room;
import org.cotangent.schedule.TileValue.Source;

/// Equations that work on each element of a batch of `width` by itself, in the making of a [Tiled]: their values as
/// rows, and what gives them.
final class TileGroup {
    /// A value as rows to read: of the tile, or from outside, with strides in elements along its own axes and from one
    /// step of a loop to the next. `all`: a scalar of which every element of a row is a copy.
    record Bound(TileValue own, Atom outside, long offset, long time, long[] strides, boolean all) {
        static Bound of(TileValue own, Shape shape) {
            return new Bound(own, null, 0, 0, shape.strides(), false);
        }
    }

    final long width;
    final List<Equation> members = new ArrayList<>();
    final Map<Var, Bound> values = new IdentityHashMap<>();
    /// [Block] and [Folding], in the order of the program.
    final List<Object> items = new ArrayList<>();
    /// Whether something runs along an axis here.
    boolean runs;
    private final Map<Var, View> views;
    private final Set<Var> used;
    private final List<Object> fresh = new ArrayList<>();
    private final Map<Var, Bound> freshValues = new IdentityHashMap<>();

    /// `views` are the program's movements, `used` what it reads or gives.
    TileGroup(long width, Map<Var, View> views, Set<Var> used) {
        this.width = width;
        this.views = views;
        this.used = used;
    }

    boolean unused(Var v) {
        return !used.contains(v);
    }

    /// Takes an equation in, or leaves everything as it was.
    boolean take(Equation e) {
        fresh.clear();
        freshValues.clear();
        if (!translate(e)) {
            return false;
        }
        members.add(e);
        items.addAll(fresh);
        values.putAll(freshValues);
        return true;
    }

    private boolean translate(Equation e) {
        return switch (e.op()) {
            case CumSum c -> running(e, ReduceOp.SUM, c.axis(), c.reverse());
            case Cumulative c -> running(e, c.kind().combine(), c.axis(), c.reverse());
            case Recurrence r -> e.result().type().dtype().lane() != null && running(e, r.axis(), r.reverse(),
                    TileCodes.recurrence(e.result().type().dtype().lane()), 0);
            case Scan s -> new TileScan(this, s, e).run();
            case Sum s -> fold(e, ReduceOp.SUM, s.axes());
            case Reduce r -> r.kind() != Reduce.Kind.AND && r.kind() != Reduce.Kind.OR
                    && fold(e, r.kind().combine(), r.axes());
            case Pad p -> pad(e, p);
            case Concat c -> c.axis() == 0 && concat(e);
            default -> Pointwise.is(e) && pointwise(e);
        };
    }

    /// The sizes of the axes before the batch, or null where the last axes are not the batch.
    long[] lead(Shape shape) {
        long n = 1;
        int a = shape.rank();
        while (a > 0 && n < width) {
            n *= shape.size(--a);
        }
        return n == width && shape.count() > 0 ? Arrays.copyOf(shape.sizes(), a) : null;
    }

    static boolean isSingle(Shape shape) {
        return shape.count() == 1;
    }

    void add(Object item) {
        fresh.add(item);
    }

    void bind(Var v, Bound b) {
        freshValues.put(v, b);
    }

    private boolean pointwise(Equation e) {
        var sizes = lead(e.result().type().shape());
        if (sizes == null) {
            return false;
        }
        var operands = sources(e.operands(), sizes);
        if (operands == null) {
            return false;
        }
        var block = new Block(sizes, false, false);
        var value = block.add(Pointwise.program(e), operands, e.result().type().dtype().lane());
        add(block);
        bind(e.result(), Bound.of(value, e.result().type().shape()));
        return true;
    }

    private List<Source> sources(List<Atom> atoms, long[] sizes) {
        var out = new ArrayList<Source>();
        for (var a : atoms) {
            var s = source(a, sizes);
            if (s == null) {
                return null;
            }
            out.add(s);
        }
        return out;
    }

    View view(Atom a) {
        var view = a instanceof Var v ? views.get(v) : null;
        return view != null ? view : View.of(a);
    }

    /// How an atom of the program itself is read for rows of the sizes, or null.
    Source source(Atom a, long[] sizes) {
        return source(view(a), bound(view(a).root()), sizes, false);
    }

    /// A root of the program as rows to read.
    Bound bound(Atom root) {
        var own = root instanceof Var v ? freshValues.getOrDefault(v, values.get(v)) : null;
        return own != null ? own : new Bound(null, root, 0, 0, root.type().shape().strides(), false);
    }

    /// How a view of a bound root is read for rows of the sizes, the first of which is the time in a loop.
    Source source(View v, Bound b, long[] sizes, boolean timed) {
        int t = timed ? 1 : 0;
        var strides = new long[sizes.length];
        if (b.all) {
            return v.isSingle() ? new Source(b.own, null, 0, Shape.of(sizes).strides(), Access.EACH) : null;
        }
        var bound = compose(v, b);
        var lead = lead(v.shape());
        if (bound == null || lead == null && !isSingle(v.shape())) {
            return null;
        }
        if (timed) {
            strides[0] = b.time;
        }
        boolean rows = lead != null;
        if (rows && !Arrays.equals(lead, Arrays.copyOfRange(sizes, t, sizes.length))) {
            return null;
        }
        for (int a = t; rows && a < sizes.length; a++) {
            strides[a] = bound.strides[a - t];
        }
        return rows ? placed(bound, v.shape(), lead.length, strides, sizes) : placed(bound, Shape.SCALAR, 0, strides,
                sizes);
    }

    /// The bound root as the view sees it, or null.
    private static Bound compose(View v, Bound b) {
        var root = v.root().type().shape();
        if (follows(b.strides, root)) {
            return new Bound(b.own, b.outside, b.offset + v.offset(), b.time, v.strides(), false);
        }
        if (v.offset() == 0 && v.shape().equals(root) && v.follows(root.strides())) {
            return b;
        }
        return Arrays.stream(b.strides).allMatch(s -> s == 0)
                ? new Bound(b.own, b.outside, b.offset, b.time, new long[v.shape().rank()], false) : null;
    }

    private static boolean follows(long[] strides, Shape shape) {
        var natural = shape.strides();
        return IntStream.range(0, natural.length).allMatch(a -> shape.size(a) == 1 || strides[a] == natural[a]);
    }

    private Source placed(Bound b, Shape shape, int lead, long[] strides, long[] sizes) {
        boolean each = shape.rank() > lead;
        boolean one = true;
        for (int a = lead; a < shape.rank(); a++) {
            each &= shape.size(a) == 1 || b.strides[a] == shape.strides()[a];
            one &= shape.size(a) == 1 || b.strides[a] == 0;
        }
        if (b.own != null) {
            return each ? own(b, strides, sizes) : null;
        }
        if (each) {
            return new Source(null, b.outside, b.offset, strides, Access.EACH);
        }
        boolean still = IntStream.range(0, sizes.length).allMatch(a -> sizes[a] == 1 || strides[a] == 0);
        return one ? new Source(null, b.outside, b.offset, strides, still ? Access.ONE : Access.ROW) : null;
    }

    private Source own(Bound b, long[] strides, long[] sizes) {
        boolean whole = b.offset % width == 0;
        var rows = new long[strides.length];
        for (int a = 0; a < rows.length; a++) {
            whole &= sizes[a] == 1 || strides[a] % width == 0;
            rows[a] = sizes[a] == 1 ? 0 : strides[a] / width;
        }
        return whole ? new Source(b.own, null, b.offset / width, rows, Access.EACH) : null;
    }

    private boolean fold(Equation e, ReduceOp op, List<Integer> axes) {
        var x = e.operands().getFirst();
        var lead = lead(x.type().shape());
        if (lead == null || axes.stream().anyMatch(a -> a >= lead.length) || lead(e.result().type().shape()) == null) {
            return false;
        }
        var r = ReductionView.of(x.type().shape(), axes);
        var from = source(x, lead);
        if (r.moved() || r.n() < 2 || from == null || !from.isIdentity(lead)) {
            return false;
        }
        var value = new TileValue(from.own().type, r.outer() * r.inner() / width);
        value.after.add(from.own());
        value.late = true;
        add(new Folding(op, from.own(), r.outer(), r.n(), r.inner() / width, value));
        bind(e.result(), Bound.of(value, e.result().type().shape()));
        return true;
    }

    private boolean running(Equation e, ReduceOp op, int axis, boolean reverse) {
        var type = e.result().type().dtype().lane();
        return type != null && running(e, axis, reverse, TileCodes.combine(op, type), TileCodes.first(op, type));
    }

    /// Steps along an axis: the code takes the step before and the equation's operands, and where it has one input more
    /// whether this is the first step. `first` are the bits of what is before the first.
    private boolean running(Equation e, int axis, boolean reverse, LaneCode code, long first) {
        var shape = e.result().type().shape();
        var sizes = lead(shape);
        if (sizes == null || axis >= sizes.length || IntStream.range(0, axis).anyMatch(a -> shape.size(a) != 1)) {
            return false;
        }
        var sources = sources(e.operands(), sizes);
        if (sources == null) {
            return false;
        }
        var inOrder = Arrays.copyOfRange(sizes, axis, sizes.length);
        var block = new Block(inOrder, true, reverse);
        var type = e.result().type().dtype().lane();
        long each = block.rows() / inOrder[0];
        var room = new Room(type, block.rows() + each);
        long start = reverse ? block.rows() : 0;
        room.fills.add(new Tiled.Fill(start, start + each, first));
        var carry = carry(block, room, reverse, each);
        var operands = new ArrayList<Source>();
        operands.add(whole(carry, inOrder));
        sources.forEach(x -> operands.add(new Source(x.own(), x.outside(), x.offset(),
                Arrays.copyOfRange(x.strides(), axis, sizes.length), x.access())));
        if (code.inputs().size() > operands.size()) {
            var begins = new Room(LaneType.MASK, block.rows());
            long at = reverse ? block.rows() - each : 0;
            begins.fills.add(new Tiled.Fill(at, at + each, 1));
            operands.add(whole(TileValue.at(begins, 0, begins.rows), inOrder));
        }
        var value = block.add(code, operands, type);
        value.places.add(new Place(room, reverse ? 0 : each));
        carry.after.add(value);
        add(block);
        bind(e.result(), Bound.of(value, shape));
        runs = true;
        return true;
    }

    /// All rows in their order.
    static Source whole(TileValue v, long[] sizes) {
        return new Source(v, null, 0, Shape.of(sizes).strides(), Access.EACH);
    }

    /// What steps of a block read of the steps before.
    static TileValue carry(Block block, Room room, boolean reverse, long each) {
        var carry = TileValue.at(room, reverse ? each : 0, block.rows());
        carry.block = block;
        carry.carry = true;
        block.carries.add(carry);
        return carry;
    }

    /// Writes rows as they are to a place in scratch.
    TileValue copyTo(Source from, LaneType type, long[] sizes, Place to) {
        var block = new Block(sizes, false, false);
        var value = block.add(TileCodes.copy(type), List.of(from), type);
        value.places.add(to);
        add(block);
        return value;
    }

    /// Rows between rows of one number, or fewer of them.
    private boolean pad(Equation e, Pad p) {
        var x = e.operands().get(0);
        var shape = e.result().type().shape();
        var sizes = lead(shape);
        var lane = e.result().type().dtype().lane();
        var from = lead(x.type().shape());
        boolean fits = sizes != null && sizes.length > 0 && lane != null && from != null
                && e.operands().get(1) instanceof Literal && p.interior().getFirst() == 0;
        for (int a = 1; fits && a < shape.rank(); a++) {
            fits = p.low().get(a) == 0 && p.high().get(a) == 0 && p.interior().get(a) == 0;
        }
        var source = fits ? source(x, from) : null;
        long skipped = Math.max(0, -p.low().getFirst());
        long kept = source == null ? 0 : from[0] - skipped - Math.max(0, -p.high().getFirst());
        if (kept < 1) {
            return false;
        }
        var bits = Pointwise.bits(((Literal) e.operands().get(1)).value());
        long rows = shape.count() / width;
        long each = rows / sizes[0];
        var room = new Room(lane, rows);
        long low = Math.max(0, p.low().getFirst());
        room.fills.add(new Tiled.Fill(0, low * each, bits));
        room.fills.add(new Tiled.Fill((low + kept) * each, rows, bits));
        var sliced = from.clone();
        sliced[0] = kept;
        var value = TileValue.at(room, 0, rows);
        value.after.add(copyTo(new Source(source.own(), source.outside(), source.offset() + skipped
                * source.strides()[0], source.strides(), source.access()), lane, sliced, new Place(room, low * each)));
        bind(e.result(), Bound.of(value, shape));
        return true;
    }

    private boolean concat(Equation e) {
        var sizes = lead(e.result().type().shape());
        return sizes != null && sizes.length > 0 && e.result().type().dtype().lane() != null
                && e.result().type().dtype() != DType.BOOL && pieces(e, e.operands(), new Room(
                e.result().type().dtype().lane(), e.result().type().shape().count() / width));
    }

    private boolean pieces(Equation e, List<Atom> parts, Room room) {
        var value = TileValue.at(room, 0, room.rows);
        long at = 0;
        for (var x : parts) {
            var sizes = lead(x.type().shape());
            var source = sizes == null ? null : source(x, sizes);
            if (source == null) {
                return false;
            }
            value.after.add(copyTo(source, room.type, sizes, new Place(room, at)));
            at += x.type().shape().count() / width;
        }
        bind(e.result(), Bound.of(value, e.result().type().shape()));
        return true;
    }
}
