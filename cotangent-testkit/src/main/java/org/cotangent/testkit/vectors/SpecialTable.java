package org.cotangent.testkit.vectors;

import static java.util.Map.entry;
import static org.cotangent.core.Ops.*;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.TensorFn2;

/// Tables of special functions to many digits: columns of arguments, then a column for each function.
final class SpecialTable {
    private static final Set<String> ARGUMENTS = Set.of("x", "y", "v", "a", "b", "n", "s");
    private static final Set<String> KNOWN = Set.of("acosh", "asinh", "atanh", "I", "J", "K", "beta", "digamma", "erf",
            "erfc", "erfcinv",
            "erfinv", "Ei", "En", "tgamma", "lgamma", "beta_lower", "beta_upper", "Ic", "dI_dx", "upper_gamma", "Q",
            "lower_gamma", "P",
            "log1p", "expm1", "pow_minus_1", "sinc", "sin_pi_x", "cos_pi_x", "zeta");
    private static final Map<String, TensorFn2> OURS = Map.ofEntries(
            entry("acosh", (x, y) -> acosh(x)), entry("asinh", (x, y) -> asinh(x)), entry("atanh", (x, y) -> atanh(x)),
            entry("digamma", (x, y) -> digamma(x)), entry("erf", (x, y) -> erf(x)), entry("erfc", (x, y) -> erfc(x)),
            entry("erfinv", (x, y) -> erfInv(x)), entry("lgamma", (x, y) -> lgamma(x)),
            entry("tgamma", (x, y) -> tgamma(x)),
            entry("log1p", (x, y) -> log1p(x)), entry("expm1", (x, y) -> expm1(x)),
            entry("P", (a, x) -> igamma(a, x)), entry("Q", (a, x) -> igammac(a, x)),
            entry("sinc", (x, y) -> where(eq(x, scalar(0)), onesLike(x),
            div(sin(x), where(eq(x, scalar(0)), onesLike(x), x)))),
            entry("beta", (a, b) -> exp(lgamma(a).add(lgamma(b)).sub(lgamma(a.add(b))))));
    private static final Map<String, String> LEFT_OUT = Map.of(
            "beta", "`beta` is not an operation yet; through lgamma it loses digits",
            "pow_minus_1", "`pow_minus_1` is not an operation; expm1(y log x) keeps the digits only where it is small",
            "sin_pi_x", "`sin_pi_x` is not an operation yet; sin(pi x) rounds pi x first",
            "cos_pi_x", "`cos_pi_x` is not an operation yet; cos(pi x) rounds pi x first");

    private SpecialTable() {
    }

    static boolean reads(List<String> header) {
        long arguments = header.stream().takeWhile(ARGUMENTS::contains).count();
        return arguments > 0 && arguments < header.size() && KNOWN.contains(header.get((int) arguments));
    }

    static FileReport run(Csv csv) {
        var tally = new Tally(csv.name(), "special functions", "relative");
        int arguments = (int) csv.header().stream().takeWhile(ARGUMENTS::contains).count();
        for (int c = arguments; c < csv.header().size(); c++) {
            var name = csv.header().get(c);
            var f = OURS.get(name);
            if (f == null || LEFT_OUT.containsKey(name)) {
                tally.skip(LEFT_OUT.getOrDefault(name, "`" + name + "` (" + csv.title() + ") is not an operation yet"),
                        csv.rows().size());
            } else {
                column(csv, c, f, arguments, tally);
            }
        }
        return tally.report();
    }

    private static void column(Csv csv, int c, TensorFn2 f, int arguments, Tally tally) {
        var x = Json.tensor(csv.numbers(0), csv.rows().size());
        var y = arguments > 1 ? Json.tensor(csv.numbers(1), csv.rows().size()) : x;
        var got = f.apply(x, y).toDoubleArray();
        var slope = org.cotangent.Transforms.grad((org.cotangent.TensorFn) in -> sum(f.apply(in, y))).apply(x)
                .toDoubleArray();
        for (int i = 0; i < got.length; i++) {
            double at = csv.number(i, 0);
            double half = Double.isFinite(slope[i]) ? Math.abs(slope[i]) * Math.ulp(at) / 2 : 0;
            var near = new Closeness(1e-13, Double.MIN_NORMAL + half).number(csv.header().get(c), csv.number(i, c),
                    got[i]);
            tally.count(csv.header().get(c) + " at " + csv.rows().get(i)[0], near);
        }
    }
}
