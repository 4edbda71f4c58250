package org.cotangent.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.TensorType;
import org.cotangent.op.Binary;
import org.cotangent.op.Elementwise;
import org.cotangent.op.OpPrograms;

/// Samples of all elementwise rows, by their domains: new rows are covered as they come.
final class RowSamples {
    private RowSamples() {
    }

    static List<Sample> samples() {
        var out = new ArrayList<Sample>();
        OpPrograms.rows().forEach(row -> {
            for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32, DType.INT32, DType.INT64, DType.BOOL)) {
                if (row.domain().takes(dtype)) {
                    out.add(sample(row, dtype, 5));
                    out.add(sample(row, dtype, 0));
                }
            }
            if (row.arity() == 2 && row != Binary.NEXTAFTER && row.domain().takes(DType.FLOAT64)) {
                out.add(Sample.of(row, Numbers.random(TensorType.of(DType.FLOAT64, 4), new SplittableRandom(3), 1.1,
                        2.9), Ops.scalar(1.7)));
            }
        });
        return out;
    }

    private static Sample sample(Elementwise row, DType dtype, long n) {
        var random = new SplittableRandom(row.label().hashCode());
        double low = low(row, dtype);
        double high = high(row, dtype);
        var x = Numbers.random(TensorType.of(dtype, n), random, low, high);
        if (row.arity() == 1) {
            return Sample.of(row, x);
        }
        boolean divides = row == Binary.DIV || row == Binary.REM || row == Binary.REMAINDER;
        var y = Numbers.random(TensorType.of(dtype, n), random, divides ? 1.3 : low, high + 0.5);
        return new Sample(row, List.of(x.concrete(), y.concrete()), row != Binary.NEXTAFTER);
    }

    /// Away from poles, kinks and the ends of the domain.
    private static double low(Elementwise row, DType dtype) {
        return switch (row.label()) {
            case "acosh" -> 1.2;
            case "log1mexp" -> -2.5;
            case "atanh", "asin", "acos", "erf_inv" -> -0.8;
            default -> dtype == DType.BOOL ? 0 : dtype.isInt() ? 0.6 : 0.2;
        };
    }

    private static double high(Elementwise row, DType dtype) {
        return switch (row.label()) {
            case "log1mexp" -> -0.3;
            case "atanh", "asin", "acos", "erf_inv" -> 0.8;
            default -> dtype == DType.BOOL ? 1 : dtype.isInt() ? 9 : 2.8;
        };
    }
}
