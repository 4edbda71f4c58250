package org.cotangent.explorer.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// A piece of a formula: presentation MathML as nested lists `[tag, child, ...]` with texts as leaves, and how tightly
/// it binds. A list whose second place is a map has these as attributes.
///
/// Names travel as texts only, so that nothing in them can become markup.
record Term(Object math, int binding) {
    static final int SUM = 1;
    static final int PRODUCT = 2;
    static final int POWER = 3;
    static final int ATOM = 4;
    private static final int DIGITS = 6;
    private static final Pattern INDEXED = Pattern.compile("([A-Za-z]+)_?([0-9]+)");
    private static final Pattern ELEMENT = Pattern.compile("([^\\[]+)\\[([0-9,]+)\\]");

    static List<Object> row(Object... parts) {
        return tag("mrow", parts);
    }

    static List<Object> tag(String tag, Object... parts) {
        var out = new ArrayList<Object>();
        out.add(tag);
        out.addAll(Arrays.asList(parts));
        return out;
    }

    static List<Object> sign(String s) {
        return tag("mo", s);
    }

    /// A name: `x1` and `w[0,1]` with an index below, `%3` as v with the index 3.
    static Term name(String name) {
        if (name.startsWith("%")) {
            return new Term(tag("msub", tag("mi", "v"), tag("mn", name.substring(1))), ATOM);
        }
        var element = ELEMENT.matcher(name);
        if (element.matches()) {
            return new Term(tag("msub", tag("mi", element.group(1)), tag("mtext", element.group(2))), ATOM);
        }
        var indexed = INDEXED.matcher(name);
        return new Term(indexed.matches() ? tag("msub", tag("mi", indexed.group(1)), tag("mn", indexed.group(2)))
                : tag("mi", name), ATOM);
    }

    /// A number of six digits at most; a negative one binds as a sum does.
    static Term number(double v) {
        return new Term(tag("mn", text(v)), v < 0 || 1 / v < 0 ? SUM : ATOM);
    }

    /// The number with at most six digits, as people write it.
    static String text(double v) {
        if (Double.isNaN(v)) {
            return "NaN";
        } else if (Double.isInfinite(v)) {
            return v > 0 ? "∞" : "−∞";
        }
        var rounded = new BigDecimal(v).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        var plain = rounded.signum() == 0 ? "0" : exponent < -5 || exponent > 9
                ? rounded.unscaledValue().abs().toString().replaceFirst("(?<=^.)(?=.)", ".") + "e" + exponent
                : rounded.abs().toPlainString();
        return v < 0 ? "−" + plain : plain;
    }

    /// `=`, or `≈` where six digits do not say the number.
    static List<Object> equal(double v) {
        boolean exact = !Double.isFinite(v)
                || new BigDecimal(v).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN)).doubleValue() == v;
        return sign(exact ? "=" : "≈");
    }

    /// In parentheses unless it binds more tightly than what stands around it.
    Object in(int around) {
        return binding > around || binding == ATOM ? math : row(sign("("), math, sign(")"));
    }

    /// In parentheses unless it binds at least as tightly.
    Object atLeast(int around) {
        return binding >= around ? math : row(sign("("), math, sign(")"));
    }

    boolean isOne() {
        return math instanceof List<?> l && l.size() == 2 && l.get(0).equals("mn") && l.get(1).equals("1");
    }
}
