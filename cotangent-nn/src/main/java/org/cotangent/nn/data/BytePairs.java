package org.cotangent.nn.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.cotangent.core.FormatException;
import org.cotangent.core.UnsupportedException;

/// A tokenizer whose tokens are frequent sequences of bytes, put together pair by pair; any text can be encoded.
/// Sennrich, Haddow, Birch 2016; bytes as in GPT-2, Radford et al. 2019.
///
/// Needs the library JTokkit (`com.knuddels:jtokkit:1.1.0`, MIT), which brings the tokens of GPT-2 and later models.
/// Texts that name special tokens, such as `<|endoftext|>`, are encoded as any other text.
public final class BytePairs implements Tokenizer {
    private static final Map<String, Integer> SIZES = Map.of("r50k_base", 50_257, "p50k_base", 50_281, "cl100k_base",
            100_277, "o200k_base", 200_019);

    private final Jtokkit pairs;
    private final int size;
    private final Map<String, Integer> special;
    private final Map<Integer, String> names = new HashMap<>();

    BytePairs(Jtokkit pairs, int size, Map<String, Integer> special) {
        this.pairs = pairs;
        this.size = size;
        this.special = Map.copyOf(special);
        special.forEach((name, number) -> names.put(number, name));
    }

    /// The 50,257 tokens of GPT-2.
    ///
    /// @throws UnsupportedException where the library is not there
    public static BytePairs gpt2() {
        return known("r50k_base");
    }

    /// Tokens that the library has: `r50k_base` (GPT-2), `p50k_base`, `cl100k_base` or `o200k_base`.
    ///
    /// @throws FormatException      for another name
    /// @throws UnsupportedException where the library is not there
    public static BytePairs known(String name) {
        var pairs = Jtokkit.known(name);
        return new BytePairs(pairs, SIZES.getOrDefault(name, 0), Map.of("<|endoftext|>", name.startsWith("c") ? 100_257
                : name.startsWith("o") ? 199_999 : 50_256));
    }

    /// Tokens of a file: a `tokenizer.json` of Hugging Face with a model of kind BPE over bytes, a `vocab.json` of
    /// GPT-2, or a `.tiktoken` file; the latter two with GPT-2's words.
    ///
    /// @throws FormatException      where it is none of them, or cannot be encoded with exactly
    /// @throws UnsupportedException where the library is not there
    public static BytePairs read(Path file) throws IOException {
        return BytePairFile.read(file);
    }

    @Override
    public int[] encode(String text) {
        return pairs.encode(text);
    }

    /// The text of the tokens; bytes that are no whole character become U+FFFD.
    ///
    /// @throws FormatException for a number that is no token
    @Override
    public String decode(int... tokens) {
        try {
            return decoded(tokens);
        } catch (NullPointerException | IndexOutOfBoundsException e) {
            throw new FormatException("decode " + tokens.length + " tokens", "a number that is none of the " + size
                    + " tokens: " + e.getMessage(), null, "give numbers that encode(...) or a model of this vocabulary "
                            + "gave: " + Arrays.stream(tokens).limit(8).boxed().toList(), e);
        }
    }

    private String decoded(int... tokens) {
        var out = new StringBuilder();
        int from = 0;
        for (int i = 0; i < tokens.length; i++) {
            var name = names.get(tokens[i]);
            if (name != null) {
                out.append(pairs.decode(Arrays.copyOfRange(tokens, from, i))).append(name);
                from = i + 1;
            }
        }
        return out.append(pairs.decode(Arrays.copyOfRange(tokens, from, tokens.length))).toString();
    }

    @Override
    public int size() {
        return size;
    }

    /// Tokens that stand for no text, such as the end of one, and their numbers.
    public Map<String, Integer> special() {
        return special;
    }
}
