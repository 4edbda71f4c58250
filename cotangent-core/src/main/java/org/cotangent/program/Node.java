package org.cotangent.program;

import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Var;

/// A value of a program as a person sees it: a leaf or the result of an operation, with what ran forward and backward.
///
/// @param var the value in the program's graph
/// @param name its name; `%1`, `%2`, ... in forward order where it has none
/// @param op the operation's name, `input` or `parameter` for leaves
/// @param kind input, parameter or computation
/// @param operands names of nodes and texts of literals
/// @param parameters what the operation fixes, such as the exponent of pow_int, as texts by name
/// @param line the line of the program, 0 where unknown
/// @param value what ran forward; null in an outline
/// @param cotangent the derivative of the output with respect to it; zeros where it has no influence
/// @param edges one for each use of an operand that can be differentiated
public record Node(Var var, String name, String op, String kind, TensorType type, List<String> operands,
        Map<String, Object> parameters, int line, int column, Concrete value, Concrete cotangent, List<Edge> edges) {
}
