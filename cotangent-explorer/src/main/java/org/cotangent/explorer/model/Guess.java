package org.cotangent.explorer.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Role;
import org.cotangent.program.Program;

/// Values for inputs that nobody gave: small numbers where numbers do, else the smallest tensors that fit together.
final class Guess {
    private static final double[] POINT = {2, 3, 0.5, -1, 1.5, 0.25, -2, 1};
    private static final List<Shape> SHAPES = List.of(Shape.SCALAR, Shape.of(3), Shape.of(2, 3), Shape.of(3, 1),
            Shape.of(2));
    private static final int MOST_INPUTS = 4;

    private Guess() {
    }

    /// One value for each input of the program; given ones stay as they are.
    static List<Concrete> values(Program program, Map<String, Concrete> given, DType dtype) {
        var open = program.inputs().stream().filter(n -> !given.containsKey(n)).toList();
        var shapes = new int[open.size()];
        if (!open.isEmpty() && open.size() <= MOST_INPUTS && !fits(program, given, dtype, open, shapes)) {
            shapes = search(program, given, dtype, open);
        }
        var out = new ArrayList<Concrete>();
        for (var name : program.inputs()) {
            int k = open.indexOf(name);
            out.add(k < 0 ? given.get(name) : SHAPES.get(shapes[k]).rank() == 0
                    ? Ops.full(new TensorType(Shape.SCALAR, dtype), POINT[out.size() % POINT.length]).concrete()
                    : wave(new TensorType(SHAPES.get(shapes[k]), dtype)));
        }
        return out;
    }

    /// Tries all combinations, simplest first; all scalars where none fits, so that the error is the plain one.
    private static int[] search(Program program, Map<String, Concrete> given, DType dtype, List<String> open) {
        int n = open.size();
        for (int total = 1; total <= n * (SHAPES.size() - 1); total++) {
            for (int code = 0; code < Math.pow(SHAPES.size(), n); code++) {
                var shapes = new int[n];
                int sum = 0;
                for (int i = 0, rest = code; i < n; i++, rest /= SHAPES.size()) {
                    shapes[i] = rest % SHAPES.size();
                    sum += shapes[i];
                }
                if (sum == total && fits(program, given, dtype, open, shapes)) {
                    return shapes;
                }
            }
        }
        return new int[n];
    }

    private static boolean fits(Program program, Map<String, Concrete> given, DType dtype, List<String> open,
            int[] shapes) {
        var types = new ArrayList<TensorType>();
        for (var name : program.inputs()) {
            int k = open.indexOf(name);
            types.add(k < 0 ? given.get(name).type() : new TensorType(SHAPES.get(shapes[k]), dtype));
        }
        try {
            program.stage(types, types.stream().map(t -> Role.INPUT).toList(), dtype);
            return true;
        } catch (CotangentException e) {
            return false;
        }
    }

    /// Numbers between -1 and 1 that differ; integers and bools are zero.
    static Concrete wave(TensorType type) {
        if (!type.dtype().isFloat()) {
            return Ops.zeros(type).concrete();
        }
        var flat = Ops.arange(type.shape().count(), DType.FLOAT64);
        var wave = Ops.sin(Ops.add(flat, Ops.scalar(1.0)));
        return Ops.convert(Ops.reshape(wave, type.shape().sizes()), type.dtype()).concrete();
    }
}
