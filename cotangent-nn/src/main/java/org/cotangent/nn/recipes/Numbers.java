package org.cotangent.nn.recipes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.nn.data.Csv;
import org.cotangent.nn.data.Examples;
import org.cotangent.nn.data.Indexed;
import org.cotangent.nn.data.Table;
import org.cotangent.nn.train.Metrics;

/// Rows of numbers and the number that is to be told from each, split by a seed into four fifths to learn from and one
/// fifth held out; inputs and target are standardised by what is learnt from.
///
/// @param name  what they are
/// @param learn to learn from
/// @param test  held out
/// @param unit  the standard deviation of the target, by which errors are scaled back
record Numbers(String name, Row learn, Row test, double unit) {
    private static final long FRIEDMAN = 2_000;
    private static final int INPUTS = 10;
    private static final int LEAST = 10;

    /// Rows: `x` float64[n, inputs], `y` float64[n].
    record Row(Tensor x, Tensor y) {
    }

    /// The first function of Friedman 1991 (Multivariate adaptive regression splines, equation 61): ten uniform
    /// inputs, of which five count, and noise of deviation 1.
    static Numbers friedman(long seed) {
        var keys = Ops.unstack(Ops.split(Ops.foldIn(Ops.key(seed), 2), 2), 0);
        var x = Ops.uniform(keys.get(0), FRIEDMAN, INPUTS).to(DType.FLOAT64);
        var c = Ops.unstack(Ops.slice(x, 1, 0, 5), 1);
        var y = Ops.sin(c.get(0).mul(c.get(1)).mul(Math.PI)).mul(10).add(Ops.square(c.get(2).sub(0.5)).mul(20))
                .add(c.get(3).mul(10)).add(c.get(4).mul(5)).add(Ops.normal(keys.get(1), FRIEDMAN).to(DType.FLOAT64));
        return of("Friedman's first function, " + FRIEDMAN + " rows", new Row(x, y), seed);
    }

    /// A table whose last column is the target; rows with missing values are left out, categories are numbers.
    static Numbers in(Path file, long seed) throws IOException {
        var table = Csv.read(file);
        var whole = table.complete();
        int width = table.names().size();
        if (width < 2 || whole.rows() < LEAST) {
            throw new FormatException("learn from " + file, whole.rows() + " whole rows of " + width + " columns",
                    null, "give at least " + LEAST + " rows without missing values, and two columns", null);
        }
        demandFinite(file, whole);
        return of(table.names().getLast().strip() + " from " + (width - 1) + " columns, " + whole.rows() + " rows"
                + (whole.rows() < table.rows() ? " (" + (table.rows() - whole.rows()) + " with gaps left out)" : ""),
                new Row(Ops.slice(whole.cells(), 1, 0, width - 1), Ops.select(whole.cells(), 1, width - 1)), seed);
    }

    /// Infinite numbers would spoil every mean; where they are held out, only the metrics.
    private static void demandFinite(Path file, Table table) {
        var all = table.cells().toDoubleArray();
        int width = table.names().size();
        for (int i = 0; i < all.length; i++) {
            if (Double.isInfinite(all[i])) {
                throw new FormatException("learn from " + file, all[i] + " in column " + table.names().get(i % width)
                        .strip() + " of whole row " + (i / width + 1), null,
                        "give finite numbers, or leave the cell empty: rows with gaps are left out", null);
            }
        }
    }

    private static Numbers of(String name, Row all, long seed) {
        var parts = Examples.rows(all).split(seed, 0.8, 0.2);
        var learn = whole(parts.get(0));
        var test = whole(parts.get(1));
        var shift = Ops.mean(learn.x(), 0);
        var scale = deviation(learn.x());
        var middle = Ops.mean(learn.y());
        var unit = deviation(learn.y().reshape(-1, 1)).reshape();
        return new Numbers(name, standard(learn, shift, scale, middle, unit), standard(test, shift, scale, middle,
                unit), unit.item());
    }

    /// All rows of a part.
    static Row whole(Indexed<Row> part) {
        return part.gather(LongStream.range(0, part.count()).toArray());
    }

    /// The standard deviation of each column; 1 for one that never changes.
    private static Tensor deviation(Tensor x) {
        var s = Ops.sqrt(Ops.mean(Ops.square(x.sub(Ops.mean(x, 0))), 0));
        return Ops.where(s.gt(0), s, Ops.onesLike(s));
    }

    private static Row standard(Row r, Tensor shift, Tensor scale, Tensor middle, Tensor unit) {
        return new Row(r.x().sub(shift).div(scale), r.y().sub(middle).div(unit));
    }

    /// Ridge regression in closed form: `(X'X + l I) w = X'y` by Cholesky, the constant being 0 after standardising;
    /// `l` is the best of seven powers of ten on a fifth of the rows that are learnt from.
    double ridge() {
        double best = Double.POSITIVE_INFINITY;
        double chosen = 1;
        var folds = Examples.rows(learn).split(1, 0.8, 0.2);
        for (int power = -3; power <= 3; power++) {
            double l = Math.pow(10, power);
            double error = error(whole(folds.get(0)), whole(folds.get(1)), l);
            chosen = error < best ? l : chosen;
            best = Math.min(best, error);
        }
        return unit * error(learn, test, chosen);
    }

    private static double error(Row learn, Row test, double l) {
        var x = learn.x();
        var w = Ops.solvePositiveDefinite(x.transpose().matmul(x).add(Ops.eye(x.size(1), DType.FLOAT64).mul(l)),
                x.transpose().matmul(learn.y().reshape(-1, 1)));
        return Metrics.rmse(test.x().matmul(w).reshape(-1), test.y());
    }
}
