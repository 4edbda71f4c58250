package org.cotangent.schedule;

import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.HeldGraphs;
import org.cotangent.lane.LaneCode;
import org.cotangent.op.Barrier;
import org.cotangent.op.Bilinear;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Conv;
import org.cotangent.op.Dot;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Factorization;
import org.cotangent.op.Movement;
import org.cotangent.op.Named;
import org.cotangent.op.Normalizing;
import org.cotangent.op.Op;
import org.cotangent.op.RandomBits;
import org.cotangent.op.Reshape;
import org.cotangent.op.Scan;
import org.cotangent.op.Stop;
import org.cotangent.op.Sweeps;
import org.cotangent.op.While;

/// What running an equation once more would cost, in lane operations, and which results are no memory of their own.
final class Costs {
    /// Lane operations of an exponential, and of a random number.
    private static final double EXP = 25;
    private static final double DRAW = 60;
    /// Iterations that a loop of unknown length is taken to have.
    private static final double GUESS = 16;

    private Costs() {
    }

    /// An estimate, exact for elementwise operations and products.
    static double of(Equation e) {
        double out = 0;
        for (var v : e.results()) {
            out += v.type().shape().count();
        }
        double in = e.operands().stream().mapToDouble(a -> a.type().shape().count()).max().orElse(0);
        return switch (e.op()) {
            case Elementwise w -> out * lanes(w, e.operands().getFirst().type().dtype());
            case Dot d -> 2 * out * sizes(e.operands().get(0), d.lhs());
            case Conv c -> 2 * out * e.operands().get(1).type().shape().count()
                    / Math.max(1, e.operands().get(1).type().shape().size(0));
            case Factorization _ -> in * Math.sqrt(in);
            case Normalizing _ -> out * EXP;
            case RandomBits _ -> out * DRAW;
            case Movement _, Barrier _, Named _, Stop _ -> isView(e.op()) ? 0 : out / 2;
            case Scan s -> s.length() * of(s.body());
            case While w -> GUESS * of(w.body());
            case Sweeps _ -> GUESS * held(e.op());
            default -> Math.max(in, out) + held(e.op());
        };
    }

    private static double held(Op op) {
        return HeldGraphs.of(op).stream().mapToDouble(Costs::of).sum();
    }

    static double of(Graph g) {
        return g.equations().stream().mapToDouble(Costs::of).sum();
    }

    private static double lanes(Elementwise w, DType dtype) {
        return Math.max(1, LaneCode.of(w.program(dtype.compute())).work());
    }

    private static double sizes(Atom a, List<Integer> axes) {
        double n = 1;
        for (int axis : axes) {
            n *= a.type().shape().size(axis);
        }
        return n;
    }

    /// Whether it is expensive beside what it gives: what one keeps where there is room.
    static boolean isDear(Op op) {
        return op instanceof Bilinear || op instanceof Factorization;
    }

    /// Whether its result is its first operand, looked at in another way.
    static boolean isView(Op op) {
        return op instanceof Reshape || op instanceof Broadcast || op instanceof Named || op instanceof Stop
                || op instanceof Barrier;
    }
}
