package org.cotangent.graph;

import java.util.List;
import org.cotangent.core.SourceLine;
import org.cotangent.op.Op;

/// One operation applied: results = op(operands), with the user's lines that asked for it.
public record Equation(Op op, List<Atom> operands, List<Var> results, List<SourceLine> lines) {
    public Equation {
        operands = List.copyOf(operands);
        results = List.copyOf(results);
        lines = List.copyOf(lines);
    }

    /// The first result.
    public Var result() {
        return results.getFirst();
    }

    /// Where the user wrote it, or null.
    public SourceLine line() {
        return lines.isEmpty() ? null : lines.getFirst();
    }
}
