package org.cotangent.testkit.vectors;

import java.util.List;
import java.util.regex.Pattern;

/// Cases that do not hold for a reason that is known: most often what the file wants is itself off.
final class Deviations {
    /// Kinds and files, cases and what is wrong, as patterns, and the reason.
    private record Known(Pattern file, Pattern name, Pattern detail, String reason) {
        static Known of(String file, String name, String detail, String reason) {
            return new Known(Pattern.compile(file), Pattern.compile(name), Pattern.compile(detail), reason);
        }

        boolean fits(String f, String n, String d) {
            return file.matcher(f).matches() && name.matcher(n).matches() && detail.matcher(d).lookingAt();
        }
    }

    private static final String TINY =
            "the file wants 0 for a value that is not 0 but tiny: it was cancelled where it was made";
    private static final String GAMMA =
            "the other system's polygamma functions are right to about 1e-10 only; "
            + "ours hold the tables of digamma, trigamma and polygamma2";
    private static final String SINGLE = "the other system rounds a constant or a product to float32";
    private static final String IEEE = "IEEE 754 and C say +infinity; the file's source takes a square root";
    private static final String ZEROS =
            "IEEE 754-2019 orders the zeros: maximum(0, -0) is 0 and minimum(0, -0) is -0; "
            + "the file's source keeps one operand";
    private static final String CANCELS =
            "second and third derivatives by the closed forms of the first, whose terms cancel to the last digits here";
    private static final List<Known> ALL = List.of(
            Known.of("scalar derivatives/(erfcx|i0e|i1e|log_ndtr)\\.csv", "x=.*", "d[23]f is ", CANCELS),
            Known.of("scalar derivatives/(log1mexp_neg|log_sigmoid|ndtr|softplus|expm1)\\.csv", "x=.*",
            "f is -?\\S+E-\\d\\d\\d, wanted 0\\.0", TINY),
            Known.of("operator gradients/(digamma|lgamma|(special\\.)?polygamma\\..*|mvlgamma\\..*)\\.json", ".*",
            "(output|vjp|jvp|hvp) .*", GAMMA),
            Known.of("operator gradients/(cov|nn\\.functional\\.hardsigmoid)\\.json", ".*", "(output|vjp|jvp|hvp) .*",
            SINGLE),
            Known.of("operator gradients/nn\\.functional\\.binary_cross_entropy\\.json", ".*", "hvp .*",
                    "the other system adds 1e-12 to the denominator of its gradient"),
            Known.of("stablehlo/top_k\\.json", "top_k_float32_5_chlo", "output 0\\[1\\] is NaN",
                    "StableHLO orders NaN by its sign bit, which the file has lost; here every NaN comes first"),
            Known.of("IEEE special values/float64\\.csv", "power\\(-Infinity, 0\\.5\\)", "is Infinity, wanted NaN",
            IEEE),
            Known.of("IEEE special values/float64\\.csv", "(maximum|minimum|fmax|fmin)\\(-?0\\.0, -?0\\.0\\)",
            "is -?0\\.0, wanted -?0\\.0", ZEROS));

    private Deviations() {
    }

    /// Why the case does not hold, or null where that is not known.
    static String reason(String file, String name, String detail) {
        return ALL.stream().filter(k -> k.fits(file, name, detail)).map(Known::reason).findFirst().orElse(null);
    }
}
