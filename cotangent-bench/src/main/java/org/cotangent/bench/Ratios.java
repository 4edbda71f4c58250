package org.cotangent.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What was measured of one workload in all rounds: ours and the others', and the ratios within each round.
final class Ratios {
    /// Our own column.
    static final String OURS = "cotangent";

    private final Workload workload;
    private final Map<String, Map<Integer, Line>> lines = new LinkedHashMap<>();
    private final Map<String, String> errors = new LinkedHashMap<>();

    Ratios(Workload workload) {
        this.workload = workload;
    }

    /// Takes a line of a round.
    void add(int round, String name, Line line) {
        if (line.number("median_s").isPresent()) {
            lines.computeIfAbsent(name, k -> new LinkedHashMap<>()).put(round, line);
        } else {
            errors.put(name, line.word("error").orElse("it printed no time"));
        }
    }

    /// The table's head.
    static String head() {
        return "| workload | program | median of the rounds (least, most) | its time / ours: median (least, most) "
            + "| largest difference of a result |\n|---|---|---|---|---|\n";
    }

    /// Rows of the table: ours, then the others, the fastest first.
    String rows() {
        var out = new StringBuilder();
        var names = new ArrayList<>(lines.keySet());
        names.sort((a, b) -> a.equals(OURS) ? -1 : b.equals(OURS) ? 1
            : Double.compare(middle(times(a)), middle(times(b))));
        for (var name : names) {
            var t = times(name);
            var noisy = lines.get(name).values().stream().anyMatch(Line::isNoisy) ? " ~" : "";
            out.append(String.format(Locale.ROOT, "| %s | %s | %s (%s, %s)%s | %s | %s |%n", workload.id(), name,
                time(middle(t)), time(t[0]), time(t[t.length - 1]), noisy, ratio(name), difference(name)));
        }
        errors.forEach((name, e) -> out.append(String.format(Locale.ROOT, "| %s | %s | %s | | |%n", workload.id(), name,
            e.replace("|", "/"))));
        return out.toString();
    }

    private double[] times(String name) {
        return lines.get(name).values().stream().mapToDouble(l -> l.number("median_s").orElseThrow()).sorted()
            .toArray();
    }

    /// For each round in which both ran, the other's time over ours, in ascending order.
    double[] ratios(String name) {
        var ours = lines.getOrDefault(OURS, Map.of());
        return lines.get(name).entrySet().stream().filter(e -> ours.containsKey(e.getKey()))
            .mapToDouble(e -> e.getValue().number("median_s").orElseThrow()
                / ours.get(e.getKey()).number("median_s").orElseThrow()).sorted().toArray();
    }

    private String ratio(String name) {
        var q = name.equals(OURS) ? new double[0] : ratios(name);
        return q.length == 0 ? "" : String.format(Locale.ROOT, "%.2f (%.2f, %.2f)", middle(q), q[0], q[q.length - 1]);
    }

    private String difference(String name) {
        var ours = lines.getOrDefault(OURS, Map.of());
        double d = lines.get(name).entrySet().stream().filter(e -> ours.containsKey(e.getKey()))
            .mapToDouble(e -> e.getValue().differs(ours.get(e.getKey()))).max().orElse(Double.NaN);
        return name.equals(OURS) || Double.isNaN(d) ? "" : String.format(Locale.ROOT, "%.0e", d);
    }

    static double middle(double[] sorted) {
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }

    private static String time(double s) {
        return s < 1e-3 ? String.format(Locale.ROOT, "%.3g us", s * 1e6)
            : s < 1 ? String.format(Locale.ROOT, "%.3g ms", s * 1e3) : String.format(Locale.ROOT, "%.3g s", s);
    }
}
