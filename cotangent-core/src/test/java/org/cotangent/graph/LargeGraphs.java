package org.cotangent.graph;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.SourceLine;
import org.cotangent.core.TensorType;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Binary;
import org.cotangent.op.Sum;

/// Deep and wide programs.
final class LargeGraphs {
    private LargeGraphs() {
    }

    /// n operations, each on the one before, the one three before, or a number.
    static Graph chain(int n) {
        var t = TensorType.of(DType.FLOAT64, 4);
        var lines = List.of(new SourceLine("Deep.java", 7, 0), new SourceLine("Deep.java", 9, 3));
        var b = new GraphBuilder();
        var all = new ArrayList<Atom>(n + 1);
        all.add(b.input(t, "x", Role.INPUT));
        for (int i = 1; i <= n; i++) {
            var x = all.getLast();
            all.add(switch (i % 4) {
                case 0 -> b.add(Arithmetic.NEG, List.of(x), List.of(t), lines).getFirst();
                case 1 -> b.add(Binary.ADD, List.of(x, all.get(Math.max(0, i - 3))), List.of(t), lines).getFirst();
                case 2 -> b.add(Binary.MUL, List.of(x, new Literal(Concrete.literal(DType.FLOAT64, 1.0 / i))),
                        List.of(t), lines).getFirst();
                default -> b.add(new Sum(List.of()), List.of(x), List.of(t), lines, "same").getFirst();
            });
        }
        return b.build("chain", List.of(all.getLast()));
    }
}
