package org.cotangent.program;

import java.util.Set;
import org.cotangent.core.TensorType;

/// A value between the steps of a compiled program.
///
/// @param type what it is
/// @param from the step that makes it; -1 for an input of the program
/// @param to the last step that reads it; the number of steps for a result of the program
/// @param bytes what it takes
/// @param offset where it lies in the block of the memory plan; -1 where it has memory of its own
/// @param array the shared array that it lies in, -1 for none
/// @param input for an input of the program its position; -1 for others
/// @param origins the numbers of the equations that make it
/// @param neededBy for a value that is kept for the backward pass: the numbers of the equations whose derivatives read
///                 it; empty for others
public record HeldValue(TensorType type, int from, int to, long bytes, long offset, int array, int input,
        Set<Integer> origins, Set<Integer> neededBy) {
    /// Whether the way back needs it.
    public boolean isResidual() {
        return !neededBy.isEmpty();
    }
}
