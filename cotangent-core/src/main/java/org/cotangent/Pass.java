package org.cotangent;

import java.util.List;
import org.cotangent.graph.Graph;

/// A pass of the compiler over a program.
///
/// @param name     what it is called
/// @param why      what it is for
/// @param before   the program before it
/// @param after    the program after it
/// @param rewrites what was rewritten, in order
public record Pass(String name, String why, Graph before, Graph after, List<Rewrite> rewrites) {
}
