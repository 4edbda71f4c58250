package org.cotangent.codegen;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.cotangent.graph.Atom;
import org.cotangent.lane.LaneType;
import org.cotangent.schedule.Fused;
import org.cotangent.schedule.Single;
import org.cotangent.schedule.Step;
import org.cotangent.schedule.Tiled;
import org.cotangent.storage.Storage;

/// A step of generated loops made executable.
///
/// Small values are expected in arrays and large ones off the heap, as [Storage#allocate] places them; what lies
/// elsewhere is copied first. Any number of threads may run it at once.
public sealed interface StepLoop permits FusedLoop, TiledLoop {
    /// Nanoseconds of work that are worth a thread.
    double PIECE_NANOS = 6_000;

    /// That of a step that [Step#loops]; `products` gives the loops for products of rows, values `far` lie off the heap
    /// though they are small.
    static StepLoop of(Step step, Function<LaneType, RowProducts> products, Set<? extends Atom> far) {
        return switch (step) {
            case Fused f -> new FusedLoop(f, products, far);
            case Tiled t -> new TiledLoop(t, far);
            case Single s -> throw new IllegalArgumentException(s + " runs on no generated loops");
        };
    }

    /// Whether a value is expected in an array.
    static boolean onHeap(Atom value, Set<? extends Atom> far) {
        var type = value.type();
        return type.dtype().cell().livesOnHeap(type.shape().count()) && !far.contains(value);
    }

    /// The values that it reads, in the order in which [#run] takes them.
    List<Atom> reads();

    /// Its generated loops.
    List<Loop> kernels();

    /// Emits its code, and where `warm` runs it until it is compiled.
    void prepare(boolean warm);

    /// Computes what it makes from what it reads; what is worth one thread runs on the caller's.
    void run(Storage[] in, Storage[] out, Split split);

    /// The kernels with what they are made of, for reports.
    default Map<String, Double> nanosPerElement() {
        var out = new java.util.LinkedHashMap<String, Double>();
        for (var l : kernels()) {
            out.put(l.spec().code().work() + " lane operations", l.nanosPerElement());
        }
        return out;
    }
}
