package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.vectors.Operator.one;

import java.util.Map;
import java.util.stream.IntStream;
import org.cotangent.TensorFn;
import org.cotangent.core.KeepDims;
import org.cotangent.core.Tensor;
import org.cotangent.core.Window;

/// Layers of networks: activations, normalisations, convolutions.
final class LayerOperators {
    private static final String F = "nn.functional.";

    private LayerOperators() {
    }

    static void add(Map<String, Operator> out) {
        activations(out);
        parametric(out);
        norms(out);
        convolutions(out);
        PoolOperators.add(out);
        Resampling.add(out);
    }

    private static void activation(Map<String, Operator> out, String name, TensorFn f) {
        out.put(F + name, one(a -> f.apply(a.tensor(0))));
    }

    private static void activations(Map<String, Operator> out) {
        activation(out, "relu", x -> relu(x));
        activation(out, "relu6", x -> relu6(x));
        activation(out, "selu", x -> selu(x));
        activation(out, "hardsigmoid", x -> hardSigmoid(x));
        activation(out, "hardswish", x -> hardSwish(x));
        activation(out, "softsign", x -> softsign(x));
        activation(out, "tanhshrink", x -> tanhShrink(x));
    }

    private static void parametric(Map<String, Operator> out) {
        out.put(F + "elu", one(a -> elu(a.tensor(0), a.number(1, "alpha", 1))));
        out.put(F + "celu", one(a -> celu(a.tensor(0), a.number(1, "alpha", 1))));
        out.put(F + "gelu", one(a -> a.text(-1, "approximate", "none").equals("tanh") ? geluTanh(a.tensor(0))
                : gelu(a.tensor(0))));
        out.put(F + "leaky_relu", one(a -> leakyRelu(a.tensor(0), a.number(1, "negative_slope", 0.01))));
        out.put(F + "hardshrink", one(a -> hardShrink(a.tensor(0), a.number(1, "lambd", 0.5))));
        out.put(F + "softshrink", one(a -> softShrink(a.tensor(0), a.number(1, "lambd", 0.5))));
        out.put(F + "hardtanh", one(a -> clamp(a.tensor(0), a.number(1, "min_val", -1), a.number(2, "max_val", 1))));
        out.put(F + "threshold",
                one(a -> threshold(a.tensor(0), a.number(1, "threshold", 0), a.number(2, "value", 0))));
        out.put(F + "softplus", one(a -> {
            double beta = a.number(1, "beta", 1);
            var x = a.tensor(0).mul(beta);
            return where(x.gt(a.number(2, "threshold", 20)), a.tensor(0), softplus(x).div(beta));
        }));
        out.put(F + "glu", one(a -> {
            var x = a.tensor(0);
            int axis = a.axis(1, "dim", x, -1);
            long half = x.size(axis) / 2;
            return slice(x, axis, 0, half).mul(sigmoid(slice(x, axis, half, 2 * half)));
        }));
        out.put(F + "prelu", one(a -> {
            var x = a.tensor(0);
            var w = a.tensor(1, "weight");
            return prelu(x, w.rank() == 0 || x.rank() < 2 ? w : channels(w, x));
        }));
    }

    /// `[C]` as a shape that broadcasts against `[N, C, ...]`.
    static Tensor channels(Tensor w, Tensor x) {
        var sizes = new long[x.rank()];
        java.util.Arrays.fill(sizes, 1);
        sizes[Math.min(1, x.rank() - 1)] = w.shape().count();
        return w.reshape(sizes);
    }

    private static void norms(Map<String, Operator> out) {
        out.put(F + "layer_norm", one(a -> {
            int n = a.longs(1, "normalized_shape", 1).length;
            var y = standardize(a.tensor(0), a.number(4, "eps", 1e-5), trailing(a.tensor(0), n));
            return affine(y, a.optional(2, "weight"), a.optional(3, "bias"));
        }));
        out.put(F + "group_norm", one(a -> {
            var y = groupNorm(a.tensor(0), a.integer(1, "num_groups", 1), a.number(4, "eps", 1e-5));
            return affine(y, broad(a, 2, "weight"), broad(a, 3, "bias"));
        }));
        out.put(F + "batch_norm", one(a -> normalised(a, a.flag(5, "training", false), false, 3, 4)));
        out.put(F + "instance_norm", one(a -> normalised(a, a.flag(5, "use_input_stats", true), true, 3, 4)));
        out.put(F + "local_response_norm", one(LayerOperators::localResponse));
    }

