package org.cotangent.explorer;

import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.SourceLine;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Graph;
import org.cotangent.graph.GraphBuilder;
import org.cotangent.graph.Role;
import org.cotangent.op.Binary;
import org.cotangent.op.Trigonometric;

/// Programs that are large and nothing else.
final class Big {
    private Big() {
    }

    /// Sines and products after one another, a hundred on a line.
    static Graph chain(int operations) {
        var builder = new GraphBuilder();
        var number = TensorType.of(DType.FLOAT64);
        Atom x = builder.input(number, "x", Role.INPUT);
        Atom w = builder.input(number, "w", Role.PARAM);
        for (int i = 0; i < operations; i++) {
            var line = List.of(new SourceLine("Big.java", 1 + i / 100, 0));
            x = i % 2 == 0 ? builder.add(Trigonometric.SIN, List.of(x), List.of(number), line).getFirst()
                    : builder.add(Binary.MUL, List.of(x, w), List.of(number), line).getFirst();
        }
        return builder.build("chain", List.of(x));
    }
}
