package org.cotangent.lane;

import java.util.stream.Stream;

/// Who knows the lane programs whose kernels are generated when the library is built; found by `ServiceLoader` or by
/// class name.
public interface ProgramSource {
    /// The programs, each with its own name.
    Stream<LaneProgram> programs();
}
