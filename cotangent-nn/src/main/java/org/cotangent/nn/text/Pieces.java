package org.cotangent.nn.text;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.cotangent.nn.data.Tokenizer;

/// The text of tokens, in pieces that end with whole characters: a token may be a part of a character's bytes.
final class Pieces implements Iterator<String> {
    private static final char PART = '\uFFFD';
    private static final int LONGEST = 4;

    private final Tokenizer tokenizer;
    private final PrimitiveIterator.OfInt tokens;
    private final int[] ends;
    private long left;
    private int[] said = {};
    private String next;

    Pieces(Tokenizer tokenizer, PrimitiveIterator.OfInt tokens, long most, int... ends) {
        this.tokenizer = tokenizer;
        this.tokens = tokens;
        this.ends = ends.clone();
        left = most;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = read();
        }
        return !next.isEmpty();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var piece = next;
        next = null;
        return piece;
    }

    /// The next piece, empty at the end.
    private String read() {
        var fresh = new int[0];
        var text = "";
        while (left > 0 && (text.isEmpty() || text.charAt(text.length() - 1) == PART && fresh.length < LONGEST)) {
            int token = tokens.nextInt();
            left--;
            if (Arrays.stream(ends).anyMatch(e -> e == token)) {
                left = 0;
                break;
            }
            fresh = Arrays.copyOf(fresh, fresh.length + 1);
            fresh[fresh.length - 1] = token;
            text = behind(fresh);
        }
        said = fresh;
        return text;
    }

    /// The text of tokens behind the last piece: some tokenizers write the first token of a text in another way.
    private String behind(int... fresh) {
        var before = tokenizer.decode(said);
        var whole = tokenizer.decode(IntStream.concat(Arrays.stream(said), Arrays.stream(fresh)).toArray());
        return whole.startsWith(before) ? whole.substring(before.length()) : tokenizer.decode(fresh);
    }
}
