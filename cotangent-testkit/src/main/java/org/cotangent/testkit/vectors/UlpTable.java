package org.cotangent.testkit.vectors;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.TensorFn;
import org.cotangent.core.Ops;

/// Arguments and results of one function, which the file is named after, as bits, with the largest distance allowed.
final class UlpTable {
    private UlpTable() {
    }

    static FileReport run(Csv csv) {
        var tally = new Tally(csv.name(), "values in ulp", "ulp");
        var name = csv.title().replaceAll("_float(32|64)$", "");
        var f = ScalarFunctions.ALL.get(name);
        if (f == null) {
            tally.skip("`" + name + "` is not an operation yet", csv.rows().size());
            return tally.report();
        }
        var singles = new ArrayList<Integer>();
        var doubles = new ArrayList<Integer>();
        for (int i = 0; i < csv.rows().size(); i++) {
            switch (csv.rows().get(i)[0]) {
                case "float32" -> singles.add(i);
                case "float64" -> doubles.add(i);
                default -> throw csv.bad(i, 0, "float32 or float64", null);
            }
        }
        singles(csv, f, singles, tally);
        doubles(csv, f, doubles, tally);
        return tally.report();
    }

    private static void singles(Csv csv, TensorFn f, List<Integer> rows, Tally tally) {
        var x = new float[rows.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = csv.floatBits(rows.get(i), 1);
        }
        var y = f.apply(Ops.tensor(x)).toFloatArray();
        for (int i = 0; i < x.length; i++) {
            float want = csv.floatBits(rows.get(i), 2);
            count(tally, csv.number(rows.get(i), 3), Ulp.between(want, y[i]), x[i], want, y[i]);
        }
    }

    private static void doubles(Csv csv, TensorFn f, List<Integer> rows, Tally tally) {
        var x = new double[rows.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = csv.bits(rows.get(i), 1);
        }
        var y = f.apply(Ops.tensor(x)).toDoubleArray();
        for (int i = 0; i < x.length; i++) {
            double want = csv.bits(rows.get(i), 2);
            count(tally, csv.number(rows.get(i), 3), Ulp.between(want, y[i]), x[i], want, y[i]);
        }
    }

    private static void count(Tally tally, double most, double ulp, Number x, Number want, Number got) {
        if (ulp <= most) {
            tally.pass("at " + x, ulp);
        } else {
            tally.fail("at " + x, "is " + got + ", wanted " + want + ", " + ulp + " ulp off where " + most
                    + " is allowed");
        }
    }
}
