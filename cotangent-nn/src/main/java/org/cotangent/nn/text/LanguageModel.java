package org.cotangent.nn.text;

import org.cotangent.core.Params;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Passed;

/// A model that says for every token what may follow it, seeing that token and those before it.
///
/// @param <M> what it remembers of the tokens so far: a structure of tensors
public interface LanguageModel<M> extends Params {
    /// Scores (logits) of all tokens to come next, for each of `tokens: [..., n]`: `[..., n, vocabulary]`.
    Tensor apply(Tensor tokens);

    /// [#apply] in training; `key` is for dropout.
    default Tensor train(Tensor tokens, Tensor key) {
        return apply(tokens);
    }

    /// The memory before the first token of one sequence.
    M memory();

    /// Scores for the next tokens `[n]` of a sequence whose earlier tokens are in the memory, `[n, vocabulary]`, and
    /// the memory with them in it: what [#apply] gives for all of them, at the cost of these alone.
    Passed<M> next(Tensor tokens, M memory);

    /// The most tokens that the memory can hold.
    default long most() {
        return Long.MAX_VALUE;
    }
}
