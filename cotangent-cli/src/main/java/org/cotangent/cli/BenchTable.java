package org.cotangent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What `bench` prints for people, from the line of JSON of a workload.
final class BenchTable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int WIDEST = 90;

    private BenchTable() {
    }

    static String text(String line) {
        var d = MAPPER.readTree(line);
        var out = new StringBuilder(String.format(Locale.ROOT,
                "%s %s, %s, %d threads: %s a step (%s to %s, %d runs)%s%n", d.get("workload").asString(),
                d.get("variant").asString(), d.get("mode").asString(), d.get("threads").asInt(), time(d, "seconds"),
                time(d, "min"), time(d, "max"), d.get("runs").asLong(),
                d.get("noisy").asBoolean() ? "; others were at work" : ""));
        out.append(String.format(Locale.ROOT, "  first result after %s, steady after %s and %d calls; %d MiB at most%n",
                time(d, "firstSeconds"), time(d, "steadySeconds"), d.get("steadyCalls").asLong(),
                d.get("peakRss").asLong() >> 20));
        out.append("  check ").append(d.get("check"));
        if (d.has("steps")) {
            out.append('\n').append(steps(d.get("steps")));
        }
        return out.toString().stripTrailing();
    }

    private static String steps(JsonNode steps) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("  step", "time", "share", "of roofline", "what"));
        int i = 0;
        for (var s : steps) {
            var what = s.get("step").asString();
            rows.add(List.of("  " + i++, time(s, "seconds"), percent(s, "share"), percent(s, "roofline"),
                    what.length() <= WIDEST ? what : what.substring(0, WIDEST) + "..."));
        }
        return GradTable.aligned(rows);
    }

    private static String percent(JsonNode d, String name) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * d.get(name).asDouble());
    }

    private static String time(JsonNode d, String name) {
        double s = d.get(name).asDouble();
        return s < 1e-3 ? String.format(Locale.ROOT, "%.3g us", s * 1e6)
                : s < 1 ? String.format(Locale.ROOT, "%.3g ms", s * 1e3) : String.format(Locale.ROOT, "%.3g s", s);
    }
}
