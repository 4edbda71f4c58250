package org.cotangent.nn.cases;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.CotangentException;
import org.cotangent.core.Tensor;

/// Counts cases and compares numbers: relative error at most 1e-9, or absolute 1e-12.
final class Tally {
    private static final double RTOL = 1e-9;
    private static final double ATOL = 1e-12;

    private final String file;
    private final String kind;
    private final List<String> skipped = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int passed;
    private double worst;
    private String worstCase = "";
    private String first;

    Tally(String file, String kind) {
        this.file = file;
        this.kind = kind;
    }

    /// Runs a case, which compares numbers.
    void run(String name, Runnable body) {
        first = null;
        double before = worst;
        try {
            body.run();
        } catch (CotangentException e) {
            first = e.getMessage();
        }
        if (first == null) {
            passed++;
            worstCase = worst > before ? name : worstCase;
        } else {
            failures.add(name + ": " + first);
            worst = before;
        }
    }

    void skip(String name, String why) {
        skipped.add(name + ": " + why);
    }

    void number(String what, double want, double got) {
        double distance = Math.abs(want - got);
        if (distance <= ATOL + RTOL * Math.abs(want)) {
            worst = Math.max(worst, distance / Math.max(Math.abs(want), ATOL / RTOL));
        } else if (first == null) {
            first = what + " is " + got + ", wanted " + want;
        }
    }

    void tensor(String what, Tensor want, Tensor got) {
        if (!want.shape().equals(got.shape())) {
            first = first == null ? what + " has shape " + got.shape() + ", wanted " + want.shape() : first;
            return;
        }
        var w = want.toDoubleArray();
        var g = got.toDoubleArray();
        for (int i = 0; i < w.length; i++) {
            number(what + "[" + i + "]", w[i], g[i]);
        }
    }

    CaseReport report() {
        return new CaseReport(file, kind, passed, List.copyOf(skipped), worst, worstCase, List.copyOf(failures));
    }
}
