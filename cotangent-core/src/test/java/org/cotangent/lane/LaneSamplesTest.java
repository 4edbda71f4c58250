package org.cotangent.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.lane.LaneTesting.*;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Lane functions in both formats against our own table of values with 36 digits (`src/test/coefficients/samples.py`).
class LaneSamplesTest {
    /// Bounds in ulp above 1, F64: scalar sums of several terms, or cancellation by nature.
    private static final Map<String, Double> WIDER = Map.of("lgamma", 3.0, "digamma", 3.0, "erfcx", 1.6, "erf", 1.25);
    private static final Map<String, List<String[]>> ROWS = rows();

    private static Map<String, List<String[]>> rows() {
        var in = LaneSamplesTest.class.getResourceAsStream("samples.csv");
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            var m = new TreeMap<String, List<String[]>>();
            reader.lines().skip(1).map(l -> l.split(",")).forEach(c ->
                    m.computeIfAbsent(c[0], _ -> new java.util.ArrayList<>()).add(c));
            return m;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> functions() {
        return ROWS.keySet();
    }

    static Stream<String> names() {
        return functions().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void doubles(String name) {
        for (var c : ROWS.get(name)) {
            double x = Double.parseDouble(c[1]);
            double got = c[2].isEmpty() ? f64(UNARY.get(name), x)[0]
                    : f64(BINARY.get(name), new double[] {x}, new double[] {Double.parseDouble(c[2])})[0];
            assertThat(ulps(got, new BigDecimal(c[3]), true)).as("%s(%s,%s) = %s", name, c[1], c[2], got)
                    .isLessThanOrEqualTo(WIDER.getOrDefault(name, 1.0));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void floats(String name) {
        int checked = 0;
        for (var c : ROWS.get(name)) {
            double x = Double.parseDouble(c[1]);
            double y = c[2].isEmpty() ? 0 : Double.parseDouble(c[2]);
            var want = new BigDecimal(c[3]);
            if (x != (float) x || y != (float) y || Float.isInfinite(want.floatValue())) {
                continue;
            }
            float got = c[2].isEmpty() ? f32(UNARY.get(name), (float) x)[0]
                    : f32(BINARY.get(name), new float[] {(float) x}, new float[] {(float) y})[0];
            assertThat(ulps(got, want, false)).as("%s(%s,%s) = %s", name, c[1], c[2], got)
                    .isLessThanOrEqualTo(WIDER.getOrDefault(name, 1.0));
            checked++;
        }
        assertThat(checked).isGreaterThan(5);
    }
}
