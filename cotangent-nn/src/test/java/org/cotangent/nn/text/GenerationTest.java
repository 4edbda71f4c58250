package org.cotangent.nn.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.Fn2;
import org.cotangent.Transforms;
import org.cotangent.core.DType;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Leaves;
import org.cotangent.nn.data.Characters;
import org.cotangent.nn.data.Tokenizer;
import org.junit.jupiter.api.Test;

/// Texts of models with random weights: what the memory makes cheap is the same as what it costs without.
class GenerationTest {
    private static final Tokenizer LETTERS = Characters.of("abcdefghij\n");
    private static final int[] PROMPT = {3, 1, 4, 1, 5};

    /// Larger weights than a model begins with, so that its choices are clear.
    private static Gpt gpt(int most) {
        var begun = Gpt.of(Ops.key(7), GptShape.of(11, most, 16, 2, 4));
        return Leaves.convert(Leaves.map(begun, t -> t.rank() == 2 ? t.mul(20) : t), DType.FLOAT64);
    }

    private static LstmModel lstm() {
        return Leaves.convert(LstmModel.of(Ops.key(8), 11, 6, 16, 2), DType.FLOAT64);
    }

    @Test
    void theMemoryChangesNoScore() {
        for (LanguageModel<?> model : List.of(gpt(16), lstm())) {
            scores(model);
        }
    }

    private static <M> void scores(LanguageModel<M> model) {
        var ids = Ops.randint(Ops.key(1), 0, 11, 16).to(DType.INT32);
        var all = model.apply(ids);
        var memory = model.memory();
        int at = 0;
        for (int n : new int[] {5, 1, 1, 7, 2}) {
            var passed = model.next(Ops.slice(ids, 0, at, at + n), memory);
            assertThat(Ops.allClose(passed.result(), Ops.slice(all, 0, at, at + n), 1e-11, 1e-11)).isTrue();
            memory = passed.state();
            at += n;
        }
        var batch = model.apply(Ops.stack(0, ids, Ops.flip(ids, 0)));
        assertThat(Ops.allClose(Ops.index(batch, 0), all, 1e-11, 1e-11)).isTrue();
        assertThat(Ops.allClose(all, Ops.index(model.apply(Ops.stack(0, ids, ids)), 1), 1e-11, 1e-11)).isTrue();
    }

    @Test
    void cachedTokensAreThoseWithoutACache() {
        for (var sampling : List.of(Sampling.greedy(), Sampling.at(1.3), Sampling.at(0.9).among(4),
                Sampling.at(1.1).within(0.8))) {
            same(gpt(32), sampling);
            same(lstm(), sampling);
        }
    }

    /// Runs the whole text through the model for each token, with the generator's keys.
    private static <M> void same(LanguageModel<M> model, Sampling sampling) {
        int n = 27;
        var got = Generator.of(model, LETTERS, sampling).tokens(PROMPT, Ops.key(5)).limit(n).toArray();
        Fn2<Tensor, Tensor, Tensor> choose = Transforms.jit((Fn2<Tensor, Tensor, Tensor>) sampling::choose);
        var text = Arrays.copyOf(PROMPT, PROMPT.length + n);
        var key = Ops.key(5);
        for (int i = PROMPT.length; i < text.length; i++) {
            var keys = Ops.unstack(Ops.split(key, 2), 0);
            var scores = model.apply(Ops.tensor(Arrays.copyOf(text, i)));
            text[i] = (int) choose.apply(Ops.index(scores, i - 1), keys.get(0)).item();
            key = keys.get(1);
        }
        assertThat(got).as(sampling + " of " + model.getClass()).containsExactly(Arrays.copyOfRange(text,
                PROMPT.length, text.length));
        assertThat(Arrays.stream(got).distinct().count()).isGreaterThan(1);
    }

    /// Where the memory is full, the later half of what it holds goes on.
    @Test
    void textsMayBeLongerThanTheMemory() {
        var model = gpt(8);
        var got = Generator.of(model, LETTERS, Sampling.greedy()).tokens(PROMPT, Ops.key(5)).limit(20).toArray();
        var text = IntStream.concat(Arrays.stream(PROMPT), Arrays.stream(got)).toArray();
        int from = 0;
        for (int i = PROMPT.length; i < text.length; i++) {
            from = i - from > 8 ? i - 4 : from;
            var scores = model.apply(Ops.tensor(Arrays.copyOfRange(text, from, i)));
            assertThat(text[i]).isEqualTo((int) Ops.argmax(Ops.index(scores, i - from - 1), 0).item());
        }
        var prompt = IntStream.range(0, 30).map(i -> i % 11).toArray();
        assertThat(Generator.of(model, LETTERS, Sampling.at(1)).tokens(prompt, Ops.key(5)).limit(3).toArray())
                .hasSize(3);
    }

