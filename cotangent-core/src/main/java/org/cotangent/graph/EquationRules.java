package org.cotangent.graph;

import java.util.List;
import org.cotangent.core.CotangentException;
import org.cotangent.core.TensorType;
import org.cotangent.op.Bilinear;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Call;
import org.cotangent.op.Cholesky;
import org.cotangent.op.Convert;
import org.cotangent.op.CustomRule;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Iota;
import org.cotangent.op.Named;
import org.cotangent.op.NoGradient;
import org.cotangent.op.Normalizing;
import org.cotangent.op.Op;
import org.cotangent.op.Permute;
import org.cotangent.op.RandomBits;
import org.cotangent.op.RandomGamma;
import org.cotangent.op.RandomPoisson;
import org.cotangent.op.Reduce;
import org.cotangent.op.Remat;
import org.cotangent.op.Reshape;
import org.cotangent.op.Select;
import org.cotangent.op.Stop;
import org.cotangent.op.Sum;
import org.cotangent.op.TriangularSolve;

/// What must hold for one equation, whatever graph it stands in.
final class EquationRules {
    /// What does not hold, and what to do about it.
    record Fault(String got, String remedy, Throwable cause) {
    }

    private EquationRules() {
    }

    /// The first fault, or null.
    static Fault check(Op op, List<? extends Atom> operands, List<TensorType> results) {
        var types = operands.stream().map(Atom::type).toList();
        int arity = arity(op);
        if (arity >= 0 && arity != operands.size()) {
            return new Fault(operands.size() + " operands", "give " + arity + " operands", null);
        }
        var scalar = scalarAmongTensors(op, operands);
        return scalar != null ? scalar : types(op, types, results);
    }

    private static Fault types(Op op, List<TensorType> operands, List<TensorType> results) {
        List<TensorType> ruled;
        try {
            ruled = op.typeOf(operands);
        } catch (CotangentException e) {
            return new Fault(e.got(), e.remedy(), e);
        } catch (RuntimeException e) {
            return new Fault("operands " + operands + ", on which its type rule fails: " + e,
                    "give operands and parameters that fit", e);
        }
        return ruled.equals(results) ? null
                : new Fault("results of type " + results, "declare " + ruled + ", which the type rule gives for "
                + operands, null);
    }

    /// Scalars meet tensors as literals only; everything else is broadcast by an equation of its own.
    private static Fault scalarAmongTensors(Op op, List<? extends Atom> operands) {
        if (!(op instanceof Elementwise || op instanceof Select)) {
            return null;
        }
        boolean tensors = false;
        Atom scalar = null;
        for (var a : operands) {
            tensors |= a.type().rank() > 0;
            scalar = a.type().rank() == 0 && !(a instanceof Literal l && l.value().isLiteral()) ? a : scalar;
        }
        return !tensors || scalar == null ? null
                : new Fault("a scalar value of type " + scalar.type() + " beside a tensor",
                "broadcast it first, or write a literal", null);
    }

    /// The number of operands, or -1 where any number will do or only the type rule knows.
    private static int arity(Op op) {
        return switch (op) {
            case Elementwise e -> e.arity();
            case Bilinear b -> 2;
            case Select s -> 3;
            case Iota i -> 0;
            case Call c -> c.graph().inputs().size();
            case CustomRule c -> c.function().inputs().size();
            case Convert c -> 1;
            case Sum s -> 1;
            case Reduce r -> 1;
            case Normalizing n -> 1;
            case Reshape r -> 1;
            case Permute p -> 1;
            case Broadcast b -> 1;
            case Stop s -> 1;
            case Named n -> 1;
            case Remat r -> r.graph().inputs().size();
            case Cholesky c -> 1;
            case TriangularSolve t -> 2;
            case RandomBits r -> 1;
            case RandomGamma g -> 2;
            case RandomPoisson p -> 2;
            case NoGradient n -> 1;
            default -> -1;
        };
    }
}
