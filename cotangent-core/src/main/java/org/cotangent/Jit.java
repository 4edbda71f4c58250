package org.cotangent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.op.Call;
import org.cotangent.rewrite.Stabilize;
import org.cotangent.trace.Stage;

/// The programs that one call of `jit` has written down, by structure and types of the arguments.
final class Jit {
    private record Key(List<Structure> structures, List<TensorType> types) {
    }

    private record Program(Graph graph, List<Tensor> captured, Structure result) {
    }

    private final Map<Key, Program> programs = new HashMap<>();

    Object call(Function<List<Object>, Object> f, Object... arguments) {
        var flat = new Flattened(f, arguments);
        var types = flat.leaves().stream().map(Tensor::type).toList();
        Program program;
        synchronized (this) {
            program = programs.computeIfAbsent(new Key(flat.structures(), types), k -> write(flat, types));
        }
        var operands = new ArrayList<>(flat.leaves());
        operands.addAll(program.captured());
        return program.result().build(Dispatch.bind(new Call(program.graph()), operands));
    }

    private static Program write(Flattened flat, List<TensorType> types) {
        var staged = Stage.trace("f", flat, types, null, null);
        return new Program(Stabilize.graph(staged.graph()).graph(), staged.captured(), flat.result());
    }
}
