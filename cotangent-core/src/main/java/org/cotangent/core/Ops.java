package org.cotangent.core;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.op.Callback;
import org.cotangent.op.HostCall;
import org.cotangent.op.Named;
import org.cotangent.op.Place;
import org.cotangent.op.Stop;

/// All functions of the language; made for `import static org.cotangent.core.Ops.*`.
public final class Ops extends RandomOps {
    private Ops() {
    }

    /// The operand itself, through which no derivative passes.
    public static Tensor stopGradient(Tensor x) {
        return Dispatch.bind(new Stop(), x);
    }

    /// The operand under a name, by which a policy of `checkpoint` may keep it.
    public static Tensor checkpointName(Tensor x, String name) {
        return Dispatch.bind(new Named(name), x);
    }

    /// The results of Java code on concrete numbers, called `name` in printed graphs; `types` are the results' types.
    ///
    /// A pure call may be shared with an equal one or left out where nobody needs its results; ordered ones happen once
    /// each in every run, in the order of the program. Under vmap it does what `batching` says. It has no derivative
    /// but
    /// the one that `customJvp` or `customVjp` give it. The function must not keep or change its operands' numbers.
    public static List<Tensor> hostCall(String name, HostFunction function, List<TensorType> types,
            HostCall.Effect effect, HostCall.Batching batching, Tensor... operands) {
        var call = new HostCall(Callback.of(name, function), List.copyOf(types), effect, batching, List.of());
        var plain = Arrays.stream(operands).map(t -> t instanceof Concrete c ? c.asLiteral(false) : t).toList();
        return Dispatch.bind(call, plain);
    }

    /// The one result of a pure host call on one operand, which vmap refuses.
    public static Tensor hostCall(String name, UnaryOperator<Tensor> function, TensorType type, Tensor x) {
        return hostCall(name, in -> Collections.singletonList(function.apply(in.getFirst())), List.of(type),
                HostCall.Effect.PURE,
                HostCall.Batching.REFUSE, x).getFirst();
    }

    /// The tensor on the device of that number, copied where it lies elsewhere; operations run where their operands
    /// lie. Gradients move back.
    public static Tensor place(Tensor x, int device) {
        return Dispatch.bind(new Place(device), x);
    }
}
