package org.cotangent.schedule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Var;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.schedule.Fused.Access;

/// Steps along leading axes (running sums, loops of known length, what stands between them, and their gradients) for a
/// batch of `width` elements behind them: a tile of the batch goes through all stages while it is in cache.
///
/// Every value is rows of `width` elements. Those that only pass from one stage to another live in scratch, which holds
/// a tile's part of each row.
public record Tiled(long width, List<Stage> stages, List<Scratch> scratch, List<Var> makes, List<Equation> equations)
        implements Step {
    /// A block of scratch: rows of a tile, some of which hold the same numbers for ever.
    public record Scratch(LaneType type, long rows, List<Fill> fills) {
    }

    /// Rows `from` to `to` of scratch that are all one number, by its bits.
    public record Fill(long from, long to, long bits) {
    }

    /// A part of the work on a tile.
    public sealed interface Stage permits Sweep, Fold {
    }

    /// Loops over the same rows, which have the sizes `sizes`, row-major. Where `ordered`, all loops serve the rows of
    /// the first axis in turn, from the last to the first where `reverse`: what one writes the next reads.
    public record Sweep(List<Long> sizes, boolean ordered, boolean reverse, List<Loop> loops) implements Stage {
    }

    /// A lane program over rows.
    public record Loop(LaneCode code, List<Read> inputs, List<Write> results) {
    }

    /// Scratch seen as `[outer, n, inner]` rows from row `row` on, combined over the middle axis to rows of another
    /// from its row `toRow` on.
    public record Fold(ReduceOp op, LaneType type, int from, long row, long outer, long n, long inner, int to,
            long toRow) implements Stage {
    }

    /// Where a loop finds an input.
    public sealed interface Read permits Outside, Inside {
    }

    /// A value from before this step, with strides in elements along the sizes of the rows. With [Access#EACH] its last
    /// `width` elements follow one another.
    public record Outside(Atom root, long offset, List<Long> strides, Access access) implements Read {
    }

    /// Rows of scratch, with strides in rows.
    public record Inside(int scratch, long row, List<Long> strides) implements Read {
    }

    /// Where a loop puts its rows in order: into a value, or into scratch from row `row` on where that is null.
    public record Write(Var made, int scratch, long row) {
    }

    @Override
    public boolean loops() {
        return true;
    }

    @Override
    public Set<Atom> reads() {
        Set<Atom> all = new LinkedHashSet<>();
        for (var s : stages) {
            if (s instanceof Sweep w) {
                for (var l : w.loops()) {
                    for (var r : l.inputs()) {
                        if (r instanceof Outside o) {
                            all.add(o.root());
                        }
                    }
                }
            }
        }
        return all;
    }

    @Override
    public long bytes() {
        long sum = 0;
        for (var a : reads()) {
            sum += a.type().bytes();
        }
        for (var v : makes) {
            sum += v.type().bytes();
        }
        return sum;
    }

    @Override
    public double flops() {
        double sum = 0;
        for (var s : stages) {
            switch (s) {
                case Sweep w -> {
                    for (var l : w.loops()) {
                        sum += (double) l.code().work() * rows(w) * width;
                    }
                }
                case Fold f -> sum += (double) f.outer() * f.n() * f.inner() * width;
            }
        }
        return sum;
    }

    /// Rows that a sweep serves.
    public static long rows(Sweep w) {
        long n = 1;
        for (long s : w.sizes()) {
            n *= s;
        }
        return n;
    }

    /// The stages with the rows that they serve and their lane operations.
    @Override
    public String toString() {
        var text = new StringBuilder("tiles of ").append(width).append(':');
        for (var s : stages) {
            switch (s) {
                case Sweep w -> {
                    text.append(' ').append(w.ordered() ? w.reverse() ? "back through " : "through " : "")
                            .append(w.sizes());
                    for (var l : w.loops()) {
                        text.append(' ').append(l.code().work()).append(" lane operations ")
                                .append(l.inputs().size()).append(" -> ").append(l.results().size());
                    }
                }
                case Fold f -> text.append(' ').append(f.op().name().toLowerCase(Locale.ROOT)).append(" of ")
                        .append(f.n()).append(" rows");
            }
            text.append(';');
        }
        return text.toString();
    }
}
