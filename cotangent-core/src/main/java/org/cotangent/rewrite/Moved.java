package org.cotangent.rewrite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.op.Broadcast;
import org.cotangent.op.DynamicSlice;
import org.cotangent.op.Flip;
import org.cotangent.op.Gather;
import org.cotangent.op.IndexMode;
import org.cotangent.op.Op;
import org.cotangent.op.Permute;
import org.cotangent.op.Reshape;
import org.cotangent.op.Slice;
import org.cotangent.op.Softmax;
import org.cotangent.trace.Stage;

/// Looks through operations that only pick and move elements of their first operand.
final class Moved {
    private Moved() {
    }

    /// log of elements picked from a softmax, as the same elements picked from its logarithm; null for anything else.
    static Supplier<Tensor> logOfSoftmax(Tensor x) {
        var moves = new ArrayDeque<Stage.Symbol>();
        var at = x;
        while (at instanceof Stage.Symbol s && s.op() != null && picks(s.op())) {
            moves.push(s);
            at = s.operands().getFirst();
        }
        if (!(at instanceof Stage.Symbol s && s.op() instanceof Softmax softmax)) {
            return null;
        }
        return () -> {
            var out = Ops.logSoftmax(s.operands().getFirst(), softmax.along());
            for (var move : moves) {
                var operands = new ArrayList<>(move.operands());
                operands.set(0, out);
                out = Dispatch.bind(move.op(), operands).getFirst();
            }
            return out;
        };
    }

    private static boolean picks(Op op) {
        return switch (op) {
            case Slice _, Reshape _, Permute _, Broadcast _, Flip _, DynamicSlice _ -> true;
            case Gather g -> g.mode() != IndexMode.FILL;
            default -> false;
        };
    }
}
