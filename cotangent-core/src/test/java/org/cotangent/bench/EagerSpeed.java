package org.cotangent.bench;

import static org.cotangent.Transforms.grad;
import static org.cotangent.core.Ops.*;

import java.util.Arrays;
import java.util.function.Supplier;
import org.cotangent.TensorFn;
import org.cotangent.codegen.LaneKernels;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.Variable;
import org.cotangent.op.Binary;
import org.cotangent.runtime.Workers;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Prints what eager operations cost: small ones in nanoseconds, large ones as a share of copying the same bytes.
public final class EagerSpeed {
    private EagerSpeed() {
    }

    public static void main(String[] args) {
        var a = tensor(1.0, 2, 3, 4);
        var b = tensor(2.0, 3, 4, 5);
        var v = Variable.param(a);
        small("add", () -> a.add(b));
        small("add of a literal", () -> a.add(1));
        small("exp", () -> exp(a));
        small("add recorded by a variable", () -> v.add(b));
        TensorFn chain = x -> {
            var y = x;
            for (int i = 0; i < 1000; i++) {
                y = y.mul(b);
            }
            return sum(y);
        };
        var g = grad(chain);
        System.out.printf("tape, forward and back: %.0f ns an operation%n", Timing.seconds(() -> g.apply(a)) * 1e6);
        for (long n : new long[] {100_000, 1_000_000, 10_000_000}) {
            large(n);
        }
    }

    private static void small(String name, Supplier<Tensor> body) {
        System.out.printf("%s: %.0f ns%n", name, Timing.seconds(body) * 1e9);
    }

    private static void large(long n) {
        var x = convert(linspace(-1, 1, n, DType.FLOAT32), DType.FLOAT32);
        var y = x.add(1);
        double near = copy(n, 1) / (8.0 * n);
        double copy = copy(n, (int) Math.max(2, (512L << 20) / (4 * n))) / (8.0 * n);
        System.out.printf("n = %d, copy %.1f GB/s; always the same two blocks %.1f GB/s%n", n, 1e-9 / copy,
                1e-9 / near);
        report("add into a result that is there", n, 12, copy, inPlace(x, y));
        report("add", n, 12, copy, Timing.seconds(() -> x.add(y)));
        report("mul by a literal", n, 8, copy, Timing.seconds(() -> x.mul(3)));
        report("exp", n, 8, copy, Timing.seconds(() -> exp(x)));
        report("tanh", n, 8, copy, Timing.seconds(() -> tanh(x)));
        report("sum", n, 4, copy, Timing.seconds(() -> sum(x)));
    }

    /// The kernel alone, over both operands' memory and one result, on all workers.
    private static double inPlace(Tensor x, Tensor y) {
        var kernel = LaneKernels.of(Binary.ADD.program(DType.FLOAT32));
        var in = new Storage[] {x.concrete().storage(), y.concrete().storage()};
        var out = Storage.zeros(Cell.F32, in[0].count());
        return Timing.seconds(() -> {
            Workers.run(0, out.count(), kernel.grain(), (i, j) -> kernel.run(in, null, out, i, j));
            return out;
        });
    }

    private static void report(String name, long n, int bytes, double copyPerByte, double seconds) {
        System.out.printf("  %s: %.3f ns an element, %.2f of copy bandwidth%n", name, seconds * 1e9 / n,
                copyPerByte * bytes * n / seconds);
    }

    /// Copies from one of `blocks` to the next, round and round: with many, none is in a cache when its turn comes.
    private static double copy(long n, int blocks) {
        var all = new Storage[blocks + 1];
        Arrays.setAll(all, i -> Storage.zeros(Cell.F32, n));
        var turn = new int[1];
        return Timing.seconds(() -> {
            int at = turn[0]++ % blocks;
            Workers.run(0, n, 1 << 16, (i, j) -> all[at + 1].copyFrom(i, all[at], i, j - i));
            return all;
        });
    }
}
