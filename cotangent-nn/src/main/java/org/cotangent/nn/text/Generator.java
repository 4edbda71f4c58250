package org.cotangent.nn.text;

import java.util.PrimitiveIterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.cotangent.Fn4;
import org.cotangent.Transforms;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.nn.data.Tokenizer;

/// Continues texts with a language model, a token at a time, as a stream: what is not asked for is not computed.
///
/// Each token costs the computation of that token alone, in one compiled program; what came before is in the model's
/// memory. Where the memory is full, it is begun again with the later half of the tokens it can hold. The same key
/// gives the same text.
///
/// @param <M> the model's memory
public final class Generator<M> {
    /// A token and what goes on from it.
    record Chosen<M>(Tensor token, M memory, Tensor randomKey) {
    }

    private final LanguageModel<M> model;
    private final Tokenizer tokenizer;
    private final Fn4<LanguageModel<M>, Tensor, M, Tensor, Chosen<M>> step;

    private Generator(LanguageModel<M> model, Tokenizer tokenizer,
            Fn4<LanguageModel<M>, Tensor, M, Tensor, Chosen<M>> step) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.step = step;
    }

    /// A model, what makes its tokens of texts, and how tokens are chosen.
    public static <M> Generator<M> of(LanguageModel<M> model, Tokenizer tokenizer, Sampling sampling) {
        Fn4<LanguageModel<M>, Tensor, M, Tensor, Chosen<M>> plain = (m, token, memory, key) -> {
            var keys = Ops.unstack(Ops.split(key, 2), 0);
            var passed = m.next(token, memory);
            return new Chosen<>(sampling.choose(Ops.index(passed.result(), 0), keys.get(0)), passed.state(),
                    keys.get(1));
        };
        return new Generator<>(model, tokenizer, Transforms.jit(plain));
    }

    /// The same for other weights: what is compiled stays.
    public Generator<M> with(LanguageModel<M> other) {
        return new Generator<>(other, tokenizer, step);
    }

    /// The tokens that follow a prompt of at least one token, without end.
    public IntStream tokens(int[] prompt, Tensor key) {
        return StreamSupport.intStream(Spliterators.spliteratorUnknownSize(following(prompt, key),
                Spliterator.ORDERED), false);
    }

    private PrimitiveIterator.OfInt following(int[] prompt, Tensor key) {
        return new Following<>(model, step, prompt, key);
    }

    /// The text that follows a prompt, in pieces of whole characters, from at most `most` tokens; it ends early with a
    /// token of `ends`, which is left out.
    public Stream<String> text(String prompt, long most, Tensor key, int... ends) {
        var pieces = new Pieces(tokenizer, following(tokenizer.encode(prompt), key), most, ends);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pieces, Spliterator.ORDERED
                | Spliterator.NONNULL), false);
    }

    /// [#text] as one string.
    public String complete(String prompt, long most, Tensor key, int... ends) {
        return text(prompt, most, key, ends).collect(Collectors.joining());
    }
}