    @Test
    void textsStream() {
        var generator = Generator.of(gpt(32), LETTERS, Sampling.at(1));
        var whole = generator.complete("abc", 20, Ops.key(3));
        assertThat(whole).hasSize(20);
        assertThat(generator.text("abc", Long.MAX_VALUE, Ops.key(3)).limit(20).collect(Collectors.joining()))
                .isEqualTo(whole);
        assertThat(generator.complete("abc", 20, Ops.key(4))).isNotEqualTo(whole);
        int last = LETTERS.encode(whole)[10];
        int first = IntStream.range(0, 20).filter(i -> LETTERS.encode(whole)[i] == last).findFirst().orElseThrow();
        assertThat(generator.complete("abc", 20, Ops.key(3), last)).isEqualTo(whole.substring(0, first));
        assertThat(generator.with(Leaves.map(gpt(32), t -> t.mul(0))).complete("abc", 20, Ops.key(3)))
                .isNotEqualTo(whole);
        assertThatThrownBy(() -> generator.complete("", 1, Ops.key(1))).isInstanceOf(ShapeException.class)
                .hasMessageContaining("prompt of at least one token");
    }

    /// A token for each byte, so that characters come in parts.
    private record Bytes() implements Tokenizer {
        @Override
        public int[] encode(String text) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
        }

        @Override
        public String decode(int... tokens) {
            var bytes = new byte[tokens.length];
            IntStream.range(0, tokens.length).forEach(i -> bytes[i] = (byte) tokens[i]);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public int size() {
            return 256;
        }
    }

    @Test
    void piecesAreWholeCharacters() {
        var tokens = new Bytes().encode("aé漢🎲b");
        var pieces = new Pieces(new Bytes(), Arrays.stream(tokens).iterator(), tokens.length);
        assertThat(pieces).toIterable().containsExactly("a", "é", "漢", "🎲", "b");
        var cut = new Pieces(new Bytes(), Arrays.stream(tokens).iterator(), 5);
        assertThat(cut).toIterable().containsExactly("a", "é", "\uFFFD");
    }

    @Test
    void samplingChoosesAmongTheLikely() {
        var scores = Ops.log(Ops.tensor(0.05, 0.4, 0.1, 0.3, 0.15));
        assertThat(Sampling.greedy().choose(scores, null).item()).isEqualTo(1);
        assertThat(chosen(Sampling.at(1).among(2), scores)).containsExactly(1, 3);
        assertThat(chosen(Sampling.at(1).within(0.7), scores)).containsExactly(1, 3);
        assertThat(chosen(Sampling.at(1).within(0.71), scores)).containsExactly(1, 3, 4);
        assertThat(chosen(Sampling.at(1).within(1e-9), scores)).containsExactly(1);
        assertThat(chosen(Sampling.at(1).among(3).within(0.8), scores)).containsExactly(1, 3);
        assertThat(chosen(Sampling.at(1), scores)).containsExactly(0, 1, 2, 3, 4);
        var each = Transforms.vmap((Fn2<Tensor, Tensor, Tensor>) Sampling.at(0.5)::choose, Transforms.in(
                org.cotangent.Axes.NONE, 0), Transforms.out(0)).apply(scores, Ops.split(Ops.key(2), 4000));
        double share = Ops.mean(Ops.eq(each, Ops.scalar(1)).to(DType.FLOAT64)).item();
        assertThat(share).isCloseTo(0.16 / 0.285, org.assertj.core.data.Offset.offset(0.03));
        assertThatThrownBy(() -> Sampling.at(-1)).isInstanceOf(NumericsException.class);
        assertThatThrownBy(() -> Sampling.at(1).within(0)).isInstanceOf(NumericsException.class);
        assertThatThrownBy(() -> Sampling.greedy().choose(Ops.zeros(2, 2), null)).isInstanceOf(ShapeException.class);
    }

    private static int[] chosen(Sampling sampling, Tensor scores) {
        return IntStream.range(0, 300).map(i -> (int) sampling.choose(scores, Ops.key(i)).item()).sorted().distinct()
                .toArray();
    }

    @Test
    void drawnWeightsAreThoseOfGpt2() {
        var model = Gpt.of(Ops.key(1), GptShape.of(500, 64, 64, 8, 4));
        double of = deviation(model.tokens().table());
        assertThat(of).isCloseTo(0.02, org.assertj.core.data.Offset.offset(0.001));
        assertThat(deviation(model.blocks().get(3).forward().narrow().weight())).isCloseTo(0.005,
                org.assertj.core.data.Offset.offset(0.0003));
        assertThat(Leaves.count(Gpt.of(Ops.key(1), GptShape.of(65, 64, 128, 4, 4).unbiased()))).isEqualTo(804_096);
        assertThat(model.shape()).isEqualTo(GptShape.of(500, 64, 64, 8, 4));
        assertThatThrownBy(() -> GptShape.of(10, 10, 10, 1, 3)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> gpt(8).apply(Ops.zeros(9).to(DType.INT32))).isInstanceOf(ShapeException.class)
                .hasMessageContaining("positions for 8");
    }

    private static double deviation(Tensor t) {
        return Math.sqrt(Ops.mean(Ops.square(t)).item());
    }

    @Test
    void dropoutIsForTrainingAlone() {
        var model = Gpt.of(Ops.key(1), GptShape.of(11, 8, 16, 2, 4).dropping(0.5));
        var ids = Ops.tensor(1, 2, 3);
        assertThat(Ops.allClose(model.train(ids, Ops.key(1)), model.train(ids, Ops.key(2)))).isFalse();
        assertThat(Ops.allClose(model.apply(ids), model.apply(ids), 0, 0)).isTrue();
        var none = Gpt.of(Ops.key(1), GptShape.of(11, 8, 16, 2, 4));
        assertThat(Ops.allClose(none.train(ids, Ops.key(1)), none.apply(ids), 0, 0)).isTrue();
    }
}
