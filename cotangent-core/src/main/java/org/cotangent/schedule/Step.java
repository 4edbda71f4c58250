package org.cotangent.schedule;

import java.util.List;
import java.util.Set;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Var;

/// A unit of work of a schedule: a fused loop, a tiled group, or one operation by itself.
public sealed interface Step permits Fused, Tiled, Single {
    /// Whether it runs on generated loops.
    default boolean loops() {
        return false;
    }

    /// The values that it reads as a whole, each once.
    Set<Atom> reads();

    /// The values that it makes.
    List<Var> makes();

    /// The equations that it stands for.
    List<Equation> equations();

    /// Bytes that go to and come from memory, where every value is read or written once.
    long bytes();

    /// Lane operations for fused loops; for one operation an estimate.
    double flops();
}
