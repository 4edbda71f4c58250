package org.cotangent.schedule;

import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneOp;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.cotangent.op.Binary;
import org.cotangent.op.Convert;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Op;
import org.cotangent.op.Reduce;
import org.cotangent.op.Select;
import org.cotangent.op.Sum;

/// What loops can be made of: equations that treat every element by itself and have a lane program.
final class Pointwise {
    private Pointwise() {
    }

    /// Whether the equation can be part of a loop.
    static boolean is(Equation e) {
        if (e.operands().isEmpty() || e.results().size() != 1 || e.result().type().shape().count() == 0) {
            return false;
        }
        var from = e.operands().getFirst().type().dtype();
        return switch (e.op()) {
            case Elementwise op -> !(op instanceof Binary b && b.refusesZero(from))
                    && (from.isFloat() || !divides(program(e)));
            case Select _ -> e.result().type().dtype().lane() != null;
            case Convert c -> converts(from, c.dtype());
            default -> false;
        };
    }

    /// Division of integers has no vector form.
    private static boolean divides(LaneCode code) {
        return code.steps().stream().anyMatch(s -> s.op() == LaneOp.DIV && !s.type().isFloat());
    }

    private static boolean converts(DType from, DType to) {
        var a = from.lane();
        var b = to.lane();
        return a != null && b != null && (a.bits() == b.bits() || a.bits() == 0 || b.bits() == 0);
    }

    /// What an element goes through; its inputs are the equation's operands.
    static LaneCode program(Equation e) {
        var dtype = e.operands().getFirst().type().dtype();
        return LaneCode.of(switch (e.op()) {
            case Elementwise op -> op.program(dtype);
            case Select _ -> Select.program(e.result().type().dtype());
            case Convert c -> conversion(dtype.lane(), c.dtype().lane());
            default -> throw new IllegalArgumentException(e.op().label() + " is not pointwise");
        });
    }

    private static LaneProgram conversion(LaneType from, LaneType to) {
        var x = Lane.input(0, from);
        Lane y;
        if (from == to) {
            y = x;
        } else if (from == LaneType.MASK) {
            y = x.select(Lane.constant(to, 1), Lane.constant(to, 0));
        } else if (to == LaneType.MASK) {
            y = x.ne(x.like(0));
        } else {
            y = from.isFloat() ? x.floatToInt() : x.intToFloat();
        }
        return new LaneProgram("convert", List.of(from), y);
    }

    /// The width in bits of the numbers in it, 0 where all are masks.
    static int width(Equation e) {
        int width = e.result().type().dtype().lane().bits();
        for (var a : e.operands()) {
            width = Math.max(width, a.type().dtype().lane().bits());
        }
        return width;
    }

    /// A literal of one element as a lane.
    static Lane constant(Literal l) {
        var value = l.value();
        return Lane.ofBits(value.dtype().lane(), bits(value));
    }

    /// The bits of its first element.
    static long bits(Concrete c) {
        return switch (c.dtype()) {
            case FLOAT32 -> Float.floatToRawIntBits(c.storage().getFloat(0));
            case FLOAT64 -> Double.doubleToRawLongBits(c.storage().getDouble(0));
            case INT32 -> c.storage().getInt(0);
            case INT64 -> c.storage().getLong(0);
            case BOOL -> c.storage().getByte(0);
            default -> throw new IllegalArgumentException("no lane of " + c.dtype());
        };
    }

    /// Whether the operation only renames or repeats elements, so that readers may look through it.
    static boolean moves(Op op) {
        return op instanceof org.cotangent.op.Broadcast || op instanceof org.cotangent.op.Reshape
                || op instanceof org.cotangent.op.Permute || op instanceof org.cotangent.op.Slice;
    }

    /// An operand as a lane: a constant, what the loop has made of it, or an input of its own.
    static Lane lane(View v, Map<Var, Lane> lanes, Map<View, Lane> inputs, List<LaneType> types) {
        if (v.root() instanceof Literal l && l.type().shape().count() == 1) {
            return constant(l);
        }
        if (v.root() instanceof Var r && lanes.containsKey(r)) {
            return lanes.get(r);
        }
        return inputs.computeIfAbsent(v, _ -> {
            types.add(v.root().type().dtype().lane());
            return Lane.input(types.size() - 1, types.getLast());
        });
    }

    /// Whether an equation combines elements: sums, products, extremes.
    static boolean isFold(Equation e) {
        return (e.op() instanceof Sum || e.op() instanceof Reduce r && r.kind() != Reduce.Kind.AND
                && r.kind() != Reduce.Kind.OR) && e.operands().getFirst().type().shape().count() > 1;
    }
}
