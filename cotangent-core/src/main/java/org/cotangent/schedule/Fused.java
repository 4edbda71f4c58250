package org.cotangent.schedule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;

/// A loop over blocks of one domain: each block goes through all stages while it is in cache.
///
/// The domain has the sizes `sizes`, row-major, the last of them being the length of a row; where `rows`, stages work
/// on whole rows. Values that only pass from one stage to another live in blocks of scratch.
public record Fused(List<Long> sizes, boolean rows, List<Stage> stages, List<Scratch> scratch, List<Var> makes,
        List<Fill> fills, List<Equation> equations) implements Step {
    /// A block of scratch: of elements of the domain, or of one a row.
    public record Scratch(LaneType type, boolean perRow) {
    }

    /// A part of the work on a block.
    public sealed interface Stage permits Loop, RowFold, ColumnFold, TotalFold, RowProduct,
            ColumnProduct {
    }

    /// A lane program over the elements of a block, or over its rows (`perRow`).
    public record Loop(LaneCode code, List<Read> inputs, List<Write> results, boolean perRow) implements Stage {
    }

    /// Each row of a scratch block combined to one cell of a scratch of rows, and of `made` where it is not null.
    public record RowFold(ReduceOp op, LaneType type, int from, int to, Var made) implements Stage {
    }

    /// Each column of a scratch block combined, over all blocks, to the value `made`.
    public record ColumnFold(ReduceOp op, LaneType type, int from, Var made) implements Stage {
    }

    /// All elements of a scratch block combined, over all blocks, to the value `made`.
    public record TotalFold(ReduceOp op, LaneType type, int from, Var made) implements Stage {
    }

    /// For each element of the domain the product of its row of `matrix` with `vector`, to scratch, and to `made` where
    /// that is not null.
    public record RowProduct(Atom matrix, Atom vector, LaneType type, int to, Var made) implements Stage {
        /// Cells of a row.
        public long width() {
            return vector.type().shape().count();
        }
    }

    /// The rows of `matrix`, each times its element of a scratch block, added over all blocks to the value `made`.
    public record ColumnProduct(Atom matrix, LaneType type, int from, Var made) implements Stage {
        /// Cells of a row.
        public long width() {
            return made.type().shape().count();
        }
    }

    /// Where a loop finds an input.
    public sealed interface Read permits Outside, FromScratch, FromMade {
    }

    /// How a loop reads: an element each, one a row, or one for all.
    public enum Access { EACH, ROW, ONE }

    /// A value from before this step, with its strides along the sizes of the domain (along the rows for loops over
    /// rows).
    public record Outside(Atom root, long offset, List<Long> strides, Access access) implements Read {
    }

    /// A scratch block that an earlier stage wrote.
    public record FromScratch(int index, Access access) implements Read {
    }

    /// A value that an earlier stage of this step wrote.
    public record FromMade(Var made) implements Read {
    }

    /// Where a loop puts a result: into a value, or into scratch where that is null.
    ///
    /// Where `strides` (along the sizes of the domain) are not empty, it is a part of a larger value, which begins at
    /// `offset`.
    public record Write(Var made, int scratch, long offset, List<Long> strides) {
    }

    /// Cells of a value that lie around a part and are all one number.
    public record Fill(Var made, long from, long count, Literal value) {
    }

    /// Elements of the domain.
    public long count() {
        long n = 1;
        for (long s : sizes) {
            n *= s;
        }
        return n;
    }

    @Override
    public boolean loops() {
        return true;
    }

    @Override
    public Set<Atom> reads() {
        Set<Atom> all = new LinkedHashSet<>();
        for (var s : stages) {
            switch (s) {
                case Loop l -> l.inputs().forEach(r -> {
                    if (r instanceof Outside o) {
                        all.add(o.root());
                    }
                });
                case RowProduct p -> all.addAll(List.of(p.matrix(), p.vector()));
                case ColumnProduct p -> all.add(p.matrix());
                case RowFold _, ColumnFold _, TotalFold _ -> { }
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
        double n = count();
        for (var s : stages) {
            sum += switch (s) {
                case Loop l -> l.code().work() * (l.perRow() ? n / sizes.getLast() : n);
                case RowProduct p -> 2 * n * p.width();
                case ColumnProduct p -> 2 * n * p.width();
                case RowFold _, ColumnFold _, TotalFold _ -> n;
            };
        }
        return sum;
    }

    /// Loops, and lane operations of the largest.
    @Override
    public String toString() {
        var text = new StringBuilder(rows ? "rows " : "loop ").append(sizes).append(':');
        for (var s : stages) {
            text.append(' ').append(switch (s) {
                case Loop l -> (l.perRow() ? "each row " : "") + l.code().work() + " lane operations "
                        + l.inputs().size() + " -> " + l.results().size() + ";";
                case RowFold f -> f.op().name().toLowerCase() + " of rows;";
                case ColumnFold f -> f.op().name().toLowerCase() + " of columns;";
                case TotalFold f -> f.op().name().toLowerCase() + ";";
                case RowProduct p -> "rows of " + p.matrix().type() + " times a vector;";
                case ColumnProduct p -> "sum of rows of " + p.matrix().type() + " times elements;";
            });
        }
        return text.toString();
    }

    /// The types of what it makes.
    public List<TensorType> types() {
        return makes.stream().map(Var::type).toList();
    }
}
