package org.cotangent.testkit.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Counts the cases of one file while they run.
final class Tally {
    private static final int SHOWN = 2_000;

    private final String file;
    private final String kind;
    private final String unit;
    private final List<String> failures = new ArrayList<>();
    private final TreeMap<String, Integer> skips = new TreeMap<>();
    private final TreeMap<String, Integer> reasons = new TreeMap<>();
    private final TreeMap<String, Integer> decisions = new TreeMap<>();
    private int passed;
    private int failed;
    private int skipped;
    private double worst;
    private String worstCase = "";

    Tally(String file, String kind, String unit) {
        this.file = file;
        this.kind = kind;
        this.unit = unit;
    }

    String file() {
        return file;
    }

    void pass(String name, double error) {
        passed++;
        if (error > worst) {
            worst = error;
            worstCase = name;
        }
    }

    void fail(String name, String detail) {
        failed++;
        var reason = Deviations.reason(kind + "/" + file, name, detail);
        if (reason != null) {
            reasons.merge(reason, 1, Integer::sum);
        }
        if (failures.size() < SHOWN) {
            failures.add(name + ": " + detail);
        }
    }

    void skip(String reason) {
        skip(reason, 1);
    }

    void skip(String reason, int cases) {
        skipped += cases;
        skips.merge(reason, cases, Integer::sum);
    }

    /// A case that holds by our own convention.
    void decide(String convention) {
        passed++;
        decisions.merge(convention, 1, Integer::sum);
    }

    /// Counts a finished comparison.
    void count(String name, Closeness result) {
        if (result.holds()) {
            pass(name, result.worst());
        } else {
            fail(name, result.first());
        }
        if (result.holds() && result.decided() != null) {
            decisions.merge(result.decided(), 1, Integer::sum);
        }
    }

    FileReport report() {
        return new FileReport(file, kind, passed, failed, skipped, worst, unit, worstCase, List.copyOf(failures),
                reasons, skips,
                decisions);
    }
}
