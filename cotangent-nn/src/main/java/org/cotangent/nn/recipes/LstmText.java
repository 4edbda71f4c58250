package org.cotangent.nn.recipes;

import org.cotangent.core.Ops;
import org.cotangent.nn.LstmCell;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimiser;
import org.cotangent.nn.optim.Schedule;
import org.cotangent.nn.text.LstmModel;

/// A recurrent network learns to write, by characters.
final class LstmText extends TextRecipe<java.util.List<LstmCell.Carry>, LstmModel> {
    private static final int CONTEXT = 64;
    private static final int BATCH = 32;
    private static final int IN = 64;
    private static final int WIDTH = 192;
    private static final int LAYERS = 1;
    private static final double RATE = 4e-3;
    private static final double LEAST = 2e-4;
    private static final long WARM = 50;

    @Override
    public String name() {
        return "lstm-text";
    }

    @Override
    public String about() {
        return "a recurrent network learns to write like the JDK's sources, or like --data a text file";
    }

    @Override
    Sizes sizes() {
        return new Sizes(BATCH, CONTEXT, 5);
    }

    @Override
    LstmModel begun(long seed, int letters) {
        return LstmModel.of(Ops.foldIn(Ops.key(seed), 1), letters, IN, WIDTH, LAYERS);
    }

    @Override
    Optimiser optimiser() {
        return Adam.of(Schedule.warmUp(RATE, WARM, Schedule.cosine(RATE, LEAST, sizes().steps() - WARM)))
                .clippedByNorm(1);
    }
}
