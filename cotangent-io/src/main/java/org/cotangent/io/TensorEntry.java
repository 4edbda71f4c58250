package org.cotangent.io;

import org.cotangent.core.DType;
import org.cotangent.core.Shape;

/// What a file says of one tensor, before its numbers are read.
///
/// @param name  its name in the file; empty for a file of one tensor
/// @param kind  the file's own name for the kind of number, such as `<f4` or `BF16`
/// @param dtype what it is read as
/// @param shape its sizes
/// @param bytes its size in the file, unpacked
public record TensorEntry(String name, String kind, DType dtype, Shape shape, long bytes) {
}
