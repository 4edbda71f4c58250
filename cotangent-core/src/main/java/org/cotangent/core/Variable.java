package org.cotangent.core;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.cotangent.op.Call;
import org.cotangent.op.NoGradient;
import org.cotangent.op.Op;
import org.cotangent.op.Stop;

/// A tensor for define-by-run with `backward`: it remembers the operation that made it and is collected with it.
///
/// [#param] makes a leaf that requires gradients; operations on it give variables; [Tensor#backward] on a scalar
/// result adds to the gradient of every leaf that it depends on. Setting a leaf's value leaves what was recorded true.
public final class Variable extends Tensor {
    /// Pulls cotangents back from a variable to the leaves; implemented where the other transformations are.
    public interface Puller {
        /// Adds to the gradients of all leaves that `root` depends on.
        void pull(Variable root, Tensor cotangent);
    }

    /// How a variable came about. Nodes are numbered in the order in which they were recorded.
    public record Node(long number, Op op, List<Tensor> operands, List<Tensor> primals, List<Tensor> results,
            List<Variable> variables) {
    }

    private static final class Holder {
        static final Puller PULLER = ServiceLoader.load(Puller.class, Puller.class.getClassLoader()).findFirst()
                .orElseThrow();
    }

    private static final ScopedValue<Boolean> PLAIN = ScopedValue.newInstance();
    private static final AtomicLong NUMBERS = new AtomicLong();

    private volatile Concrete value;
    private final boolean leaf;
    private Node node;
    private Tensor grad;

    private Variable(Concrete value, boolean leaf) {
        this.value = value;
        this.leaf = leaf;
    }

    /// A leaf that requires gradients, with the given numbers.
    public static Variable param(Tensor value) {
        var c = value.concrete().asLiteral(false);
        if (!c.dtype().isFloat()) {
            throw new DTypeException("require gradients of a tensor", c.type().toString(), "give f32 or f64");
        }
        return new Variable(c, true);
    }

    /// Runs `body` without recording.
    public static <T> T noGrad(Supplier<T> body) {
        return ScopedValue.where(PLAIN, true).call(body::get);
    }

    /// Runs `body` without recording.
    public static void noGrad(Runnable body) {
        ScopedValue.where(PLAIN, true).run(body);
    }

    @Override
    public TensorType type() {
        return value.type();
    }

    @Override
    public Concrete concrete() {
        return value;
    }

    /// Whether this is a leaf made by [#param].
    public boolean isLeaf() {
        return leaf;
    }

    /// What made this variable, or null for a leaf.
    public Node node() {
        return node;
    }

    /// The sum of the gradients that `backward` has brought to this leaf, or null.
    public synchronized Tensor grad() {
        return grad;
    }

    /// Forgets the gradient.
    public synchronized void zeroGrad() {
        grad = null;
    }

    /// Adds to the gradient.
    public synchronized void accumulate(Tensor more) {
        grad = grad == null ? more : Ops.add(grad, more);
    }

    /// Replaces the numbers of a leaf by others of the same type.
    public void set(Tensor next) {
        if (!leaf || !next.type().equals(type())) {
            throw new UnsupportedException("set a variable of type " + type(), leaf ? next.type().toString()
                    : "a computed variable",
                    "set leaves only, with a value of the same type");
        }
        value = next.concrete().asLiteral(false);
    }

    static void pull(Variable root, Tensor cotangent) {
        Holder.PULLER.pull(root, cotangent);
    }

    static List<Tensor> bind(Op op, List<Tensor> operands) {
        if (op instanceof Call call && !call.isPure()) {
            return call.graph().apply(operands);
        }
        var primals = new ArrayList<Tensor>(operands.size());
        for (var t : operands) {
            primals.add(t.concrete());
        }
        var results = Dispatch.evaluate(op, primals);
        if (PLAIN.isBound() || op instanceof Stop) {
            return results;
        }
        if (op instanceof NoGradient n) {
            throw n.refusal(primals.getFirst().type());
        }
        var variables = new ArrayList<Variable>(results.size());
        var out = new ArrayList<Tensor>(results.size());
        for (var r : results) {
            var v = r.dtype().isFloat() ? new Variable(r.concrete(), false) : null;
            variables.add(v);
            out.add(v == null ? r : v);
        }
        var node = new Node(NUMBERS.incrementAndGet(), op, operands, primals, results, variables);
        for (var v : variables) {
            if (v != null) {
                v.node = node;
            }
        }
        return out;
    }
}
