package org.cotangent.nn.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.core.Params;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.cotangent.io.Safetensors;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.EncoderBlock;
import org.cotangent.nn.LayerNorm;
import org.cotangent.nn.Leaves;
import org.cotangent.nn.LstmCell;
import org.cotangent.nn.Recurrent;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.text.Gpt;
import org.cotangent.nn.text.GptFiles;
import org.cotangent.nn.text.GptShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Weights under the names that PyTorch and Hugging Face give them.
class WeightFileTest {
    private static final GptShape SMALL = GptShape.of(13, 8, 12, 2, 3);

    @TempDir
    private Path folder;

    private record Net(Embedding words, Sequential body, Recurrent<LstmCell.Carry> lstm, EncoderBlock block)
            implements Params {
        static Net of(long seed) {
            var keys = Ops.unstack(Ops.split(Ops.key(seed), 6), 0);
            return new Net(Embedding.of(keys.get(0), 7, 4), Sequential.of(Dense.of(keys.get(1), 4, 6),
                    Activation.RELU, LayerNorm.of(6), Dense.of(keys.get(2), 6, 4).unbiased()), Recurrent.of(LstmCell.of(
                            keys.get(3), 4, 5)), EncoderBlock.of(keys.get(4), 4, 2));
        }
    }

    @Test
    void pytorchsNamesAndLayouts() {
        var net = Net.of(1);
        var named = WeightFile.named(net, Naming.pytorch());
        assertThat(named.keySet()).containsExactly("words.weight", "body.0.weight", "body.0.bias", "body.2.weight",
                "body.2.bias", "body.3.weight", "lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0",
                "lstm.bias_hh_l0", "block.self_attn.in_proj_weight", "block.self_attn.in_proj_bias",
                "block.self_attn.out_proj.weight", "block.self_attn.out_proj.bias", "block.norm1.weight",
                "block.norm1.bias", "block.linear1.weight", "block.linear1.bias", "block.linear2.weight",
                "block.linear2.bias", "block.norm2.weight", "block.norm2.bias");
        assertThat(named.get("body.0.weight").shape().sizes()).containsExactly(6, 4);
        assertThat(named.get("lstm.weight_ih_l0").shape().sizes()).containsExactly(20, 4);
        var keys = net.block().selfAttention().keys();
        assertThat(Ops.allClose(Ops.slice(named.get("block.self_attn.in_proj_weight"), 0, 4, 8), Ops.transpose(keys
                .weight()), 0, 0)).isTrue();
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        var file = folder.resolve("net.safetensors");
        WeightFile.write(file, Net.of(1), Naming.pytorch());
        assertThat(Safetensors.open(file).metadata()).containsEntry("format", "pt");
        equal(WeightFile.open(file).into(Net.of(2), Naming.pytorch()).whole(), Net.of(1));
        WeightFile.write(file, Net.of(3), Naming.paths());
        assertThat(WeightFile.open(file).names()).isEqualTo(Leaves.paths(Net.of(1)));
        equal(WeightFile.open(file).into(Net.of(2), Naming.paths()).whole(), Net.of(3));
    }

    private static void equal(Object got, Object wanted) {
        var a = Leaves.of(got);
        var b = Leaves.of(wanted);
        assertThat(a).hasSameSizeAs(b);
        for (int i = 0; i < a.size(); i++) {
            assertThat(a.get(i).type()).isEqualTo(b.get(i).type());
            assertThat(Ops.allClose(a.get(i), b.get(i), 0, 0)).as(Leaves.paths(got).get(i)).isTrue();
        }
    }

