package org.cotangent.bench;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.cotangent.JitFn;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;

/// A compiled step, its arguments, how it is run once, and numbers by which results are compared with those of other libraries.
///
/// `check` is called once, after the first step.
record Work(JitFn function, Supplier<Object[]> arguments, Supplier<?> step, Supplier<double[]> check) {
    /// A training step: `step` runs it and returns the loss. Compared are the losses of the first three steps.
    static Work training(JitFn function, Supplier<Object[]> arguments, Supplier<Tensor> step) {
        var losses = new ArrayList<Tensor>();
        return new Work(function, arguments, () -> {
            var loss = step.get();
            if (losses.size() < 3) {
                losses.add(loss);
            }
            return loss;
        }, () -> {
            while (losses.size() < 3) {
                losses.add(step.get());
            }
            return losses.stream().mapToDouble(Tensor::item).toArray();
        });
    }

    /// A value and gradients: compared are the value and the sum of the magnitudes of each gradient.
    static double[] sizes(Tensor value, List<Tensor> gradients) {
        return DoubleStream.concat(DoubleStream.of(value.item()), gradients.stream().mapToDouble(Work::size)).toArray();
    }

    /// The sum of magnitudes, in float64.
    static double size(Tensor x) {
        return sum(abs(convert(x, DType.FLOAT64))).item();
    }
}
