package org.cotangent.schedule;

import org.cotangent.op.ArgReduce;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Concat;
import org.cotangent.op.Conv;
import org.cotangent.op.CumSum;
import org.cotangent.op.Cumulative;
import org.cotangent.op.Dot;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Flip;
import org.cotangent.op.Op;
import org.cotangent.op.Pad;
import org.cotangent.op.Permute;
import org.cotangent.op.Reduce;
import org.cotangent.op.Scan;
import org.cotangent.op.Select;
import org.cotangent.op.Slice;
import org.cotangent.op.Sum;

/// Which operations keep and pass on nothing of their operands: their results are memory of their own, and nobody
/// looks at the operands when they are done. Operations that are not known to be so are taken to keep everything.
public final class Keeping {
    private Keeping() {
    }

    /// Whether the operands' memory may be used again as soon as the operation is over.
    public static boolean keepsNothing(Op op) {
        return switch (op) {
            case Elementwise _, Select _, Dot _, Conv _, Sum _, Reduce _, CumSum _, Cumulative _, ArgReduce _ -> true;
            case Broadcast _, Permute _, Slice _, Pad _, Flip _, Concat _, PoolMax _, PoolBack _ -> true;
            case Scan _ -> true;
            default -> false;
        };
    }
}
