package org.cotangent.graph;

import java.util.List;
import org.cotangent.core.SourceLine;
import org.cotangent.op.Op;

/// An equation as it was read, whose operands may be defined further on in the text.
record Draft(Op op, List<Operand> operands, List<Var> results, List<String> names, List<SourceLine> lines, int place) {
    /// An operand as it was read.
    sealed interface Operand {
    }

    /// A value's name.
    record Reference(String name, int place) implements Operand {
    }

    /// A number whose dtype follows from the other operands.
    record Plain(String text, int place) implements Operand {
    }

    /// A literal or constant.
    record Known(Literal literal) implements Operand {
    }
}
