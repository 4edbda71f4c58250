package org.cotangent.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.cotangent.op.Op;
import org.cotangent.storage.StorageExhaustedException;

/// Sends an operation to whoever gives it its meaning: the highest interpreter among its operands, the current one, or
/// the kernels.
public final class Dispatch {
    private static final ScopedValue<Interpreter> CURRENT = ScopedValue.newInstance();

    private static final class Holder {
        static final Kernels KERNELS = Placement.over(ServiceLoader.load(Kernels.class, Kernels.class.getClassLoader())
                .findFirst().orElseGet(ReferenceKernels::new));
    }

    private Dispatch() {
    }

    /// The kernels in use.
    public static Kernels kernels() {
        return Holder.KERNELS;
    }

    /// Runs `body` with `interpreter` as the one that operations without traced operands go to; null: they run at once.
    public static <T> T with(Interpreter interpreter, Supplier<T> body) {
        return ScopedValue.where(CURRENT, interpreter).call(body::get);
    }

    /// The interpreter that operations without traced operands go to, or null where they run at once.
    public static Interpreter current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /// The single result of `op` on one operand.
    public static Tensor bind(Op op, Tensor a) {
        if (a instanceof Concrete x && current() == null) {
            try {
                return guarded(() -> Holder.KERNELS.evaluate(op, x));
            } catch (ShapeException e) {
                throw Dimensions.named(e, a);
            }
        }
        return bind(op, List.of(a)).getFirst();
    }

    /// The single result of `op` on two operands.
    public static Tensor bind(Op op, Tensor a, Tensor b) {
        if (a instanceof Concrete x && b instanceof Concrete y && current() == null) {
            try {
                return guarded(() -> Holder.KERNELS.evaluate(op, x, y));
            } catch (ShapeException e) {
                throw Dimensions.named(e, a, b);
            }
        }
        return bind(op, List.of(a, b)).getFirst();
    }

    /// The results of `op`.
    public static List<Tensor> bind(Op op, List<Tensor> operands) {
        try {
            return bound(op, operands);
        } catch (ShapeException e) {
            throw Dimensions.named(e, operands.toArray(Tensor[]::new));
        }
    }

    private static List<Tensor> bound(Op op, List<Tensor> operands) {
        var top = current();
        boolean variables = false;
        for (var t : operands) {
            if (t instanceof Traced traced) {
                var i = traced.interpreter();
                i.checkUsable(traced);
                top = top == null || i.level() > top.level() ? i : top;
            }
            variables |= t instanceof Variable;
        }
        if (top != null) {
            return top.bind(op, operands);
        }
        return variables ? Variable.bind(op, operands) : evaluate(op, operands);
    }

    /// Runs `op` at once on concrete operands.
    public static List<Tensor> evaluate(Op op, List<Tensor> operands) {
        if (operands.size() == 1) {
            var one = List.of(operands.getFirst().concrete());
            return Collections.unmodifiableList(guarded(() -> Holder.KERNELS.evaluate(op, one,
                    op.typeOf(TensorType.of(one)))));
        }
        var values = new ArrayList<Concrete>(operands.size());
        var types = new ArrayList<TensorType>(operands.size());
        for (var t : operands) {
            var c = t.concrete();
            values.add(c);
            types.add(c.type());
        }
        return Collections.unmodifiableList(guarded(() -> Holder.KERNELS.evaluate(op, values, op.typeOf(types))));
    }

    /// What `work` gives; a lack of memory in it is said as every operation says it.
    public static <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (StorageExhaustedException e) {
            throw new OutOfStorageException("allocate " + e.asked() + " bytes for a tensor",
                    e.live() + " bytes in use of a budget of " + e.budget(), SourceLine.ofCaller(),
                    "make the tensors smaller, drop the ones no longer needed, or raise "
                            + "-Dcotangent.storage.bytes or -Xmx", e);
        }
    }
}
