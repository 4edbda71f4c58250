package org.cotangent.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.lane.LaneTesting.*;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lane functions against published bit patterns with a bound in ulp for each row.
class LaneVectorsTest {
    private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("arccos", "acos"),
            Map.entry("arccosh", "acosh"), Map.entry("arcsin", "asin"), Map.entry("arcsinh", "asinh"),
            Map.entry("arctan", "atan"), Map.entry("arctanh", "atanh"), Map.entry("exponential", "exp"),
            Map.entry("log_plus_one", "log1p"), Map.entry("power", "pow"), Map.entry("fmod", "rem"),
            Map.entry("rint", "round"), Map.entry("floor_divide", "floordivide"));

    private static String name(String given) {
        return NAMES.getOrDefault(given, given);
    }

    @ParameterizedTest
    @ValueSource(strings = {"arccos", "arccosh", "arcsin", "arcsinh", "arctan", "arctanh", "cbrt", "cos", "cosh", "exp",
        "exp2", "expm1", "log", "log10", "log1p", "log2", "sin", "sinh", "tan", "tanh"})
    void numpyRows(String file) {
        check(name(file), vectors("numpy-umath/" + file + ".csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"acos", "acosh", "asin", "asinh", "atan", "atanh", "exponential", "log", "log_plus_one",
        "sqrt"})
    void stableHloRows(String file) {
        check(name(file), vectors("stablehlo-ulp/" + file + "_float32.csv"));
        check(name(file), vectors("stablehlo-ulp/" + file + "_float64.csv"));
    }

    private static void check(String function, List<String> lines) {
        var f = UNARY.get(function);
        var wide = lines.stream().map(l -> l.split(",")).filter(c -> c[0].equals("float64")).toList();
        var narrow = lines.stream().map(l -> l.split(",")).filter(c -> c[0].equals("float32")).toList();
        var x = wide.stream().mapToDouble(c -> bits(c[1])).toArray();
        var got = f64(f, x);
        var wrong = new ArrayList<String>();
        for (int i = 0; i < x.length; i++) {
            if (distance(got[i], bits(wide.get(i)[2])) > Long.parseLong(wide.get(i)[3])) {
                wrong.add("%s(%s) = %s, want %s".formatted(function, x[i], got[i], bits(wide.get(i)[2])));
            }
        }
        var xf = new float[narrow.size()];
        for (int i = 0; i < xf.length; i++) {
            xf[i] = bits32(narrow.get(i)[1]);
        }
        var gotF = f32(f, xf);
        for (int i = 0; i < xf.length; i++) {
            if (distance(gotF[i], bits32(narrow.get(i)[2])) > Long.parseLong(narrow.get(i)[3])) {
                wrong.add("%s(%sf) = %s, want %s".formatted(function, xf[i], gotF[i], bits32(narrow.get(i)[2])));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static double bits(String hex) {
        return hex.equals("NaN") ? Double.NaN : Double.longBitsToDouble(Long.parseUnsignedLong(hex.substring(2), 16));
    }

    private static float bits32(String hex) {
        return hex.equals("NaN") ? Float.NaN : Float.intBitsToFloat(Integer.parseUnsignedInt(hex.substring(2), 16));
    }

    @ParameterizedTest
    @ValueSource(strings = {"acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "cos", "cosh", "exp", "exp2",
        "expm1", "log", "log10", "log1p", "log2", "sin", "sinh", "sqrt", "tan", "tanh"})
    void specialValues(String function) {
        ieee(function, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"atan2", "hypot", "logaddexp", "power"})
    void specialPairs(String function) {
        ieee(function, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ceil", "floor", "rint", "trunc", "sign", "copysign", "fmod", "remainder", "floor_divide",
        "nextafter"})
    void exactFunctions(String function) {
        ieee(function, 0);
    }

    private static void ieee(String function, long allowed) {
        var wrong = new LinkedHashMap<String, Double>();
        for (var line : vectors("ieee-special/float64.csv")) {
            var c = line.split(",");
            if (!c[0].equals(function)) {
                continue;
            }
            double got = c[2].isEmpty() ? f64(UNARY.get(name(function)), bits(c[1]))[0]
                    : f64(BINARY.get(name(function)), new double[] {bits(c[1])}, new double[] {bits(c[2])})[0];
            double want = bits(c[3]);
            if (function.equals("power") && line.startsWith("power,0xfff0000000000000,0x3fe0000000000000")) {
                // The row takes sqrt(-infinity); IEEE 754, C and Java have pow(-infinity, 1/2) = infinity.
                continue;
            }
            boolean exact = want == 0 || Double.isInfinite(want) || want == Math.rint(want) && Math.abs(want) < 1e6;
            if (distance(got, want) > (exact ? 0 : allowed)) {
                var arguments = c[2].isEmpty() ? "" + bits(c[1]) : bits(c[1]) + ", " + bits(c[2]);
                wrong.put(function + "(" + arguments + ") want " + want, got);
            }
        }
        assertThat(wrong).isEmpty();
    }
}
