package org.cotangent.rewrite;

import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.op.Op;
import org.cotangent.trace.Stage;

/// A rewrite: two ordinary functions that mean the same, and the reason why the right one is better.
///
/// The left function is traced once to get the pattern, at rank 2 with reductions along the last axis; a reduction in
/// the pattern stands for a reduction along any axes, which the right function is given.
public final class Rule {
    /// The two sides of a rule over operands and, where the pattern reduces, the axes of the reduction.
    @FunctionalInterface
    public interface Side {
        Tensor apply(List<Tensor> operands, int[] axes);
    }

    /// Looks at an operation and its operands; the better form, or null where the rule does not apply.
    @FunctionalInterface
    interface Seeing {
        Tensor apply(Op op, List<Tensor> operands);
    }

    private final String name;
    private final String why;
    private final int arity;
    private final Side left;
    private final Side right;
    private final Op head;
    private final Seeing seeing;
    private Stage.Symbol pattern;
    private List<Tensor> holes;

    private Rule(String name, String why, int arity, Side left, Side right, Op head, Seeing seeing) {
        this.name = name;
        this.why = why;
        this.arity = arity;
        this.left = left;
        this.right = right;
        this.head = head;
        this.seeing = seeing;
    }

    /// A rule that no pattern can say: it looks itself. `left` and `right` are an example of it, for tests.
    static Rule seeing(String name, Op head, Seeing seeing, UnaryOperator<Tensor> left, UnaryOperator<Tensor> right,
            String why) {
        return new Rule(name, why, 1, (x, _) -> left.apply(x.getFirst()), (x, _) -> right.apply(x.getFirst()), head,
                seeing);
    }

    /// A rule over one operand.
    public static Rule rule(String name, UnaryOperator<Tensor> left, UnaryOperator<Tensor> right, String why) {
        return new Rule(name, why, 1, (x, axes) -> left.apply(x.getFirst()), (x, axes) -> right.apply(x.getFirst()),
                null, null);
    }

    /// A rule over two operands.
    public static Rule rule(String name, BinaryOperator<Tensor> left, BinaryOperator<Tensor> right, String why) {
        return new Rule(name, why, 2, (x, axes) -> left.apply(x.get(0), x.get(1)),
                (x, axes) -> right.apply(x.get(0), x.get(1)),
                null, null);
    }

    /// A rule over one operand whose pattern reduces along axes.
    public static Rule along(String name, Side left, Side right, String why) {
        return new Rule(name, why, 1, left, right, null, null);
    }

    public String name() {
        return name;
    }

    /// Why the right side is better.
    public String why() {
        return why;
    }

    public int arity() {
        return arity;
    }

    /// The left side on the given operands.
    public Tensor left(List<Tensor> operands, int... axes) {
        return left.apply(operands, axes);
    }

    /// The right side on the given operands.
    public Tensor right(List<Tensor> operands, int... axes) {
        return right.apply(operands, axes);
    }

    /// The operation at the head of the pattern.
    synchronized Op head() {
        if (head != null) {
            return head;
        }
        trace();
        return pattern.op();
    }

    /// The right side where the left side matches the operation, or null.
    Tensor rewrite(Op op, List<Tensor> operands) {
        if (seeing != null) {
            return seeing.apply(op, operands);
        }
        trace();
        var match = new Match(holes);
        return match.matches(pattern, op, operands) ? right.apply(match.operands(), match.axes()) : null;
    }

    private synchronized void trace() {
        if (pattern == null) {
            var type = TensorType.of(DType.FLOAT64, 2, 3);
            Stage.trace("rule", in -> {
                holes = in;
                pattern = (Stage.Symbol) left.apply(in, new int[] {1});
                return List.of(pattern);
            }, Collections.nCopies(arity, type), null, null);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