    @Test
    void whatDoesNotFitIsListed() throws IOException {
        var tensors = new LinkedHashMap<>(WeightFile.named(Net.of(1), Naming.pytorch()));
        tensors.remove("body.0.bias");
        tensors.put("words.weight", Ops.zeros(8, 4));
        tensors.put("body.2.weight", Ops.zeros(6).to(DType.INT32));
        tensors.put("block.norm1.weight", tensors.get("block.norm1.weight").to(DType.FLOAT64).add(1));
        tensors.put("head.weight", Ops.zeros(1));
        var before = Net.of(2);
        var loaded = WeightFile.of(tensors).into(before, Naming.pytorch());
        assertThat(loaded.isWhole()).isFalse();
        assertThat(loaded.missing()).containsExactly("body.0.bias");
        assertThat(loaded.extra()).containsExactly("head.weight");
        assertThat(loaded.unfit()).containsExactly("words.weight f32[8,4], wanted f32[7,4]",
                "body.2.weight i32[6], wanted f32[6]");
        assertThat(loaded.model().words().table()).isSameAs(before.words().table());
        assertThat(loaded.model().block().first().weight().type()).isEqualTo(before.block().first().weight().type());
        assertThat(loaded.model().block().first().weight().toFloatArray()).containsOnly(2);
        assertThatThrownBy(loaded::whole).isInstanceOf(FormatException.class).hasMessageContaining(
                "1 missing: body.0.bias").hasMessageContaining("1 extra: head.weight").hasMessageContaining(
                        "2 of another shape or kind: words.weight f32[8,4], wanted f32[7,4]");
        assertThatThrownBy(() -> Naming.pytorch().named(Dense.class, "weights", "w")).isInstanceOf(
                StructureException.class);
        assertThatThrownBy(() -> WeightFile.of(tensors).read("none")).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> WeightFile.open(folder)).isInstanceOf(FormatException.class);
    }

    private static Map<String, Tensor> published(Gpt model) {
        var out = new LinkedHashMap<String, Tensor>();
        WeightFile.named(model, GptFiles.NAMES).forEach((name, t) -> out.put("transformer." + name, t));
        for (int i = 0; i < model.blocks().size(); i++) {
            out.put("transformer.h." + i + ".attn.bias", Ops.zeros(1, 1, 8, 8));
            out.put("transformer.h." + i + ".attn.masked_bias", Ops.scalar(-1e4f));
        }
        out.put("lm_head.weight", model.tokens().table());
        return out;
    }

    @Test
    void gpt2sPublicNames() throws IOException {
        var model = Gpt.of(Ops.key(3), SMALL);
        assertThat(WeightFile.named(model, GptFiles.NAMES).entrySet().stream().map(e -> e.getKey() + " " + e.getValue()
                .type()).toList()).startsWith("wte.weight f32[13,12]", "wpe.weight f32[8,12]",
                        "h.0.attn.c_attn.weight f32[12,36]", "h.0.attn.c_attn.bias f32[36]",
                        "h.0.attn.c_proj.weight f32[12,12]", "h.0.attn.c_proj.bias f32[12]", "h.0.ln_1.weight f32[12]",
                        "h.0.ln_1.bias f32[12]", "h.0.mlp.c_fc.weight f32[12,48]", "h.0.mlp.c_fc.bias f32[48]",
                        "h.0.mlp.c_proj.weight f32[48,12]", "h.0.mlp.c_proj.bias f32[12]", "h.0.ln_2.weight f32[12]",
                        "h.0.ln_2.bias f32[12]", "h.1.attn.c_attn.weight f32[12,36]").endsWith("ln_f.weight f32[12]",
                                "ln_f.bias f32[12]");
        Safetensors.write(folder.resolve("model.safetensors"), published(model), Map.of());
        Files.writeString(folder.resolve("config.json"), """
                {"model_type": "gpt2", "vocab_size": 13, "n_positions": 8, "n_embd": 12, "n_layer": 2, "n_head": 3,
                 "activation_function": "gelu_new", "layer_norm_epsilon": 1e-05}""");
        equal(GptFiles.read(folder), model);
        assertThat(GptFiles.read(folder).shape()).isEqualTo(SMALL);
        GptFiles.write(folder.resolve("again.safetensors"), model);
        equal(GptFiles.load(Gpt.of(Ops.key(4), SMALL), WeightFile.open(folder.resolve("again.safetensors"))).whole(),
                model);
        Files.copy(folder.resolve("again.safetensors"), folder.resolve("copy.safetensors"));
        assertThatThrownBy(() -> WeightFile.open(folder)).isInstanceOf(FormatException.class).hasMessageContaining(
                "a second tensor");
    }

    @Test
    void halfPrecisionAndUntiedScores() throws IOException {
        var model = Leaves.convert(Leaves.convert(Gpt.of(Ops.key(3), SMALL), DType.BFLOAT16), DType.FLOAT32);
        var file = folder.resolve("half.safetensors");
        Safetensors.write(file, published(Leaves.convert(model, DType.BFLOAT16)), Map.of());
        equal(GptFiles.load(Gpt.of(Ops.key(4), SMALL), WeightFile.open(file)).whole(), model);
        var untied = published(model);
        untied.put("lm_head.weight", model.tokens().table().add(1));
        assertThat(GptFiles.load(model, WeightFile.of(untied)).unfit()).singleElement().asString().contains(
                "lm_head.weight");
        var deeper = GptFiles.load(Gpt.of(Ops.key(4), GptShape.of(13, 8, 12, 3, 3)), WeightFile.open(file));
        assertThat(deeper.missing()).hasSize(12).allMatch(n -> n.startsWith("h.2."));
        assertThat(GptFiles.load(Gpt.of(Ops.key(4), GptShape.of(13, 8, 12, 1, 3)), WeightFile.open(file)).extra())
                .hasSize(12).allMatch(n -> n.startsWith("h.1."));
    }

    @Test
    void configurationsThatAreNone() throws IOException {
        var file = folder.resolve("config.json");
        for (var text : List.of("{", "[]", "{\"model_type\": \"bert\"}", "{\"vocab_size\": -1}",
                "{\"vocab_size\": 5, \"activation_function\": \"odd\"}")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> GptFiles.shape(file)).as(text).isInstanceOf(FormatException.class);
        }
        assertThatThrownBy(() -> GptFiles.shape(folder.resolve("none.json"))).isInstanceOf(FormatException.class);
    }
}
