package org.cotangent.runtime;

import java.util.Arrays;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// A part of a matrix as arrays of double, one for each row, so that loops over them are compiled to vectors.
///
/// Not for use by two threads at once.
final class Rows {
    private double[][] rows = {};
    private double[] wide = {};
    private float[] narrow = {};

    /// The arrays, after reading `count` rows of `width` cells; rows lie `rs` apart and their cells `cs`, of which one
    /// is 1 or -1.
    double[][] read(Cell cell, Storage s, long at, long rs, long cs, int count, int width) {
        room(count, width);
        boolean along = along(rs, cs, width);
        int runs = along ? count : width;
        int length = along ? width : count;
        long step = along ? cs : rs;
        for (int i = 0; i < runs; i++) {
            double[] run = along ? rows[i] : wide;
            take(cell, s, at + i * (along ? rs : cs) - (step < 0 ? length - 1 : 0), length, step < 0, run);
            if (!along) {
                for (int j = 0; j < length; j++) {
                    rows[j][i] = run[j];
                }
            }
        }
        return rows;
    }

    /// Writes what [#read] gave back to its place.
    void write(Cell cell, Storage s, long at, long rs, long cs, int count, int width) {
        boolean along = along(rs, cs, width);
        int runs = along ? count : width;
        int length = along ? width : count;
        long step = along ? cs : rs;
        for (int i = 0; i < runs; i++) {
            double[] run = along ? rows[i] : wide;
            if (!along) {
                for (int j = 0; j < length; j++) {
                    run[j] = rows[j][i];
                }
            }
            put(cell, s, at + i * (along ? rs : cs) - (step < 0 ? length - 1 : 0), length, step < 0, run);
        }
    }

    /// Whether the cells of a row lie side by side; of a single column those of the column do.
    private static boolean along(long rs, long cs, int width) {
        return Math.abs(cs) == 1 && (width > 1 || Math.abs(rs) != 1);
    }

    private void room(int count, int width) {
        if (rows.length < count || rows.length > 0 && rows[0].length < width) {
            rows = new double[Math.max(count, rows.length)][Math.max(width, rows.length == 0 ? 0 : rows[0].length)];
        }
        int length = Math.max(count, width);
        if (wide.length < length) {
            wide = new double[length];
            narrow = new float[length];
        }
    }

    private void take(Cell cell, Storage s, long at, int length, boolean backwards, double[] run) {
        if (cell == Cell.F64) {
            s.copyToArray(at, run, 0, length);
        } else {
            s.copyToArray(at, narrow, 0, length);
            for (int j = 0; j < length; j++) {
                run[j] = narrow[j];
            }
        }
        if (backwards) {
            turn(run, length);
        }
    }

    private void put(Cell cell, Storage s, long at, int length, boolean backwards, double[] run) {
        double[] from = run;
        if (backwards) {
            from = Arrays.copyOf(run, length);
            turn(from, length);
        }
        if (cell == Cell.F64) {
            s.copyFromArray(at, from, 0, length);
        } else {
            for (int j = 0; j < length; j++) {
                narrow[j] = (float) from[j];
            }
            s.copyFromArray(at, narrow, 0, length);
        }
    }

    private static void turn(double[] run, int length) {
        for (int i = 0, j = length - 1; i < j; i++, j--) {
            double t = run[i];
            run[i] = run[j];
            run[j] = t;
        }
    }
}
