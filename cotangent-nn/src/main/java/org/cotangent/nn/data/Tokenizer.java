package org.cotangent.nn.data;

/// Texts as numbers and back.
public interface Tokenizer {
    /// The tokens' numbers, each from 0 to before [#size()].
    int[] encode(String text);

    /// The text of the tokens.
    String decode(int... tokens);

    /// How many different tokens there are.
    int size();
}
