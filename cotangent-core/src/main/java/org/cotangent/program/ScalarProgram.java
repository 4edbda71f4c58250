package org.cotangent.program;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;

/// A program of tensors taken apart into a program of scalars: each element a value, each product and sum an operation.
///
/// @param graph its inputs are the elements of the program's inputs, one after the other in row-major order
/// @param inputs their values
public record ScalarProgram(Graph graph, List<Concrete> inputs, List<TensorType> types) {
    /// Takes a graph apart; `constants` belong to its last inputs and become literals.
    public static ScalarProgram of(Graph graph, List<Concrete> inputs, List<Concrete> constants) {
        var elements = new ArrayList<Concrete>();
        for (var t : inputs) {
            for (int i = 0; i < t.shape().count(); i++) {
                elements.add(Tensors.element(t, i));
            }
        }
        return new ScalarProgram(new Scalars().expand(graph, constants), elements,
                inputs.stream().map(Concrete::type).toList());
    }

    /// The positions of the elements of the program's inputs at the given positions.
    public List<Integer> elements(List<Integer> positions) {
        var out = new ArrayList<Integer>();
        int at = 0;
        for (int i = 0; i < types.size(); i++) {
            for (int k = 0; k < types.get(i).shape().count(); k++, at++) {
                if (positions.contains(i)) {
                    out.add(at);
                }
            }
        }
        return out;
    }

    /// Scalars, in the order of [#elements], put together to tensors of the inputs' shapes.
    public List<Concrete> together(List<Integer> positions, List<Concrete> scalars) {
        var out = new ArrayList<Concrete>();
        int at = 0;
        for (int p : positions) {
            var type = types.get(p);
            var elements = new double[(int) type.shape().count()];
            for (int k = 0; k < elements.length; k++) {
                elements[k] = scalars.get(at++).getDouble(0);
            }
            out.add(Tensors.of(type.dtype(), type.shape(), elements));
        }
        return out;
    }

    /// How the elements of a tensor are called.
    public static List<String> names(String tensor, Shape shape) {
        return LongStream.range(0, shape.count()).mapToObj(i -> name(tensor, shape, i)).toList();
    }

    /// How element `i` of a tensor is called: `w[0,1]`; a scalar keeps its name.
    static String name(String tensor, Shape shape, long i) {
        if (tensor == null || shape.rank() == 0) {
            return tensor;
        }
        var out = new StringBuilder(tensor).append('[');
        var strides = shape.strides();
        for (int a = 0; a < shape.rank(); a++) {
            out.append(a == 0 ? "" : ",").append(i / strides[a] % shape.size(a));
        }
        return out.append(']').toString();
    }
}
