package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.ShapeException;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.op.Bilinear;
import org.cotangent.op.Factorization;
import org.cotangent.op.Named;

/// Which inner values of a function under [Transforms#checkpoint(TensorFn, CheckpointPolicy)] are kept for the pull
/// back; the others
/// are computed again.
///
/// Results of operations that are not pure (host calls in order) are kept under every policy. What a function that is
/// jitted inside does counts as one operation.
///
/// @param policy what it is called
/// @param names  names of values that are kept
/// @param bytes  the memory that the pull back may use, from which it is chosen what is kept; 0: no such choice
public record CheckpointPolicy(String policy, List<String> names, long bytes) {
    /// Only what goes in: the least memory, the whole function runs twice.
    public static final CheckpointPolicy NOTHING = new CheckpointPolicy("nothing", List.of(), 0);
    /// Every value: what happens without a checkpoint.
    public static final CheckpointPolicy EVERYTHING = new CheckpointPolicy("everything", List.of(), 0);
    /// Results of matrix products, convolutions and factorizations, which are dear; the cheap rest runs again.
    public static final CheckpointPolicy PRODUCTS = new CheckpointPolicy("products", List.of(), 0);

    public CheckpointPolicy {
        names = List.copyOf(names);
    }

    /// Values that were given one of these names with [org.cotangent.core.Ops#checkpointName].
    public static CheckpointPolicy named(String... names) {
        return new CheckpointPolicy("named " + String.join(", ", names), List.of(names), 0);
    }

    /// What is kept is chosen so that the pull back gets by with so many bytes beside arguments and results, and runs
    /// as little as it can a second time: the function is cut into parts that are computed again one after the other,
    /// and what is dear for its bytes is kept. Where so few bytes are not enough, as few as can be are used;
    /// [RematReport] says what was chosen.
    public static CheckpointPolicy budget(long bytes) {
        if (bytes <= 0) {
            throw new ShapeException("keep values within a budget", bytes + " bytes", "give more than 0");
        }
        return new CheckpointPolicy("budget " + bytes, List.of(), bytes);
    }

    /// The graph with the kept values as further results.
    Graph apply(Graph g) {
        var results = new ArrayList<>(g.results());
        g.equations().stream().filter(this::keeps).forEach(e -> results.addAll(e.results()));
        return new Graph(g.name(), g.inputs(), g.equations(), results);
    }

    private boolean keeps(Equation e) {
        return !e.op().isPure() || switch (policy) {
            case "nothing" -> false;
            case "everything" -> true;
            case "products" -> e.op() instanceof Bilinear || e.op() instanceof Factorization;
            default -> e.op() instanceof Named n && names.contains(n.name());
        };
    }
}