    private static int[] trailing(Tensor x, int n) {
        return IntStream.range(x.rank() - n, x.rank()).toArray();
    }

    private static Tensor affine(Tensor y, Tensor weight, Tensor bias) {
        var scaled = weight == null ? y : y.mul(weight);
        return bias == null ? scaled : scaled.add(bias);
    }

    private static Tensor broad(Args a, int position, String name) {
        var w = a.optional(position, name);
        return w == null ? null : channels(w, a.tensor(0));
    }

    private static Tensor normalised(Args a, boolean own, boolean each, int weight, int bias) {
        var x = a.tensor(0);
        double eps = a.number(7, "eps", 1e-5);
        Tensor y;
        if (own) {
            y = standardize(x, eps, IntStream.range(0, x.rank()).filter(i -> i != 1 && !(each && i == 0)).toArray());
        } else {
            y = x.sub(broad(a, 1, "running_mean")).div(sqrt(broad(a, 2, "running_var").add(eps)));
        }
        return affine(y, broad(a, weight, "weight"), broad(a, bias, "bias"));
    }

    private static Tensor localResponse(Args a) {
        var x = a.tensor(0);
        int size = a.integer(1, "size", 1);
        var low = new long[x.rank()];
        var high = new long[x.rank()];
        low[1] = size / 2;
        high[1] = (size - 1) / 2;
        var padded = pad(square(x), low, high, 0);
        var windows = unfold(moveAxis(padded, 1, x.rank() - 1), new long[] {size}, new long[] {1});
        var near = moveAxis(mean(windows, KeepDims.NO, windows.rank() - 1), x.rank() - 1, 1);
        return x.div(near.mul(a.number(2, "alpha", 1e-4)).add(a.number(4, "k", 1)).pow(a.number(3, "beta", 0.75)));
    }

    private static void convolutions(Map<String, Operator> out) {
        for (int n = 1; n <= 2; n++) {
            int rank = n;
            out.put(F + "conv" + n + "d", one(a -> convolved(a, rank)));
            out.put(F + "conv_transpose" + n + "d", one(a -> transposed(a, rank)));
        }
    }

    private static Tensor batched(Tensor x, int rank) {
        return x.rank() == rank + 1 ? expandDims(x, 0) : x;
    }

    private static Tensor biased(Tensor y, Args a, int rank) {
        var out = a.has(2, "bias") ? y.add(channels(a.tensor(2, "bias"), y)) : y;
        return a.tensor(0).rank() == rank + 1 ? squeeze(out, 0) : out;
    }

    private static Tensor convolved(Args a, int rank) {
        var dilation = a.longs(5, "dilation", rank, 1);
        var w = (Window.VALID.stride(a.longs(3, "stride", rank, 1))).dilation(dilation)
                .groups(a.integer(6, "groups", 1));
        var padding = a.node(4, "padding");
        var x = batched(a.tensor(0), rank);
        if (padding != null && padding.isString() && padding.stringValue().equals("same")) {
            var low = new long[rank];
            var high = new long[rank];
            for (int i = 0; i < rank; i++) {
                long all = dilation[i] * (a.tensor(1).size(2 + i) - 1);
                low[i] = all / 2;
                high[i] = all - all / 2;
            }
            w = w.pad(low, high);
        } else if (padding != null && !padding.isString()) {
            w = w.pad(a.longs(4, "padding", rank));
        }
        return biased(conv(x, a.tensor(1), w), a, rank);
    }

    private static Tensor transposed(Args a, int rank) {
        var w = Window.VALID.stride(a.longs(3, "stride", rank, 1)).pad(a.longs(4, "padding", rank, 0))
                .dilation(a.longs(7, "dilation", rank, 1)).groups(a.integer(6, "groups", 1));
        return biased(convTranspose(batched(a.tensor(0), rank), a.tensor(1), w, a.longs(5, "output_padding", rank, 0)),
                a, rank);
    }
}
