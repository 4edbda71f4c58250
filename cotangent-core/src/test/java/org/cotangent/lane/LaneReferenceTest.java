package org.cotangent.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.lane.LaneTesting.*;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lane functions in F64 against published decimal values.
class LaneReferenceTest {
    private static final Map<String, String> NAMES = Map.of("sigmoid", "logistic", "sinc_pi", "sinc", "log1mexp_neg",
            "log1mexp");
    private static final Map<String, DoubleUnaryOperator> SCALAR = Map.of("polygamma2", x -> Special.polygamma(2, x),
            "trigamma", Special::trigamma, "zeta_s", s -> Special.zeta(s, 1));

    private static DoubleUnaryOperator function(String given) {
        var f = UNARY.get(NAMES.getOrDefault(given, given));
        return f == null ? SCALAR.get(given) : x -> f64(f, x)[0];
    }

    private static void check(List<String> wrong, String name, DoubleUnaryOperator f, String x, String want,
            double rtol, double atol) {
        double got = f.applyAsDouble(Double.parseDouble(x));
        var exact = new BigDecimal(want);
        if (!Double.isFinite(exact.doubleValue())) {
            return;
        }
        if (!Double.isFinite(got)) {
            wrong.add(name + "(" + x + ") = " + got + ", want " + want);
            return;
        }
        double error = new BigDecimal(got).subtract(exact).abs().doubleValue();
        if (error > rtol * Math.abs(exact.doubleValue()) + atol + Double.MIN_VALUE) {
            wrong.add(name + "(" + x + ") = " + got + ", want " + want);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "cos", "cosh", "digamma", "erf",
        "erfc", "erfcx", "erfinv", "exp", "exp2", "expm1", "lgamma", "log", "log10", "log1mexp_neg", "log1p", "log2",
        "polygamma2", "rsqrt", "sigmoid", "sin", "sinc_pi", "sinh", "softplus", "sqrt", "tan", "tanh", "trigamma",
        "zeta_s"})
    void scalarValues(String name) {
        var wrong = new ArrayList<String>();
        for (var line : vectors("scalar-derivatives/" + name + ".csv")) {
            var c = line.split(",");
            if (c[1].equals("0.0") && List.of("log1mexp_neg", "expm1", "softplus").contains(name)) {
                continue; // These tiny values were lost to the working precision of the reference.
            }
            check(wrong, name, function(name), c[0], c[1], 1e-13, 0);
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"polygamma2", "trigamma", "digamma", "lgamma"})
    void derivativesOfTheGammaFamily(String name) {
        int order = List.of("lgamma", "digamma", "trigamma", "polygamma2").indexOf(name) - 1;
        var wrong = new ArrayList<String>();
        for (var line : vectors("scalar-derivatives/" + name + ".csv")) {
            var c = line.split(",");
            for (int d = 1; d <= 3; d++) {
                int n = order + d;
                check(wrong, "polygamma " + n, x -> Special.polygamma(n, x), c[0], c[1 + d], 1e-12, 0);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"acosh:1:acosh", "asinh:1:asinh", "atanh:1:atanh", "digamma:1:digamma", "erf:1:erf",
        "erf:2:erfc", "erfinv:1:erfinv", "gamma:2:lgamma", "log1p_expm1:1:log1p", "log1p_expm1:2:expm1"})
    void tablesOfSpecialFunctions(String which) {
        var w = which.split(":");
        var wrong = new ArrayList<String>();
        double atol = w[2].equals("lgamma") || w[2].equals("digamma") ? 1e-15 : 0;
        for (var line : vectors("boost-special/" + w[0] + ".csv")) {
            var c = line.split(",");
            check(wrong, w[2], function(w[2]), c[0], c[Integer.parseInt(w[1])], 1e-13, atol);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void zeta() {
        var wrong = new ArrayList<String>();
        for (var line : vectors("boost-special/zeta.csv")) {
            var c = line.split(",");
            if (Double.parseDouble(c[0]) > 1) {
                check(wrong, "zeta", s -> Special.zeta(s, 1), c[0], c[1], 1e-13, 0);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void powers() {
        var wrong = new ArrayList<String>();
        for (var line : vectors("boost-special/powm1.csv")) {
            var c = line.split(",");
            double y = Double.parseDouble(c[1]);
            var want = new BigDecimal(c[2]).add(BigDecimal.ONE, new MathContext(60)).toString();
            if (new BigDecimal(c[2]).compareTo(new BigDecimal("-0.999")) > 0) {
                DoubleUnaryOperator f = x -> f64(LaneMath::pow, new double[] {x}, new double[] {y})[0];
                check(wrong, "pow(., " + y + ")", f, c[0], want, 1e-15, 0);
            }
        }
        assertThat(wrong).isEmpty();
    }
}
