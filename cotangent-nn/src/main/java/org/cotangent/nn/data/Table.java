package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cotangent.core.Host;
import org.cotangent.core.Ops;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;

/// A table of numbers with named columns.
///
/// @param names      the columns' names
/// @param categories for columns of texts: the texts, whose places are the numbers in the table
/// @param cells      float64[rows, columns]; NaN where a value is missing
public record Table(List<String> names, Map<String, List<String>> categories, Tensor cells) {
    /// Number of rows.
    public long rows() {
        return cells.shape().size(0);
    }

    /// One column: float64[rows].
    ///
    /// @throws StructureException when there is none of that name
    public Tensor column(String name) {
        return Ops.take(cells, Ops.scalar(place(name)), 1);
    }

    /// Some columns: float64[rows, names].
    public Tensor columns(List<String> wanted) {
        return Ops.take(cells, Host.wrap(wanted.stream().mapToLong(this::place).toArray()), 1);
    }

    /// All columns but one: float64[rows, columns - 1].
    public Tensor without(String name) {
        long at = place(name);
        return Ops.take(cells, Host.wrap(IntStream.range(0, names.size()).filter(i -> i != at).asLongStream()
                .toArray()), 1);
    }

    /// The table without the rows in which a value is missing.
    public Table complete() {
        var all = Host.doubles(cells);
        int width = names.size();
        var whole = IntStream.range(0, Math.toIntExact(rows()))
                .filter(i -> Arrays.stream(all, i * width, (i + 1) * width).noneMatch(Double::isNaN)).asLongStream()
                .toArray();
        return new Table(names, categories, Ops.take(cells, Host.wrap(whole), 0));
    }

    private long place(String name) {
        int at = names.indexOf(name);
        if (at < 0) {
            throw new StructureException("take the column `" + name + "`", "columns " + names,
                    "give one of their names");
        }
        return at;
    }
}
