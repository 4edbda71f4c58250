package org.cotangent.nn.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Fn1;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.Window;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Attention;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Bilinear;
import org.cotangent.nn.Convolution;
import org.cotangent.nn.ConvolutionTranspose;
import org.cotangent.nn.DecoderBlock;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.EncoderBlock;
import org.cotangent.nn.FeedForward;
import org.cotangent.nn.GroupNorm;
import org.cotangent.nn.LayerNorm;

/// Layers made of tensors with the names and layouts that PyTorch gives them.
final class TorchModules {
    private TorchModules() {
    }

    /// The functions that a module of this name and these shapes can be, likely ones first; none for an unknown name.
    static List<Fn1<Map<String, Tensor>, List<Tensor>>> candidates(String name, Map<String, Tensor> m, Shape result) {
        return switch (name.replaceAll("_.*", "")) {
            case "linear" -> one(p -> dense(p, "").apply(p.get("input0")));
            case "bilinear" -> one(p -> new Bilinear(p.get("weight"), p.get("bias")).apply(p.get("input0"), p.get(
                    "input1")));
            case "embedding" -> one(p -> new Embedding(p.get("weight")).apply(p.get("input0")));
            case "batchnorm", "batchnorm1d", "batchnorm2d" -> one(TorchModules::batchNorm);
            case "layernorm" -> one(p -> norm(p, "").apply(p.get("input0")));
            case "groupnorm" -> each(m.get("weight").size(0), g -> p -> new GroupNorm(p.get("weight"), p.get("bias"), g,
                    1e-5).apply(p.get("input0")));
            case "conv1d", "conv2d", "conv3d" -> convolutions(m, result);
            case "convtranspose1d", "convtranspose2d", "convtranspose3d" -> transposed(m, result);
            case "rnn", "lstm", "gru" -> List.of(p -> TorchRecurrent.run(name, p));
            case "multihead" -> each(m.get("out_proj.bias").size(0), h -> p -> between(attention(p, "", h),
                    p.get("input0"), p.get("input1"), p.get("input2")));
            case "transformer" -> Stream.of(false, true).flatMap(before -> Stream.of(Activation.RELU, Activation.GELU)
                    .flatMap(act -> each(m.get("norm1.bias").size(0), h -> p -> block(name, p, h, act, before))
                            .stream())).toList();
            default -> List.of();
        };
    }

    private static List<Fn1<Map<String, Tensor>, List<Tensor>>> one(Fn1<Map<String, Tensor>, Tensor> f) {
        return List.of(p -> List.of(f.apply(p)));
    }

    /// For each divisor of n from 2 on, then 1.
    private static List<Fn1<Map<String, Tensor>, List<Tensor>>> each(long n,
            IntFunction<Fn1<Map<String, Tensor>, Tensor>> f) {
        return IntStream.concat(IntStream.rangeClosed(2, (int) n), IntStream.of(1)).filter(d -> n % d == 0)
                .mapToObj(f).flatMap(g -> one(g).stream()).toList();
    }

    private static Tensor batchNorm(Map<String, Tensor> p) {
        var layer = new BatchNorm(p.get("weight"), p.get("bias"), 1e-5, 0.1);
        return layer.train(p.get("input0"), layer.start(), null).result();
    }

    static Dense dense(Map<String, Tensor> p, String at) {
        return new Dense(Ops.transpose(p.get(at + "weight")), p.get(at + "bias"));
    }

    private static LayerNorm norm(Map<String, Tensor> p, String at) {
        return new LayerNorm(p.get(at + "weight"), p.get(at + "bias"), 1e-5);
    }

    private static List<Fn1<Map<String, Tensor>, List<Tensor>>> convolutions(Map<String, Tensor> m, Shape result) {
        var out = new ArrayList<Fn1<Map<String, Tensor>, List<Tensor>>>();
        long groups = m.get("input0").size(1) / m.get("weight").size(1);
        for (int i = 0; i < 27; i++) {
            long step = 1 + i % 3;
            long pad = i / 3 % 3;
            long span = i / 9 + 1;
            var window = Window.VALID.stride(step).pad(pad).dilation(span).groups(groups);
            if (fits(m, result, (n, k) -> (n + 2 * pad - (k - 1) * span - 1) / step + 1)) {
                out.addAll(one(p -> new Convolution(p.get("weight"), p.get("bias"), window).apply(p.get("input0"))));
            }
        }
        return out;
    }

    private static List<Fn1<Map<String, Tensor>, List<Tensor>>> transposed(Map<String, Tensor> m, Shape result) {
        var out = new ArrayList<Fn1<Map<String, Tensor>, List<Tensor>>>();
        long groups = result.size(1) / m.get("weight").size(1);
        for (int i = 0; i < 27; i++) {
            long step = 1 + i % 3;
            long pad = i / 3 % 3;
            long extra = i / 9;
            var window = Window.VALID.stride(step).pad(pad).groups(groups);
            if (extra < step && fits(m, result, (n, k) -> (n - 1) * step - 2 * pad + k + extra)) {
                out.addAll(one(p -> new ConvolutionTranspose(p.get("weight"), p.get("bias"), window, List.of(extra))
                        .apply(p.get("input0"))));
            }
        }
        return out;
    }

    private interface Places {
        long of(long size, long kernel);
    }

    private static boolean fits(Map<String, Tensor> m, Shape result, Places places) {
        var x = m.get("input0");
        return IntStream.range(2, x.rank()).allMatch(a -> places.of(x.size(a), m.get("weight").size(a)) == result
                .size(a));
    }

    private static Attention attention(Map<String, Tensor> p, String at, int heads) {
        var w = Ops.splitEvenly(p.get(at + "in_proj_weight"), 3, 0);
        var b = Ops.splitEvenly(p.get(at + "in_proj_bias"), 3, 0);
        var parts = IntStream.range(0, 3).mapToObj(i -> new Dense(Ops.transpose(w.get(i)), b.get(i))).toList();
        return new Attention(parts.get(0), parts.get(1), parts.get(2), dense(p, at + "out_proj."), heads, heads,
                false, null);
    }

    /// Attention of tensors with time in front.
    private static Tensor between(Attention a, Tensor q, Tensor k, Tensor v) {
        return timeFirst(a.attend(batchFirst(q), batchFirst(k), batchFirst(v), null));
    }

    private static Tensor batchFirst(Tensor x) {
        return Ops.swapAxes(x, 0, 1);
    }

    private static Tensor timeFirst(Tensor x) {
        return Ops.swapAxes(x, 0, 1);
    }

    private static Tensor block(String name, Map<String, Tensor> p, int heads, Activation activation,
            boolean normBefore) {
        var forward = new FeedForward(dense(p, "linear1."), dense(p, "linear2."), activation);
        var own = attention(p, "self_attn.", heads);
        var x = batchFirst(p.get("input0"));
        if (name.contains("decoder")) {
            var block = new DecoderBlock(own, norm(p, "norm1."), attention(p, "multihead_attn.", heads), norm(p,
                    "norm2."), forward, norm(p, "norm3."), normBefore, 0);
            return timeFirst(block.apply(x, batchFirst(p.get("input1"))));
        }
        var block = new EncoderBlock(own, norm(p, "norm1."), forward, norm(p, "norm2."), normBefore, 0);
        return timeFirst(block.apply(x, null));
    }
}
