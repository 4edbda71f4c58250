package org.cotangent;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.cotangent.core.DTypeException;
import org.cotangent.core.DisconnectedException;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.op.Rules;
import org.cotangent.rewrite.Stabilize;
import org.cotangent.trace.Tape;

/// Reverse mode for functions with one scalar result.
final class Gradients {
    private Gradients() {
    }

    /// Everything the function returned (the loss first), and the gradient with the structure of the first argument.
    record Outcome(Object result, Object gradient) {
    }

    static Outcome run(Function<List<Object>, Object> f, Unused unused, Object... arguments) {
        var flat = new Flattened(f, arguments);
        checkFloat(flat);
        var active = new boolean[flat.leaves().size()];
        Arrays.fill(active, 0, flat.first(), true);
        var tape = Tape.record(Stabilize.whereStaged(flat, flat.leaves()), flat.leaves(), active);
        var values = tape.values();
        checkScalar(values);
        var seeds = new Tensor[values.size()];
        seeds[0] = Ops.ones(values.getFirst().type());
        var pulled = tape.pullLast(Arrays.asList(seeds));
        var gradient = new Tensor[flat.first()];
        for (int i = 0; i < gradient.length; i++) {
            if (!tape.isUsed(i) && unused == Unused.ERROR) {
                throw disconnected(flat, i);
            }
            gradient[i] = Rules.orZeros(pulled.get(i), flat.leaves().get(i).type());
        }
        return new Outcome(flat.result().build(values), flat.argument().build(Arrays.asList(gradient)));
    }

    @SuppressWarnings("unchecked")
    static <A> ValueAndGrad<A> both(Function<List<Object>, Object> f, Object... arguments) {
        var out = run(f, Unused.ERROR, arguments);
        return new ValueAndGrad<>((Tensor) out.result(), (A) out.gradient());
    }

    @SuppressWarnings("unchecked")
    static <A, X> GradAux<A, X> aux(Function<List<Object>, Object> f, Object... arguments) {
        var out = run(f, Unused.ERROR, arguments);
        var result = (Aux<X>) out.result();
        return new GradAux<>(result.value(), result.aux(), (A) out.gradient());
    }

    private static DisconnectedException disconnected(Flattened flat, int leaf) {
        return new DisconnectedException("differentiate with respect to " + path(flat, leaf),
                "a function whose result does not depend on it (" + flat.leaves().get(leaf).type()
                        + " is an operand of nothing)",
                "use the value, take it out of the argument, or ask for zeros with grad(f, Unused.ZEROS)");
    }

    /// Refuses leaves that are no floats, and makes what is differentiated a parameter of the program that is written
    /// down.
    static void checkFloat(Flattened flat) {
        flat.differentiate();
        for (int i = 0; i < flat.first(); i++) {
            if (!flat.leaves().get(i).dtype().isFloat()) {
                throw new DTypeException("differentiate with respect to " + path(flat, i),
                        flat.leaves().get(i).type().toString(),
                        "pass integers and bools in another argument, or convert them to f32 or f64");
            }
        }
    }

    private static String path(Flattened flat, int leaf) {
        return flat.argument().paths("argument").get(leaf);
    }

    private static void checkScalar(List<Tensor> values) {
        if (values.isEmpty() || values.getFirst().rank() != 0 || !values.getFirst().dtype().isFloat()) {
            throw new ShapeException("take a gradient", values.isEmpty() ? "a function without a result"
                    : "a result of type " + values.getFirst().type(),
                    "return one float scalar, such as sum(...) or mean(...); for other results use jacobian or vjp");
        }
    }
}
