package org.cotangent.bench;

import java.util.ArrayList;
import java.util.List;

/// All workloads.
public final class Workloads {
    private static final List<Workload> ALL = all();

    private Workloads() {
    }

    /// In the order of their names.
    public static List<Workload> list() {
        return ALL;
    }

    /// Those that `asked` names, by name or id; all where it is empty.
    ///
    /// @throws IllegalArgumentException where nothing bears a name
    public static List<Workload> named(List<String> asked) {
        if (asked.isEmpty()) {
            return ALL;
        }
        var out = new ArrayList<Workload>();
        for (var name : asked) {
            var found = ALL.stream().filter(w -> w.isNamed(name)).toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("no workload is called " + name + "; there are "
                        + String.join(", ", ALL.stream().map(Workload::id).toList()));
            }
            found.stream().filter(w -> !out.contains(w)).forEach(out::add);
        }
        return List.copyOf(out);
    }

    private static List<Workload> all() {
        var out = new ArrayList<Workload>();
        for (int n : new int[] {1000, 100_000, 10_000_000}) {
            out.add(new Workload("W1", "n=" + n, "W1-" + n, "elementwise, value and gradients",
                    m -> ElementwiseWork.make(m, n, false)));
        }
        for (int n : new int[] {1000, 100_000, 10_000_000}) {
            out.add(new Workload("W1s", "n=" + n, "W1s-" + n, "the same with two scalars",
                    m -> ElementwiseWork.make(m, n, true)));
        }
        for (int n : new int[] {128, 512, 1024, 2048}) {
            out.add(new Workload("W2f", "n=" + n, "W2f-" + n, "matrix product", m -> MatrixWork.product(m, n)));
        }
        for (int n : new int[] {128, 512, 1024, 2048}) {
            out.add(new Workload("W2g", "n=" + n, "W2g-" + n, "matrix product, value and gradients",
                    m -> MatrixWork.gradients(m, n)));
        }
        for (int n : new int[] {32, 512}) {
            out.add(new Workload("W3", "batch=" + n, "W3-" + n, "dense network, Adam", m -> DenseWork.make(m, n)));
        }
        out.add(new Workload("W3", "small", null, "8-32-32-1, batch 256, Adam", DenseWork::small));
        out.add(new Workload("W4", "", "W4", "convolutional network, gradient descent", ConvnetWork::make));
        out.add(new Workload("W5", "", "W5", "GPT, AdamW", GptWork::make));
        out.add(new Workload("W6", "", "W6", "LSTM by scan, gradient descent", LstmWork::make));
        out.add(new Workload("W7", "loop", "W7", "Monte Carlo Greeks, steps as a Java loop", OptionWork::loop));
        out.add(new Workload("W7", "scan", "W7", "Monte Carlo Greeks, steps by scan", OptionWork::scanned));
        out.add(new Workload("W7", "whole", "W7", "Monte Carlo Greeks, by running sums", OptionWork::whole));
        out.add(new Workload("W8", "", "W8", "logistic regression, value and gradient", LogisticWork::gradient));
        out.add(new Workload("W8h", "", "W8h", "logistic regression, Hessian times vector", LogisticWork::hessian));
        out.add(new Workload("W9", "scalars", "W9", "Rosenbrock from scalars, elements of a vector",
                RosenbrockWork::scalars));
        out.add(new Workload("W9", "leaves", "W9", "Rosenbrock from scalars, each an input", RosenbrockWork::leaves));
        out.add(new Workload("W9", "fori", "W9", "Rosenbrock as a loop", RosenbrockWork::loop));
        out.add(new Workload("W9", "vmap", "W9", "Rosenbrock as a mapped term", RosenbrockWork::mapped));
        return List.copyOf(out);
    }
}
