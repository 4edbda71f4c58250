package org.cotangent.program;

import java.util.List;
import java.util.Set;
import org.cotangent.core.TensorType;

/// A unit of work of a compiled program.
///
/// @param text what it does, in words
/// @param fused whether it is a loop that several operations became; else one operation by itself
/// @param makes the types of the values that it writes to memory
/// @param bytes what it reads and writes
/// @param operations arithmetic operations, an estimate
/// @param origins the numbers of the equations of the written program that it came from
/// @param backward whether it works on derivatives: the value does not depend on it
/// @param after the steps whose values it reads
/// @param inputs the positions of the inputs of the program that it reads
/// @param live bytes of the values inside the program that are kept while it runs
public record CompiledStep(String text, boolean fused, List<TensorType> makes, long bytes, double operations,
        Set<Integer> origins, boolean backward, Set<Integer> after, Set<Integer> inputs, long live) {
}
