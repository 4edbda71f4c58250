package org.cotangent.schedule;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Var;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.schedule.Fused.Access;

/// Rows of a tile in the making: what a point or a fold gives, or rows of scratch that others write.
final class TileValue {
    /// Scratch in the making.
    static final class Room {
        final LaneType type;
        final long rows;
        final List<Tiled.Fill> fills = new ArrayList<>();
        /// Whether somebody reads it.
        boolean live;

        Room(LaneType type, long rows) {
            this.type = type;
            this.rows = rows;
        }
    }

    /// Rows of scratch from `row` on.
    record Place(Room room, long row) {
    }

    /// Where a point finds an operand: rows of the tile, with strides in rows, or a value from outside, with strides in
    /// elements.
    record Source(TileValue own, Atom outside, long offset, long[] strides, Access access) {
        /// Whether it reads all rows of a value of the tile in their order.
        boolean isIdentity(long[] sizes) {
            if (own == null || offset != 0) {
                return false;
            }
            long run = 1;
            for (int a = sizes.length - 1; a >= 0; a--) {
                if (sizes[a] != 1 && strides[a] != run) {
                    return false;
                }
                run *= sizes[a];
            }
            return run == own.rows;
        }
    }

    /// One lane program over rows.
    record Point(LaneCode code, List<Source> operands, TileValue result) {
    }

    /// Points over the same rows; where `ordered`, one row of the first axis after the other.
    static final class Block {
        final long[] sizes;
        final boolean ordered;
        final boolean reverse;
        final List<Point> points = new ArrayList<>();
        /// Carries that it writes and reads.
        final List<TileValue> carries = new ArrayList<>();
        /// The number of the stage that it is part of.
        int stage;

        Block(long[] sizes, boolean ordered, boolean reverse) {
            this.sizes = sizes;
            this.ordered = ordered;
            this.reverse = reverse;
        }

        long rows() {
            long n = 1;
            for (long s : sizes) {
                n *= s;
            }
            return n;
        }

        /// One more point; the rows that it gives.
        TileValue add(LaneCode code, List<Source> operands, LaneType type) {
            var value = new TileValue(type, rows());
            value.block = this;
            operands.stream().filter(o -> o.own != null).forEach(o -> value.after.add(o.own));
            points.add(new Point(code, List.copyOf(operands), value));
            return value;
        }
    }

    /// Rows of a value combined.
    record Folding(ReduceOp op, TileValue from, long outer, long n, long inner, TileValue result) {
    }

    final LaneType type;
    final long rows;
    /// The block whose point gives it, or in which it is a carry; null where others write its rows.
    Block block;
    /// Whether the block writes one part of its rows while it reads another.
    boolean carry;
    /// Whether it is there only when its block is done.
    boolean late;
    /// Values that it is made of.
    final List<TileValue> after = new ArrayList<>();
    /// Where it lies in scratch.
    final List<Place> places = new ArrayList<>();
    /// Values of the program that it is.
    final List<Var> made = new ArrayList<>();
    /// The number of the stage that gives it where no block does, or -1.
    int stage = -1;
    boolean live;

    TileValue(LaneType type, long rows) {
        this.type = type;
        this.rows = rows;
    }

    /// Rows of scratch that others write.
    static TileValue at(Room room, long row, long rows) {
        var v = new TileValue(room.type, rows);
        v.places.add(new Place(room, row));
        return v;
    }

    /// The number of the stage after which all of it is there.
    int done() {
        if (block != null) {
            return block.stage;
        }
        int last = stage;
        for (var v : after) {
            last = Math.max(last, stage >= 0 ? -1 : v.done());
        }
        return last;
    }
}
