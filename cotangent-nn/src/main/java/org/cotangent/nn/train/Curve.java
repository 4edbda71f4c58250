package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.List;

/// The loss over the steps as means of blocks of equal length; the blocks are doubled where there are too many.
///
/// @param block  steps in each block
/// @param means  the mean loss of each full block
/// @param filled steps in the block that is not full
/// @param rest    the sum of their losses
public record Curve(long block, List<Double> means, long filled, double rest) {
    private static final int MOST = 1000;

    /// No step yet.
    public static final Curve EMPTY = new Curve(1, List.of(), 0, 0);

    /// With one more step.
    Curve with(double loss) {
        if (filled + 1 < block) {
            return new Curve(block, means, filled + 1, rest + loss);
        }
        var more = new ArrayList<>(means);
        more.add((rest + loss) / block);
        return more.size() < MOST ? new Curve(block, more, 0, 0) : new Curve(2 * block, halved(more), 0, 0);
    }

    private static List<Double> halved(List<Double> means) {
        var out = new ArrayList<Double>();
        for (int i = 0; i + 1 < means.size(); i += 2) {
            out.add((means.get(i) + means.get(i + 1)) / 2);
        }
        return out;
    }
}
