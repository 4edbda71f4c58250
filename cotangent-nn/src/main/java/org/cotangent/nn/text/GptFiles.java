package org.cotangent.nn.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Attention;
import org.cotangent.nn.Dense;
import org.cotangent.nn.EncoderBlock;
import org.cotangent.nn.FeedForward;
import org.cotangent.nn.weights.Loaded;
import org.cotangent.nn.weights.Naming;
import org.cotangent.nn.weights.WeightFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// GPT-2's weights under their public names, as Hugging Face's `GPT2Model` and `GPT2LMHeadModel` write them:
/// `wte.weight`, `wpe.weight`, `h.0.ln_1.weight`, `h.0.attn.c_attn.weight` (queries, keys, values side by side), ...
/// `ln_f.bias`.
public final class GptFiles {
    /// The public names. Matrices lie as they do here, `[in, out]`.
    public static final Naming NAMES = Naming.pytorch().named(Dense.class, "weight", "weight")
            .named(Gpt.class, "tokens", "wte").named(Gpt.class, "positions", "wpe").named(Gpt.class, "blocks", "h")
            .named(Gpt.class, "last", "ln_f").named(EncoderBlock.class, "selfAttention", "attn")
            .named(EncoderBlock.class, "first", "ln_1").named(EncoderBlock.class, "second", "ln_2")
            .named(EncoderBlock.class, "forward", "mlp").named(Attention.class, "queries", "c_attn")
            .named(Attention.class, "keys", "c_attn").named(Attention.class, "values", "c_attn")
            .named(Attention.class, "output", "c_proj").named(FeedForward.class, "widen", "c_fc")
            .named(FeedForward.class, "narrow", "c_proj");

    private static final String TABLE = "wte.weight";
    private static final String HEAD = "lm_head.weight";

    private GptFiles() {
    }

    /// The model in a folder with `config.json` and safetensors files.
    ///
    /// @throws FormatException where something is missing or of another kind
    public static Gpt read(Path folder) throws IOException {
        return load(Gpt.of(Ops.key(0), shape(folder.resolve("config.json"))), WeightFile.open(folder)).whole();
    }

    /// A model of this shape with the weights of a file. The prefix `transformer.`, buffers of masks, and scores that
    /// are the table of tokens once more are no difference.
    public static Loaded<Gpt> load(Gpt model, WeightFile file) throws IOException {
        var bare = file.withoutPrefix("transformer.").ignoring("h.*.attn.bias", "h.*.attn.masked_bias");
        var loaded = bare.ignoring(HEAD).into(model, NAMES);
        if (!bare.names().contains(HEAD) || !bare.names().contains(TABLE)
                || same(bare.read(HEAD), bare.read(TABLE))) {
            return loaded;
        }
        var unfit = new ArrayList<>(loaded.unfit());
        unfit.add(HEAD + " is another matrix than " + TABLE + ", which this model has for both");
        return new Loaded<>(loaded.model(), loaded.source(), loaded.missing(), loaded.extra(), unfit);
    }

    private static boolean same(Tensor a, Tensor b) {
        return a.type().equals(b.type()) && Ops.allClose(a, b, 0, 0);
    }

    /// Writes a model's weights under the public names, whole or not at all.
    public static void write(Path file, Gpt model) throws IOException {
        WeightFile.write(file, model, NAMES);
    }

    /// The shape that a `config.json` of Hugging Face describes.
    ///
    /// @throws FormatException where it is not one of GPT-2
    public static GptShape shape(Path config) throws IOException {
        var json = json(config);
        var kind = json.path("activation_function").asString("gelu_new");
        var activation = Map.of("gelu_new", Activation.GELU_TANH, "gelu_pytorch_tanh", Activation.GELU_TANH, "gelu",
                Activation.GELU, "relu", Activation.RELU).get(kind);
        var type = json.path("model_type").asString("gpt2");
        if (activation == null || !type.equals("gpt2")) {
            throw bad(config, "model_type " + type + ", activation_function " + kind);
        }
        return GptShape.of(number(json, "vocab_size", config), number(json, "n_positions", config),
                number(json, "n_embd", config), (int) number(json, "n_layer", config),
                (int) number(json, "n_head", config)).with(activation).eps(json.path("layer_norm_epsilon")
                        .asDouble(1e-5));
    }

    private static JsonNode json(Path file) throws IOException {
        try {
            return new ObjectMapper().readTree(Files.readString(file));
        } catch (JacksonException | java.nio.file.NoSuchFileException | java.nio.charset.MalformedInputException e) {
            throw new FormatException("read " + file, e.getClass().getSimpleName() + ": " + e.getMessage(), null,
                    "give the config.json of a GPT-2", e);
        }
    }

    private static long number(JsonNode json, String name, Path file) {
        var n = json.path(name);
        if (!n.isIntegralNumber() || n.asLong() < 1 || n.asLong() > Integer.MAX_VALUE) {
            throw bad(file, "`" + name + "`: " + n);
        }
        return n.asLong();
    }

    private static FormatException bad(Path file, String got) {
        return new FormatException("read a GPT-2 from " + file, got, null,
                "give the config.json of a model of type gpt2", null);
    }
}
