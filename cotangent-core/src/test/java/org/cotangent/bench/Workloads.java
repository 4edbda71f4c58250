package org.cotangent.bench;

import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cotangent.Fn1;
import org.cotangent.JitFn;
import org.cotangent.core.Tensor;

/// The workloads of the comparison with other libraries, compiled: `Workloads W1-100000 W3-32 W8 ...` prints a line of
/// JSON for each, `profile:W5` where the time goes. A step goes from inputs that are in place to results that can be read.
public final class Workloads {
    private record Adam(List<Tensor> p, List<Tensor> m, List<Tensor> v, Tensor t, Tensor loss) {
    }

    private static volatile Object sink;

    private Workloads() {
    }

    public static void main(String[] names) {
        var all = new String[] {"W1-1000", "W1-100000", "W1s-100000", "W3-32", "W8"};
        for (var name : names.length == 0 ? all : names) {
            if (name.startsWith("profile:")) {
                profile(name.substring(8));
            } else {
                run(name);
            }
        }
    }

    private static Work make(String name) {
        var parts = name.split("-");
        int n = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
        return switch (parts[0]) {
            case "W1" -> w1(n, false);
            case "W1s" -> w1(n, true);
            case "W2f" -> MatrixWork.product(n);
            case "W2g" -> MatrixWork.gradients(n);
            case "W3" -> network(n, 3, 784, 512, 256, 10);
            case "W4" -> ConvnetWork.make();
            case "W5" -> GptWork.make();
            case "W6" -> LstmWork.make();
            case "small" -> network(256, 5, 8, 32, 32, 1);
            case "W8" -> w8();
            default -> throw new IllegalArgumentException("no workload " + name);
        };
    }

    private static void run(String name) {
        long start = System.nanoTime();
        var work = make(name);
        sink = work.step().get();
        double first = (System.nanoTime() - start) / 1e9;
        var check = work.check().get();
        start = System.nanoTime();
        work.function().compileNow();
        double compiled = (System.nanoTime() - start) / 1e9;
        double best = times(work.step(), 1)[0];
        int each = (int) Math.max(1, Math.min(1000, 2e-3 / best));
        for (int i = 0; i < 200 && i * best * each < 1; i++) {
            times(work.step(), each);
        }
        var all = new double[41];
        for (int i = 0; i < all.length; i++) {
            all[i] = times(work.step(), each)[0];
        }
        Arrays.sort(all);
        System.out.printf(Locale.ROOT, "{\"peer\":\"cotangent\",\"workload\":\"%s\",\"median_s\":%.6g,\"min_s\":%.6g,"
                + "\"first_s\":%.3f,\"compile_s\":%.3f,\"check\":%s}%n", name, all[all.length / 2], all[0], first,
            compiled, Arrays.toString(check));
    }

    /// Each step of the compiled program with its shortest time of 20 runs.
    private static void profile(String name) {
        var work = make(name);
        System.out.println(work.function().profile(20, work.arguments().get()));
    }

    private static double[] times(Supplier<?> step, int runs) {
        long start = System.nanoTime();
        for (int i = 0; i < runs; i++) {
            sink = step.get();
        }
        return new double[] {(System.nanoTime() - start) / 1e9 / runs};
    }

    private static Work w1(int n, boolean scalars) {
        var data = new SplitMix(1);
        var x = tensor(data.floats(n, -2, 2));
        var p = List.of(x, scalars ? tensor(0.7f) : tensor(data.floats(n, -1, 1)),
            scalars ? tensor(0.1f) : tensor(data.floats(n, -1, 1)));
        Fn1<List<Tensor>, Tensor> loss = q -> {
            var z = q.get(0);
            return sum(tanh(q.get(1).mul(z).add(q.get(2))).mul(logistic(z)).add(exp(neg(z.mul(z)))));
        };
        var f = jit(valueAndGrad(loss));
        return new Work((JitFn) f, () -> new Object[] {p}, () -> f.apply(p), () -> {
            var r = f.apply(p);
            return IntStream.range(0, 4).mapToDouble(i -> i == 0 ? r.value().item()
                : sum(convert(abs(r.gradient().get(i - 1)), org.cotangent.core.DType.FLOAT64)).item()).toArray();
        });
    }

