package org.cotangent.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.grad;
import static org.cotangent.core.Ops.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.TensorFn;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;

/// Values against 25 digits from mpmath (special.csv), derivatives against differences, and the ends of the domains.
class SpecialFunctionsTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static final Map<String, TensorFn> FUNCTIONS = functions();

    private static Map<String, TensorFn> functions() {
        var all = new LinkedHashMap<String, TensorFn>();
        all.put("erfcx", x -> erfcx(x));
        all.put("log_ndtr", x -> logNdtr(x));
        all.put("tgamma", x -> tgamma(x));
        all.put("bessel_j0", x -> besselJ0(x));
        all.put("bessel_j1", x -> besselJ1(x));
        all.put("bessel_y0", x -> besselY0(x));
        all.put("bessel_y1", x -> besselY1(x));
        all.put("bessel_i0", x -> besselI0(x));
        all.put("bessel_i1", x -> besselI1(x));
        all.put("bessel_i0e", x -> besselI0e(x));
        all.put("bessel_i1e", x -> besselI1e(x));
        return all;
    }

    private static double at(String f, double x) {
        return FUNCTIONS.get(f).apply(tensor(x)).toDoubleArray()[0];
    }

    private static List<String[]> table() throws IOException {
        try (var in = SpecialFunctionsTest.class.getResourceAsStream("special.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).map(l -> l.split(","))
                    .toList();
        }
    }

    /// Ulp of double; the waves are measured against their amplitude, where they cross zero.
    private static double error(String f, double x, double want, double got, double unit) {
        boolean wave = f.startsWith("bessel_j") || f.startsWith("bessel_y");
        double amplitude = wave && x != 0 ? Math.min(1, Math.sqrt(2 / Math.PI / Math.abs(x))) : 0;
        return Math.abs(got - want) / (Math.max(Math.abs(want), amplitude) * unit);
    }

    @Test
    void valuesHoldTheirUlp() throws IOException {
        for (var row : table()) {
            double x = Double.parseDouble(row[1]);
            double want = Double.parseDouble(row[2]);
            double got = at(row[0], x);
            if (want == 0 || Math.abs(want) < Double.MIN_NORMAL) {
                assertThat(got).as(String.join(" ", row)).isEqualTo(want);
            } else {
                assertThat(error(row[0], x, want, got, 0x1p-52)).as(String.join(" ", row) + ": " + got)
                        .isLessThan(row[0].startsWith("bessel") ? 10 : 4);
            }
            float narrow = FUNCTIONS.get(row[0]).apply(tensor((float) x)).toFloatArray()[0];
            if ((float) x == x && Math.abs(want) < 1e38 && Math.abs(want) > 1e-37) {
                assertThat(error(row[0], x, want, narrow, 0x1p-23)).as(String.join(" ", row) + ": " + narrow)
                        .isLessThan(2);
            }
        }
    }

    @Test
    void derivativesAreThoseOfTheValues() {
        double[] points = {0.3, 1.7, 4.5, 7.9, 8.3, 12.1};
        FUNCTIONS.forEach((name, f) -> {
            var slope = grad(x -> sum(f.apply(x))).apply(tensor(points)).toDoubleArray();
            for (int i = 0; i < points.length; i++) {
                double h = 1e-4;
                double x = points[i];
                double difference = (8 * (at(name, x + h) - at(name, x - h)) - (at(name, x + 2 * h)
                        - at(name, x - 2 * h))) / (12 * h);
                assertThat(slope[i]).as(name + "' at " + x).isCloseTo(difference,
                        org.assertj.core.data.Offset.offset(1e-9 * (1 + Math.abs(at(name, x)))));
            }
        });
    }

    private static void ends(String f, double... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            double got = at(f, pairs[i]);
            boolean same = pairs[i + 1] == 0 ? got == 0 : Double.compare(got, pairs[i + 1]) == 0;
            assertThat(same).as(f + " at " + pairs[i] + " is " + got).isTrue();
        }
    }

    @Test
    void theEndsOfTheDomains() {
        ends("erfcx", INF, 0, -INF, INF, -30, INF, NAN, NAN);
        ends("log_ndtr", INF, 0, -INF, -INF, NAN, NAN, 50, 0, 1e300, 0);
        ends("tgamma", INF, INF, -INF, NAN, -1, NAN, 0.0, INF, -0.0, -INF, 172, INF, NAN, NAN, -300.5, -0.0, 2, 1);
        ends("bessel_j0", INF, 0, -INF, 0, NAN, NAN, 0, 1);
        ends("bessel_j1", INF, 0, -INF, -0.0, NAN, NAN, 0.0, 0.0, -0.0, -0.0);
        for (var y : List.of("bessel_y0", "bessel_y1")) {
            ends(y, 0, -INF, -1, NAN, INF, 0, -INF, NAN, NAN, NAN);
        }
        ends("bessel_i0", INF, INF, -INF, INF, 714, INF, 0, 1, NAN, NAN);
        ends("bessel_i1", INF, INF, -INF, -INF, 0.0, 0.0, -0.0, -0.0, NAN, NAN);
        ends("bessel_i0e", INF, 0, -INF, 0, NAN, NAN, 0, 1);
        ends("bessel_i1e", INF, 0, -INF, -0.0, NAN, NAN);
    }

    @Test
    void oddOnesHaveSlopeOneHalfAtZero() {
        for (var f : List.of("bessel_j1", "bessel_i1", "bessel_i1e")) {
            assertThat(grad(x -> sum(FUNCTIONS.get(f).apply(x))).apply(tensor(0.0)).item()).as(f).isEqualTo(0.5);
        }
    }

    @Test
    void halfPrecisionAndIntegersGoThroughFloat32() {
        Function<DType, DType> of = d -> besselJ0(convert(tensor(1.0, 2), d)).dtype();
        assertThat(of.apply(DType.INT32)).isEqualTo(DType.FLOAT32);
        assertThat(of.apply(DType.BFLOAT16)).isEqualTo(DType.BFLOAT16);
        Tensor x = tensor(1.5, 2.5);
        assertThat(tgamma(convert(x, DType.FLOAT16)).dtype()).isEqualTo(DType.FLOAT16);
    }
}
