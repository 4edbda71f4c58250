package org.cotangent.nn.recipes;

import org.cotangent.core.Ops;
import org.cotangent.nn.Activation;
import org.cotangent.nn.KvCache;
import org.cotangent.nn.Selection;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimiser;
import org.cotangent.nn.optim.Schedule;
import org.cotangent.nn.text.Gpt;
import org.cotangent.nn.text.GptShape;

/// A small GPT learns to write, by characters: sizes and rates of nanoGPT's configuration for a laptop.
final class CharGpt extends TextRecipe<java.util.List<KvCache>, Gpt> {
    private static final int CONTEXT = 64;
    private static final int WIDTH = 128;
    private static final int LAYERS = 4;
    private static final int HEADS = 4;
    private static final double RATE = 2e-3;
    private static final double LEAST = 1e-4;
    private static final long WARM = 100;
    private static final double DECAY = 0.1;

    @Override
    public String name() {
        return "chargpt";
    }

    @Override
    public String about() {
        return "a small GPT learns to write like the JDK's sources, or like --data a text file";
    }

    @Override
    Sizes sizes() {
        return new Sizes(12, CONTEXT, 5);
    }

    @Override
    Gpt begun(long seed, int letters) {
        return Gpt.of(Ops.foldIn(Ops.key(seed), 1), GptShape.of(letters, CONTEXT, WIDTH, LAYERS, HEADS).unbiased()
                .with(Activation.GELU));
    }

    @Override
    Optimiser optimiser() {
        return Adam.of(Schedule.warmUp(RATE, WARM, Schedule.cosine(RATE, LEAST, sizes().steps() - WARM)))
                .betas(0.9, 0.99).withDecay(DECAY, Selection.rankAtLeast(2)).clippedByNorm(1);
    }
}
