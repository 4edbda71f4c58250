package org.cotangent.op;

import java.util.List;
import java.util.Objects;
import org.cotangent.core.HostFunction;
import org.cotangent.core.Tensor;
import org.cotangent.core.UnsupportedException;

/// Java code that a graph calls, printed by its name. Text that is read back has the name alone: such a callback is
/// missing, and an error when it is run.
///
/// Two are equal when they have one name and one and the same function.
public final class Callback {
    private final String name;
    private final HostFunction function;

    private Callback(String name, HostFunction function) {
        this.name = Objects.requireNonNull(name);
        this.function = function;
    }

    public static Callback of(String name, HostFunction function) {
        return new Callback(name, Objects.requireNonNull(function));
    }

    /// One of which only the name is known.
    public static Callback missing(String name) {
        return new Callback(name, null);
    }

    public String name() {
        return name;
    }

    /// Whether there is something to call.
    public boolean isMissing() {
        return function == null;
    }

    List<Tensor> call(List<Tensor> operands) {
        if (function == null) {
            throw new UnsupportedException("run host call `" + name + "`", "a graph that was read from text, which "
                    + "has the callback's name only",
                    "build the graph again in Java with hostCall(\"" + name + "\", ...)");
        }
        return function.apply(operands);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Callback c && c.function == function && c.name.equals(name);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + System.identityHashCode(function);
    }

    @Override
    public String toString() {
        return name;
    }
}
