package org.cotangent.bench;

import static org.cotangent.Transforms.grad;
import static org.cotangent.core.Ops.*;

import org.cotangent.TensorFn;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.storage.Storage;

/// Prints what a gradient by reverse mode costs, in multiples of the function, for 10 to 10^7 inputs, eager.
public final class ReverseCost {
    private ReverseCost() {
    }

    public static void main(String[] args) {
        TensorFn cheap = x -> sum(x.mul(x).add(x).mul(x));
        TensorFn dear = x -> sum(tanh(x).mul(logistic(x)).add(exp(neg(x.mul(x)))));
        for (int i = 0; i < 50_000; i++) {
            Timing.sink = grad(dear).apply(linspace(-1, 1, 10, DType.FLOAT64));
            Timing.sink = grad(cheap).apply(linspace(-1, 1, 10, DType.FLOAT64));
        }
        System.out.println("n, function: seconds of f, of grad f, ratio; bytes of f, of grad f, ratio");
        for (long n = 10; n <= 10_000_000; n *= 10) {
            print(n, "polynomial", cheap);
            print(n, "tanh*logistic+exp", dear);
        }
    }

    private static void print(long n, String name, TensorFn f) {
        var x = linspace(-1, 1, n, DType.FLOAT64);
        var g = grad(f);
        var least = Timing.inTurn(60, () -> f.apply(x), () -> g.apply(x));
        System.out.printf("%d, %s: %.3g %.3g %.2f; %s%n", n, name, least[0], least[1], least[1] / least[0],
                bytes(f, g, x));
    }

    /// Bytes of large values that one run takes from the pool.
    private static String bytes(TensorFn f, TensorFn g, Tensor x) {
        long a = granted(f, x);
        long b = granted(g, x);
        return a == 0 ? "on the heap" : a + " " + b + " " + Math.round(100.0 * b / a) / 100.0;
    }

    private static long granted(TensorFn f, Tensor x) {
        Storage.trim();
        long before = Storage.use().live();
        Timing.sink = f.apply(x);
        long after = Storage.use().live();
        return after - before;
    }
}
