package org.cotangent.nn.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.Fn3;
import org.cotangent.Transforms;
import org.cotangent.core.Host;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Leaves;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.OptimiserState;
import org.cotangent.nn.weights.WeightFile;
import org.junit.jupiter.api.Test;

/// Whole steps of training a GPT-2: weights and tokens by a formula, losses that a C program (llm.c's arithmetic in
/// float32) and a float64 program agree on to 1e-6.
class GptStepTest {
    private static final int GOLDEN = 0x9E3779B9;

    private record Next(Tensor loss, Tensor norm, Gpt model, OptimiserState<Gpt> state) {
    }

    private record Batch(Tensor inputs, Tensor targets) {
    }

    @Test
    void lossesOfTwoLayers() throws IOException {
        check(new GptShape(256, 64, 64, 2, 2, true, org.cotangent.nn.Activation.GELU_TANH, 1e-5, 0), 4, 0.747988596,
                new double[] {5.559866158, 5.546806253, 5.533900008, 5.521235880, 5.508833027, 5.496652769, 5.484627342,
                    5.472672893, 5.460688871, 5.448565585}, 40, 5.108353738);
    }

    @Test
    void lossesOfFourLayers() throws IOException {
        check(GptShape.of(65, 64, 128, 4, 4), 12, 0.891670293,
                new double[] {4.196370898, 4.161181972, 4.137237674, 4.117612521, 4.096691779, 4.071029481, 4.040375942,
                    4.008977651, 3.980570633, 3.956459175}, 20, 3.739767928);
    }

    private static void check(GptShape shape, int rows, double norm, double[] losses, int last, double lastLoss)
            throws IOException {
        var model = GptFiles.load(Gpt.of(Ops.key(0), shape), WeightFile.of(published(shape))).whole();
        var adam = Adam.of(1e-4);
        Fn3<Gpt, OptimiserState<Gpt>, Batch, Next> plain = (m, s, b) -> {
            var now = Transforms.valueAndGrad((Gpt p) -> Ops.crossEntropy(p.apply(b.inputs()), b.targets())).apply(m);
            var next = adam.update(m, now.gradient(), s);
            return new Next(now.value(), Leaves.norm(now.gradient()), next.params(), next.state());
        };
        var step = Transforms.jit(plain);
        var batch = new Batch(tokens(1_000_003, shape, rows), tokens(1_000_004, shape, rows));
        var now = new Next(null, null, model, adam.start(model));
        for (int i = 0; i <= last; i++) {
            now = step.apply(now.model(), now.state(), batch);
            double wanted = i < losses.length ? losses[i] : i == last ? lastLoss : Double.NaN;
            if (!Double.isNaN(wanted)) {
                assertThat(now.loss().item()).as("loss of step " + i).isCloseTo(wanted, within(1e-5 * wanted));
            }
            if (i == 0) {
                assertThat(now.norm().item()).isCloseTo(norm, within(1e-5 * norm));
            }
        }
    }

    /// The weights under GPT-2's public names. The formula counts matrices as `[out, in]`.
    static Map<String, Tensor> published(GptShape s) {
        int c = (int) s.width();
        var out = new LinkedHashMap<String, Tensor>();
        out.put("wte.weight", numbers(0, 0, (int) s.vocabulary(), c));
        out.put("wpe.weight", numbers(1, 0, (int) s.most(), c));
        for (int l = 0; l < s.layers(); l++) {
            var at = "h." + l + ".";
            pair(out, at + "ln_1", 2, l, c);
            matrix(out, at + "attn.c_attn", 4, l, c, 3 * c);
            matrix(out, at + "attn.c_proj", 6, l, c, c);
            pair(out, at + "ln_2", 8, l, c);
            matrix(out, at + "mlp.c_fc", 10, l, c, 4 * c);
            matrix(out, at + "mlp.c_proj", 12, l, 4 * c, c);
        }
        pair(out, "ln_f", 14, 0, c);
        return out;
    }

    private static void pair(Map<String, Tensor> out, String name, int tensor, int layer, int width) {
        out.put(name + ".weight", numbers(tensor, layer, width).add(1));
        out.put(name + ".bias", numbers(tensor + 1, layer, width));
    }

    private static void matrix(Map<String, Tensor> out, String name, int tensor, int layer, int from, int to) {
        out.put(name + ".weight", Ops.transpose(numbers(tensor, layer, to, from)));
        out.put(name + ".bias", numbers(tensor + 1, layer, to));
    }

    private static Tensor numbers(int tensor, int layer, int... sizes) {
        int n = sizes.length == 1 ? sizes[0] : sizes[0] * sizes[1];
        var out = new float[n];
        for (int i = 0; i < n; i++) {
            out[i] = 0.04f * (float) ((mixed(layer * n + i + GOLDEN * (tensor + 1)) >>> 8) / (double) (1 << 24) - 0.5);
        }
        return sizes.length == 1 ? Host.wrap(out, n) : Host.wrap(out, sizes[0], sizes[1]);
    }

    private static int mixed(int x) {
        int y = x ^ x >>> 16;
        y *= 0x7feb352d;
        y ^= y >>> 15;
        y *= 0x846ca68b;
        return y ^ y >>> 16;
    }

    static Tensor tokens(int from, GptShape shape, int rows) {
        int n = (int) shape.most();
        var out = new int[rows * n];
        for (int i = 0; i < out.length; i++) {
            out[i] = Integer.remainderUnsigned(mixed(from + i), (int) shape.vocabulary());
        }
        return Host.wrap(out, rows, n);
    }
}
