package org.cotangent.lane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;

/// What the tests of lane functions share: functions by name, columns, distances in ulp, the folder of vectors.
final class LaneTesting {
    static final Map<String, UnaryOperator<Lane>> UNARY = unary();
    static final Map<String, BinaryOperator<Lane>> BINARY = binary();

    private LaneTesting() {}

    // size: table - one line a function
    private static Map<String, UnaryOperator<Lane>> unary() {
        var m = new TreeMap<String, UnaryOperator<Lane>>();
        m.put("exp", LaneMath::exp);
        m.put("exp2", LaneMath::exp2);
        m.put("expm1", LaneMath::expm1);
        m.put("log", LaneMath::log);
        m.put("log2", LaneMath::log2);
        m.put("log10", LaneMath::log10);
        m.put("log1p", LaneMath::log1p);
        m.put("softplus", LaneMath::softplus);
        m.put("log1mexp", LaneMath::log1mExp);
        m.put("logistic", LaneMath::logistic);
        m.put("sin", LaneMath::sin);
        m.put("cos", LaneMath::cos);
        m.put("tan", LaneMath::tan);
        m.put("sinc", LaneMath::sinc);
        m.put("asin", LaneMath::asin);
        m.put("acos", LaneMath::acos);
        m.put("atan", LaneMath::atan);
        m.put("sinh", LaneMath::sinh);
        m.put("cosh", LaneMath::cosh);
        m.put("tanh", LaneMath::tanh);
        m.put("sechsquared", LaneMath::sechSquared);
        m.put("asinh", LaneMath::asinh);
        m.put("acosh", LaneMath::acosh);
        m.put("atanh", LaneMath::atanh);
        m.put("erf", LaneMath::erf);
        m.put("erfc", LaneMath::erfc);
        m.put("cbrt", LaneMath::cbrt);
        m.put("sqrt", LaneMath::sqrt);
        m.put("rsqrt", LaneMath::rsqrt);
        m.put("floor", LaneMath::floor);
        m.put("ceil", LaneMath::ceil);
        m.put("round", LaneMath::round);
        m.put("trunc", LaneMath::trunc);
        m.put("sign", LaneMath::sign);
        m.put("erfcx", LaneMath::erfcx);
        m.put("erfinv", LaneMath::erfInv);
        m.put("lgamma", LaneMath::lgamma);
        m.put("digamma", LaneMath::digamma);
        return m;
    }

    private static Map<String, BinaryOperator<Lane>> binary() {
        var m = new TreeMap<String, BinaryOperator<Lane>>();
        m.put("pow", LaneMath::pow);
        m.put("atan2", LaneMath::atan2);
        m.put("hypot", LaneMath::hypot);
        m.put("logaddexp", LaneMath::logAddExp);
        m.put("rem", LaneMath::rem);
        m.put("remainder", LaneMath::remainder);
        m.put("floordivide", LaneMath::floorDivide);
        m.put("nextafter", LaneMath::nextAfter);
        m.put("copysign", LaneMath::copySign);
        m.put("xlogy", LaneMath::xlogy);
        m.put("xlog1py", LaneMath::xlog1py);
        return m;
    }

    static double[] f64(UnaryOperator<Lane> f, double... x) {
        return (double[]) new LaneColumns(f.apply(Lane.input(0, LaneType.F64))).run(x.length, (Object) x);
    }

    static float[] f32(UnaryOperator<Lane> f, float... x) {
        return (float[]) new LaneColumns(f.apply(Lane.input(0, LaneType.F32))).run(x.length, (Object) x);
    }

    static double[] f64(BinaryOperator<Lane> f, double[] x, double[] y) {
        var r = f.apply(Lane.input(0, LaneType.F64), Lane.input(1, LaneType.F64));
        return (double[]) new LaneColumns(r).run(x.length, x, y);
    }

    static float[] f32(BinaryOperator<Lane> f, float[] x, float[] y) {
        var r = f.apply(Lane.input(0, LaneType.F32), Lane.input(1, LaneType.F32));
        return (float[]) new LaneColumns(r).run(x.length, x, y);
    }

    /// How many representable numbers lie between; 0 for two NaN, huge for one NaN or zeros of different sign.
    static long distance(double a, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Double.isNaN(a) && Double.isNaN(b) ? 0 : Long.MAX_VALUE;
        }
        if (a == 0 && b == 0) {
            return Double.compare(a, b) == 0 ? 0 : Long.MAX_VALUE;
        }
        return Math.abs(ordered(a) - ordered(b));
    }

    static long distance(float a, float b) {
        if (Float.isNaN(a) || Float.isNaN(b)) {
            return Float.isNaN(a) && Float.isNaN(b) ? 0 : Long.MAX_VALUE;
        }
        if (a == 0 && b == 0) {
            return Float.compare(a, b) == 0 ? 0 : Long.MAX_VALUE;
        }
        return Math.abs(ordered(a) - ordered(b));
    }

    private static long ordered(double v) {
        long b = Double.doubleToRawLongBits(v);
        return b < 0 ? Long.MIN_VALUE - b : b;
    }

    private static long ordered(float v) {
        int b = Float.floatToRawIntBits(v);
        return b < 0 ? (long) Integer.MIN_VALUE - b : b;
    }

    /// The error of `got` against an exact value, in units in the last place of the value in the format.
    static double ulps(double got, BigDecimal exact, boolean wide) {
        if (Double.isNaN(got) || Double.isInfinite(got)) {
            return Double.POSITIVE_INFINITY;
        }
        double near = wide ? exact.doubleValue() : exact.floatValue();
        double ulp = wide ? Math.ulp(near) : Math.ulp((float) near);
        var error = new BigDecimal(got).subtract(exact).abs();
        return error.divide(new BigDecimal(ulp), MathContext.DECIMAL64).doubleValue();
    }

    /// The lines (without the header) of a file of vectors; where there is none the test says so and is skipped.
    static List<String> vectors(String name) {
        var folder = System.getProperty("cotangent.shared");
        for (var base : folder != null ? List.of(folder) : List.of("../shared", "../../shared")) {
            var file = Path.of(base, "vectors", name);
            if (Files.exists(file)) {
                try {
                    var lines = Files.readAllLines(file);
                    return lines.subList(1, lines.size());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        System.out.println("SKIPPED: no vectors/" + name + "; -Dcotangent.shared names the folder that holds vectors");
        Assumptions.abort("no vectors/" + name);
        return List.of();
    }
}
