package org.cotangent.bench;

import static org.cotangent.Control.scan;
import static org.cotangent.Control.whileLoop;
import static org.cotangent.Transforms.grad;
import static org.cotangent.Transforms.jit;
import static org.cotangent.core.Ops.*;

import org.cotangent.Carried;
import org.cotangent.Fn1;
import org.cotangent.Keep;
import org.cotangent.Loop;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Prints what an iteration of a loop costs, against the same loop written in Java, and what the way back costs.
public final class LoopSpeed {
    private static final int STEPS = 1000;

    private LoopSpeed() {
    }

    record Cell(Tensor w, Tensor u, Tensor b) {
    }

    /// Arguments: `cells`, `while` with a budget in MiB, or `twice` with a budget in MiB and a number of iterations.
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("while")) {
            back(Long.parseLong(args[1]) << 20);
            return;
        }
        if (args.length > 0 && args[0].equals("twice")) {
            twice(Long.parseLong(args[1]) << 20, Integer.parseInt(args[2]));
            return;
        }
        for (int h : new int[] {32, 128, 32}) {
            cells(h);
        }
    }

    private static Tensor step(Cell c, Tensor h, Tensor x) {
        return tanh(c.w().matmul(h).add(c.u().matmul(x)).add(c.b()));
    }

    private static Tensor looped(Cell c, Tensor xs) {
        Tensor h = zerosLike(c.b());
        for (int i = 0; i < STEPS; i++) {
            h = step(c, h, select(xs, 0, i));
        }
        return sum(h);
    }

    private static Tensor scanned(Cell c, Tensor xs) {
        return sum(scan((Tensor h, Tensor x) -> new Carried<>(step(c, h, x), null), zerosLike(c.b()), xs).carry());
    }

    private static Tensor numbers(long... sizes) {
        var type = TensorType.of(DType.FLOAT32, sizes);
        long n = type.shape().count();
        return reshape(sin(arange(n, DType.FLOAT32)).mul(0.9 / Math.sqrt(sizes[0])), sizes);
    }

    private static void cells(int h) {
        var c = new Cell(numbers(h, h), numbers(h, h), numbers(h));
        var xs = numbers(STEPS, h);
        var jitted = jit(LoopSpeed::scanned);
        System.out.printf("h = %d, %d steps, microseconds a step%n", h, STEPS);
        report("Java loop, eager", Timing.seconds(() -> looped(c, xs)));
        report("scan, eager", Timing.seconds(() -> scanned(c, xs)));
        report("scan, jit", Timing.seconds(() -> jitted.apply(c, xs)));
        report("gradient of the Java loop", Timing.seconds(() -> grad((Cell p) -> looped(p, xs)).apply(c)));
        for (var keep : new Keep[] {Keep.ALL, Keep.CARRIES, Keep.every(32)}) {
            var g = jit(grad((Cell p) -> sum(scan(Loop.named("rnn").keeping(keep),
                    (Tensor s, Tensor x) -> new Carried<>(step(p, s, x), null), zerosLike(p.b()), xs).carry())));
            report("gradient of the scan, " + keep, Timing.seconds(() -> g.apply(c)));
        }
    }

    private static void report(String name, double seconds) {
        System.out.printf("  %s: %.2f%n", name, seconds * 1e6 / STEPS);
    }

    /// A loop that stops by itself over a state of 1,000 doubles, forth and back.
    private static void back(long bytes) {
        var x = sin(arange(1000, DType.FLOAT64));
        for (int n : new int[] {10_000, 10_000, 10_000, 1_000_000}) {
            long budget = n == 10_000 ? n * 8_000L : bytes;
            if (n == 10_000 && Runtime.getRuntime().maxMemory() < 2 * budget) {
                continue;
            }
            Fn1<Tensor, Tensor> f = a -> sum(whileLoop(Loop.named("long").keeping(Keep.bytes(budget)),
                    (Walk w) -> w.i().lt(n), w -> new Walk(w.i().add(1), sin(w.x()).mul(a).add(x)),
                    new Walk(reshape(tensor(0L)), x)).x());
            long start = System.nanoTime();
            f.apply(fullLike(x, 0.5));
            long forward = System.nanoTime();
            var g = grad(f).apply(fullLike(x, 0.5));
            long end = System.nanoTime();
            System.out.printf("%,d iterations within %,d bytes: %.2f us forth, %.2f us with gradient; %s%n", n, budget,
                    (forward - start) * 1e-3 / n, (end - forward) * 1e-3 / n, sum(g));
        }
    }

    /// Second derivatives of the same loop.
    private static void twice(long bytes, int n) {
        var x = sin(arange(1000, DType.FLOAT64));
        Fn1<Tensor, Tensor> f = a -> sum(whileLoop(Loop.named("long").keeping(Keep.bytes(bytes)),
                (Walk w) -> w.i().lt(n), w -> new Walk(w.i().add(1), sin(w.x()).mul(a).add(x)),
                new Walk(reshape(tensor(0L)), x)).x());
        Fn1<Tensor, Tensor> g = a -> sum(square(grad(f).apply(a)));
        for (int i = 0; i < 2; i++) {
            long start = System.nanoTime();
            var h = grad(g).apply(fullLike(x, 0.5));
            System.out.printf("%,d iterations within %,d bytes, gradient of a gradient: %.2f us; %s%n", n, bytes,
                    (System.nanoTime() - start) * 1e-3 / n, sum(h));
        }
    }

    record Walk(Tensor i, Tensor x) {
    }
}
