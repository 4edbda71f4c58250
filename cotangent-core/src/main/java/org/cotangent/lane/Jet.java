package org.cotangent.lane;

/// A truncated power series c0 + c1 e + c2 e^2 + ... with which a formula is evaluated together with its derivatives:
/// the k-th derivative is k! ck.
final class Jet {
    final double[] c;

    Jet(double... c) {
        this.c = c;
    }

    /// v + e (v alone at order 0).
    static Jet variable(double v, int order) {
        return line(v, 1, order);
    }

    /// v + slope e.
    static Jet line(double v, double slope, int order) {
        var c = new double[order + 1];
        c[0] = v;
        if (order > 0) {
            c[1] = slope;
        }
        return new Jet(c);
    }

    Jet plus(Jet b) {
        var out = new double[c.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = c[i] + b.c[i];
        }
        return new Jet(out);
    }

    Jet times(double s) {
        var out = new double[c.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = c[i] * s;
        }
        return new Jet(out);
    }

    Jet times(Jet b) {
        var out = new double[c.length];
        for (int i = 0; i < out.length; i++) {
            double sum = 0;
            for (int k = 0; k <= i; k++) {
                sum += c[k] * b.c[i - k];
            }
            out[i] = sum;
        }
        return new Jet(out);
    }

    Jet over(Jet b) {
        var out = new double[c.length];
        for (int i = 0; i < out.length; i++) {
            double sum = c[i];
            for (int k = 0; k < i; k++) {
                sum -= out[k] * b.c[i - k];
            }
            out[i] = sum / b.c[0];
        }
        return new Jet(out);
    }

    /// `value` times e to the power of this series without its first coefficient.
    Jet exp(double value) {
        var out = new double[c.length];
        out[0] = value;
        for (int i = 1; i < out.length; i++) {
            double sum = 0;
            for (int k = 1; k <= i; k++) {
                sum += k * c[k] * out[i - k];
            }
            out[i] = sum / i;
        }
        return new Jet(out);
    }

    /// Whether all coefficients are below `share` of those of `b`.
    boolean isBelow(double share, Jet b) {
        for (int i = 0; i < c.length; i++) {
            if (!(StrictMath.abs(c[i]) <= share * StrictMath.abs(b.c[i]))) {
                return false;
            }
        }
        return true;
    }
}
