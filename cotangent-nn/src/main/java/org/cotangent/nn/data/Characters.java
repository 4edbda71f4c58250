package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.cotangent.core.FormatException;

/// A tokenizer whose tokens are the characters (code points) of a text, numbered in the order of their codes.
public final class Characters implements Tokenizer {
    private final int[] codes;
    private final Map<Integer, Integer> places = new HashMap<>();

    private Characters(int[] codes) {
        this.codes = codes;
        for (int i = 0; i < codes.length; i++) {
            places.put(codes[i], i);
        }
    }

    /// The characters that occur in a text.
    public static Characters of(String text) {
        return new Characters(text.codePoints().sorted().distinct().toArray());
    }

    /// All characters, in order: what [#of] makes this tokenizer from again.
    public String alphabet() {
        return new String(codes, 0, codes.length);
    }

    /// As described in [Tokenizer].
    ///
    /// @throws FormatException for a character that is not among the tokens
    @Override
    public int[] encode(String text) {
        return text.codePoints().map(c -> {
            var at = places.get(c);
            if (at == null) {
                throw new FormatException("encode a text",
                        String.format("the character U+%04X, which is none of the %d tokens", c, codes.length),
                        "make the tokenizer from a text with all characters");
            }
            return at;
        }).toArray();
    }

    @Override
    public String decode(int... tokens) {
        var chosen = Arrays.stream(tokens).map(t -> codes[t]).toArray();
        return new String(chosen, 0, chosen.length);
    }

    @Override
    public int size() {
        return codes.length;
    }
}
