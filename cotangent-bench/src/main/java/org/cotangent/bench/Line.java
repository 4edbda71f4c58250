package org.cotangent.bench;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// A line of JSON of one program on one workload: flat, but for the numbers of `check`.
///
/// @param text the line
record Line(String text) {
    private static final String NUMBER = "-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?";

    OptionalDouble number(String member) {
        var m = Pattern.compile("\"" + member + "\":\\s*(" + NUMBER + ")").matcher(text);
        return m.find() ? OptionalDouble.of(Double.parseDouble(m.group(1))) : OptionalDouble.empty();
    }

    Optional<String> word(String member) {
        var m = Pattern.compile("\"" + member + "\":\\s*\"([^\"]*)\"").matcher(text);
        return m.find() ? Optional.of(m.group(1)) : Optional.empty();
    }

    boolean isNoisy() {
        return text.contains("\"noisy\":true");
    }

    /// The numbers to compare; none where there are none or one of them is not finite.
    double[] check() {
        var m = Pattern.compile("\"check\":\\s*\\[([^]]*)]").matcher(text);
        if (!m.find() || !m.group(1).strip().matches(NUMBER + "(\\s*,\\s*" + NUMBER + ")*")) {
            return new double[0];
        }
        return Arrays.stream(m.group(1).split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    /// The largest difference of a number to compare, relative to that of the other; NaN where they are not alike.
    double differs(Line other) {
        var a = check();
        var b = other.check();
        if (a.length == 0 || a.length != b.length) {
            return Double.NaN;
        }
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs(a[i] - b[i]) / Math.max(Math.abs(b[i]), 1e-30));
        }
        return worst;
    }
}
