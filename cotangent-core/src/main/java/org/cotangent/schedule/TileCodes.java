package org.cotangent.schedule;

import java.util.List;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;

/// Steps of running operations as lane programs.
final class TileCodes {
    private TileCodes() {
    }

    /// A step of a recurrence from the one before, the factor, what is added, and whether it is the first, which is
    /// what is added, as it is.
    static LaneCode recurrence(LaneType type) {
        var before = Lane.input(0, type);
        var next = Lane.input(2, type).add(Lane.input(1, type).mul(before));
        return LaneCode.of("recurrence", List.of(type, type, type, LaneType.MASK),
                List.of(Lane.input(3, LaneType.MASK).select(Lane.input(2, type), next)));
    }

    /// The bits that any first element combined with gives itself.
    static long first(ReduceOp op, LaneType type) {
        if (op != ReduceOp.SUM) {
            return op.identity(type);
        }
        return type == LaneType.F32 ? Float.floatToRawIntBits(-0.0f) : type == LaneType.F64
                ? Double.doubleToRawLongBits(-0.0) : 0;
    }

    /// What is before combined with what comes.
    static LaneCode combine(ReduceOp op, LaneType type) {
        var a = Lane.input(0, type);
        var b = Lane.input(1, type);
        return LaneCode.of("running", List.of(type, type), List.of(switch (op) {
            case SUM -> a.add(b);
            case PROD -> a.mul(b);
            case MAX -> a.max(b);
            case MIN -> a.min(b);
            case AND, OR -> throw new IllegalArgumentException("running " + op);
        }));
    }

    /// One value as it is.
    static LaneCode copy(LaneType type) {
        return LaneCode.of("copy", List.of(type), List.of(Lane.input(0, type)));
    }
}
