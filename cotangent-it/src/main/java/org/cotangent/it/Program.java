package org.cotangent.it;

import static org.cotangent.Transforms.grad;
import static org.cotangent.Transforms.jit;
import static org.cotangent.core.Ops.sum;

import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// A program on the module path, which uses what the core exports.
public final class Program {
    private Program() {
    }

    /// Prints the gradient of the sum of cubes at 1, 2, 3, as written and compiled.
    public static void main(String[] args) {
        var x = Ops.tensor(1.0, 2.0, 3.0);
        print(grad(v -> sum(v.mul(v).mul(v))).apply(x));
        print(jit(grad(v -> sum(v.mul(v).mul(v)))).apply(x));
    }

    private static void print(Tensor gradient) {
        for (double g : gradient.toDoubleArray()) {
            System.out.print(g + " ");
        }
    }
}
