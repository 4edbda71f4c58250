package org.cotangent.testkit.vectors;

import static java.util.Map.entry;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.TensorFn2;
import org.cotangent.core.Tensor;

/// Functions on signed zeros, infinities, NaN, denormal numbers and halves: exact where the result is, else within 2
/// ulp.
final class IeeeSpecial {
    private static final Map<String, TensorFn2> BINARY = Map.ofEntries(
            entry("add", (a, b) -> add(a, b)), entry("subtract", (a, b) -> sub(a, b)),
            entry("multiply", (a, b) -> mul(a, b)),
            entry("divide", (a, b) -> div(a, b)), entry("fmod", (a, b) -> fmod(a, b)),
            entry("remainder", (a, b) -> remainder(a, b)),
            entry("floor_divide", (a, b) -> floorDiv(a, b)), entry("power", (a, b) -> pow(a, b)),
            entry("atan2", (a, b) -> atan2(a, b)),
            entry("hypot", (a, b) -> hypot(a, b)), entry("logaddexp", (a, b) -> logaddexp(a, b)),
            entry("copysign", (a, b) -> copysign(a, b)), entry("nextafter", (a, b) -> nextafter(a, b)),
            entry("maximum", (a, b) -> max(a, b)), entry("minimum", (a, b) -> min(a, b)),
            entry("fmax", (a, b) -> fmax(a, b)), entry("fmin", (a, b) -> fmin(a, b)),
            entry("equal", (a, b) -> eq(a, b)), entry("not_equal", (a, b) -> ne(a, b)),
            entry("less", (a, b) -> lt(a, b)),
            entry("less_equal", (a, b) -> le(a, b)), entry("greater", (a, b) -> gt(a, b)),
            entry("greater_equal", (a, b) -> ge(a, b)),
            entry("isfinite", (a, b) -> isFinite(a)), entry("isnan", (a, b) -> ne(a, a)),
            entry("isinf", (a, b) -> eq(abs(a), scalar(Double.POSITIVE_INFINITY))),
            entry("signbit", (a, b) -> lt(copysign(onesLike(a), a), scalar(0))));
    private static final Set<String> ROUNDED = Set.of("acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "cos",
            "cosh", "exp", "exp2",
            "expm1", "log", "log10", "log1p", "log2", "sin", "sinh", "tan", "tanh", "power", "atan2", "hypot",
            "logaddexp");

    private IeeeSpecial() {
    }

    /// The larger one that is a number.
    private static Tensor fmax(Tensor a, Tensor b) {
        return where(ne(a, a), b, where(ne(b, b), a, max(a, b)));
    }

    /// The smaller one that is a number.
    private static Tensor fmin(Tensor a, Tensor b) {
        return where(ne(a, a), b, where(ne(b, b), a, min(a, b)));
    }

    static FileReport run(Csv csv) {
        var tally = new Tally(csv.name(), "IEEE special values", "ulp");
        var rows = new LinkedHashMap<String, List<Integer>>();
        for (int i = 0; i < csv.rows().size(); i++) {
            rows.computeIfAbsent(csv.rows().get(i)[0], k -> new ArrayList<>()).add(i);
        }
        rows.forEach((name, mine) -> function(csv, name, mine, tally));
        return tally.report();
    }

    private static void function(Csv csv, String name, List<Integer> rows, Tally tally) {
        var one = ScalarFunctions.ALL.get(name);
        var two = one == null ? BINARY.get(name) : (TensorFn2) (a, b) -> one.apply(a);
        if (two == null) {
            tally.skip("`" + name + "` is not an operation yet", rows.size());
            return;
        }
        var a = rows.stream().mapToDouble(i -> csv.bits(i, 1)).toArray();
        var b = rows.stream().mapToDouble(i -> csv.rows().get(i)[2].isEmpty() ? 0 : csv.bits(i, 2)).toArray();
        var y = two.apply(tensor(a), tensor(b)).toDoubleArray();
        for (int i = 0; i < y.length; i++) {
            double want = truth(csv, rows.get(i));
            double ulp = Ulp.between(want, y[i]);
            boolean exact = !ROUNDED.contains(name) || want == 0;
            boolean holds = exact ? Double.compare(want, y[i]) == 0 : ulp <= 2;
            if (holds) {
                tally.pass(name + "(" + a[i] + ", " + b[i] + ")", ulp);
            } else {
                tally.fail(name + "(" + a[i] + ", " + b[i] + ")", "is " + y[i] + ", wanted " + want);
            }
        }
    }

    private static double truth(Csv csv, int row) {
        return switch (csv.rows().get(row)[3]) {
            case "true", "True" -> 1;
            case "false", "False" -> 0;
            default -> csv.bits(row, 3);
        };
    }
}
