package org.cotangent.bench;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.cotangent.Fn1;
import org.cotangent.JitFn;
import org.cotangent.ValueAndGrad;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// A workload with its inputs in place.
///
/// @param function  the program, a [JitFn] where it is compiled
/// @param step      runs it once; its results can be read when it returns
/// @param check     numbers by which results are compared with those of other libraries; called once, after the first
///                  step
/// @param arguments what the next step gives to the program
public record Work(Object function, Supplier<?> step, Supplier<double[]> check,
        Supplier<List<Object>> arguments) {
    Work(Object function, Supplier<?> step, Supplier<double[]> check, Object argument) {
        this(function, step, check, () -> List.of(argument));
    }

    /// The compiled function, where it is compiled.
    public Optional<JitFn> compiled() {
        return function instanceof JitFn f ? Optional.of(f) : Optional.empty();
    }

    /// A training step: `step` runs it and returns the loss; `state` is what the next one is given. Compared are the
    /// losses of the first three steps.
    static Work training(Object function, Supplier<Tensor> step, Supplier<Object> state, Object... data) {
        var losses = new ArrayList<Double>();
        return new Work(function, () -> {
            var loss = step.get();
            if (losses.isEmpty()) {
                losses.add(loss.item());
            }
            return loss;
        }, () -> {
            while (losses.size() < 3) {
                losses.add(step.get().item());
            }
            return losses.stream().mapToDouble(Double::doubleValue).toArray();
        }, () -> Stream.concat(Stream.of(state.get()), Arrays.stream(data)).toList());
    }

    /// A value and gradients: compared are the value and the sum of the magnitudes of each gradient.
    static Work gradients(Mode mode, Fn1<List<Tensor>, ValueAndGrad<List<Tensor>>> f, List<Tensor> p) {
        var run = mode.of(f);
        return new Work(run, () -> run.apply(p), () -> {
            var r = run.apply(p);
            return sizes(r.value(), r.gradient());
        }, p);
    }

    /// A number of a type, with no axis.
    static Tensor number(double value, DType dtype) {
        return full(TensorType.of(dtype), value);
    }

    /// A value, and the sum of the magnitudes of each gradient.
    static double[] sizes(Tensor value, List<Tensor> gradients) {
        return DoubleStream.concat(DoubleStream.of(value.item()), gradients.stream().mapToDouble(Work::size)).toArray();
    }

    /// The sum of magnitudes, in float64.
    static double size(Tensor x) {
        return sum(abs(convert(x, DType.FLOAT64))).item();
    }
}
