package org.cotangent.testkit.vectors;

import org.cotangent.core.Concrete;
import org.cotangent.core.Tensor;

/// Compares numbers with the wanted ones and keeps the worst error and the first number that is too far off.
final class Closeness {
    private final double rtol;
    private final double atol;
    private double worst;
    private String first;
    private String decided;
    private String nan;

    /// Numbers are close where `|got - want| <= atol + rtol |want|`; NaN is close to NaN, an infinity to itself.
    Closeness(double rtol, double atol) {
        this.rtol = rtol;
        this.atol = atol;
    }

    /// From here on a wanted NaN that comes as a finite number holds, by the given decision; null: it does not.
    Closeness nanBy(String decision) {
        nan = decision;
        return this;
    }

    /// The decision that a number held by, or null.
    String decided() {
        return decided;
    }

    /// Compares by another bound and adds what comes to this.
    Closeness with(double rtol, double atol, String what, double want, double got) {
        var one = new Closeness(rtol, atol).number(what, want, got);
        worst = Math.max(worst, one.worst);
        first = first == null ? one.first : first;
        return this;
    }

    Closeness number(String what, double want, double got) {
        if (want == got || Double.isNaN(want) && Double.isNaN(got)) {
            return this;
        }
        if (nan != null && Double.isNaN(want) && Double.isFinite(got)) {
            decided = nan;
            return this;
        }
        double distance = Math.abs(want - got);
        if (distance <= atol + rtol * Math.abs(want)) {
            worst = Math.max(worst, distance / Math.max(Math.abs(want), rtol > 0 ? atol / rtol : Double.MIN_NORMAL));
        } else if (first == null) {
            first = "%s is %s, wanted %s".formatted(what, got, want);
        }
        return this;
    }

    /// All elements; a difference of shapes is a failure.
    Closeness tensor(String what, Concrete want, Tensor got) {
        if (got == null) {
            return tensor(what, want, org.cotangent.core.Ops.zeros(want.type()));
        }
        var g = got.concrete();
        if (!g.shape().equals(want.shape())) {
            first = first == null ? what + " has shape " + g.shape() + ", wanted " + want.shape() : first;
            return this;
        }
        for (long i = 0; i < want.shape().count(); i++) {
            if (want.dtype().isInt() && want.getLong(i) != g.getLong(i)) {
                return wrong(what + "[" + i + "] is " + g.getLong(i) + ", wanted " + want.getLong(i));
            }
            number(want.shape().count() == 1 ? what : what + "[" + i + "]", want.getDouble(i), g.getDouble(i));
        }
        return this;
    }

    Closeness wrong(String detail) {
        first = first == null ? detail : first;
        return this;
    }

    boolean holds() {
        return first == null;
    }

    /// The largest relative error among the numbers that are close.
    double worst() {
        return worst;
    }

    /// What was wrong first, or null.
    String first() {
        return first;
    }
}