    /// A network of dense layers with relu and Adam: softmax cross-entropy on classes, or squares on one output.
    private static Work network(int batch, long seed, int... sizes) {
        var data = new SplitMix(seed);
        var p = new ArrayList<Tensor>();
        for (int i = 0; i + 1 < sizes.length; i++) {
            p.add(tensor(data.weights(sizes[i] * sizes[i + 1], sizes[i])).reshape(sizes[i + 1], sizes[i]));
            p.add(tensor(new float[sizes[i + 1]]));
        }
        var x = tensor(data.floats(batch * sizes[0], 0, 1)).reshape(batch, sizes[0]);
        int classes = sizes[sizes.length - 1];
        var y = classes > 1 ? oneHot(data.integers(batch, classes), classes)
            : tensor(data.floats(batch, -1, 1)).reshape(batch, 1);
        var zeros = p.stream().map(t -> t.mul(0)).toList();
        var f = jit(Workloads::train);
        var state = new Adam[] {new Adam(p, zeros, zeros, tensor(0f), tensor(0f))};
        return Work.training((JitFn) f, () -> new Object[] {state[0], x, y},
            () -> (state[0] = f.apply(state[0], x, y)).loss);
    }

    private static Tensor oneHot(int[] labels, int classes) {
        var out = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            out[i * classes + labels[i]] = 1;
        }
        return tensor(out).reshape(labels.length, classes);
    }

    private static Adam train(Adam s, Tensor x, Tensor y) {
        var g = valueAndGrad((List<Tensor> p) -> loss(p, x, y)).apply(s.p);
        var t = s.t.add(1);
        var m = new ArrayList<Tensor>();
        var v = new ArrayList<Tensor>();
        var p = new ArrayList<Tensor>();
        var a = sub(scalar(1), pow(scalar(0.9), t));
        var b = sub(scalar(1), pow(scalar(0.999), t));
        for (int i = 0; i < s.p.size(); i++) {
            var d = g.gradient().get(i);
            m.add(s.m.get(i).mul(0.9).add(d.mul(0.1)));
            v.add(s.v.get(i).mul(0.999).add(d.mul(d).mul(0.001)));
            p.add(s.p.get(i).sub(m.get(i).div(a).mul(1e-3).div(sqrt(v.get(i).div(b)).add(1e-8))));
        }
        return new Adam(p, m, v, t, g.value());
    }

    private static Tensor loss(List<Tensor> p, Tensor x, Tensor y) {
        var h = x;
        for (int i = 0; i < p.size(); i += 2) {
            h = h.matmul(permute(p.get(i), 1, 0)).add(p.get(i + 1));
            h = i + 2 < p.size() ? relu(h) : h;
        }
        return y.size(1) > 1 ? neg(mean(sum(y.mul(logSoftmax(h, -1)), -1))) : mean(square(h.sub(y)));
    }

    private static Work w8() {
        int n = 100_000;
        int d = 100;
        var data = new SplitMix(8);
        var x = tensor(data.doubles(n * d, -1, 1)).reshape(n, d);
        var signs = data.doubles(n, -1, 1);
        var y = tensor(Arrays.stream(signs).map(s -> s < 0 ? 1 : -1).toArray());
        var w = tensor(data.doubles(d, -0.1, 0.1));
        var f = jit((List<Tensor> q) -> valueAndGrad((Tensor v) ->
            mean(softplus(q.get(1).mul(q.get(0).matmul(v))))).apply(q.get(2)));
        var p = List.of(x, y, w);
        return new Work((JitFn) f, () -> new Object[] {p}, () -> f.apply(p), () -> {
            var r = f.apply(p);
            return new double[] {r.value().item(), sum(abs(r.gradient())).item()};
        });
    }
}
