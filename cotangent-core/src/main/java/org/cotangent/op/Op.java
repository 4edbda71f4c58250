package org.cotangent.op;

import java.util.List;
import java.util.Locale;
import org.cotangent.core.Concrete;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// An atomic operation with its rules: type, meaning, derivative, batching. Everything else is derived from these.
///
/// The four shapes of derivative are [Elementwise], [Linear], [Bilinear] and [General]; [Discrete] operations have
/// none.
/// [Custom] is the open door for operations that are not part of the closed set.
public sealed interface Op permits Elementwise, Linear, Bilinear, General, Discrete, Custom {
    /// The name in printed graphs and programs: the record's or the row's name in lower case with underscores.
    default String label() {
        return this instanceof Enum<?> row ? row.name().toLowerCase(Locale.ROOT) : OpNames.of(getClass());
    }

    /// The results' types, or an error that says what does not fit; needs no numbers.
    List<TensorType> typeOf(List<TensorType> operands);

    /// The plain meaning on concrete operands, against which every fast path is tested; `types` are the results' types.
    List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types);

    /// The same operation on operands that carry a batch axis in front; every result carries it too.
    List<Tensor> batch(Batch b);

    /// The results' tangents from the operands' tangents; null stands for zero.
    List<Tensor> jvp(Primals p, List<Tensor> tangents);

    /// The operands' cotangents from the results' cotangents; null stands for zero, and for what is not wanted.
    List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted);

    /// Whether evaluating it twice or not at all cannot be noticed.
    default boolean isPure() {
        return true;
    }
}
