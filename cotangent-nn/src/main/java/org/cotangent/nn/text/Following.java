package org.cotangent.nn.text;

import java.util.Arrays;
import java.util.PrimitiveIterator;
import org.cotangent.Fn4;
import org.cotangent.core.Host;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.nn.text.Generator.Chosen;

/// The tokens that follow others, one at a time, without end.
final class Following<M> implements PrimitiveIterator.OfInt {
    private final LanguageModel<M> model;
    private final Fn4<LanguageModel<M>, Tensor, M, Tensor, Chosen<M>> step;
    private int[] tokens;
    private int count;
    private M memory;
    private int remembered;
    private long used;
    private Tensor key;

    Following(LanguageModel<M> model, Fn4<LanguageModel<M>, Tensor, M, Tensor, Chosen<M>> step, int[] prompt,
            Tensor key) {
        if (prompt.length == 0) {
            throw new ShapeException("continue a text", "no token to begin with",
                    "give a prompt of at least one token, such as a line break or the token for the end of a text");
        }
        this.model = model;
        this.step = step;
        tokens = Arrays.copyOf(prompt, Math.max(16, 2 * prompt.length));
        count = prompt.length;
        memory = model.memory();
        this.key = key;
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public int nextInt() {
        if (used + count - remembered > model.most()) {
            memory = model.memory();
            used = 0;
            remembered = count - Math.clamp(model.most() / 2, 1, count);
        }
        if (count - remembered > 1) {
            memory = model.next(ids(remembered, count - 1), memory).state();
            used += count - 1 - remembered;
        }
        var chosen = step.apply(model, ids(count - 1, count), memory, key);
        memory = chosen.memory();
        key = chosen.randomKey();
        used++;
        remembered = count;
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.multiplyExact(2, count));
        }
        tokens[count++] = (int) chosen.token().item();
        return tokens[count - 1];
    }

    private Tensor ids(int from, int to) {
        return Host.wrap(Arrays.copyOfRange(tokens, from, to), to - from);
    }
}
