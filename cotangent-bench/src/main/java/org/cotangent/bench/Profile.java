package org.cotangent.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotangent.StepTime;

/// Where the time of a compiled step goes: its parts in the order in which they run, against what the machine can do.
///
/// @param roofline what the machine can do
/// @param parts    the parts
public record Profile(Roofline roofline, List<Part> parts) {
    /// A part of a step.
    ///
    /// @param time  what it does and how long it takes
    /// @param share of the time of all parts
    /// @param roof  the time that it would need at the roofline, as a share of the time that it took
    public record Part(StepTime time, double share, double roof) {
    }

    /// The profile of a workload's program; no parts where it runs eagerly.
    public static Profile of(Work work, int runs) {
        var roofline = Roofline.measure(Stopwatch.threads());
        var times = work.compiled().map(f -> f.stepTimes(runs, work.arguments().get().toArray())).orElse(List.of());
        double all = times.stream().mapToDouble(StepTime::seconds).sum();
        var parts = new ArrayList<Part>();
        for (var t : times) {
            double least = roofline.seconds(t.bytes(), t.operations(), t.step().contains("f64"));
            parts.add(new Part(t, t.seconds() / all, least / t.seconds()));
        }
        return new Profile(roofline, List.copyOf(parts));
    }

    /// Members of the line of JSON.
    String json() {
        var out = new StringBuilder(",\"steps\":[");
        for (var p : parts) {
            var t = p.time;
            out.append(out.charAt(out.length() - 1) == '[' ? "" : ",").append(String.format(Locale.ROOT,
                "{\"step\":\"%s\",\"seconds\":%.6g,\"share\":%.4f,\"bytes\":%d,\"operations\":%.6g,\"roofline\":%.4f}",
                t.step().replace("\\", "\\\\").replace("\"", "\\\""), t.seconds(), p.share, t.bytes(), t.operations(),
                p.roof));
        }
        out.append("],\"roofline\":{\"bandwidth\":[");
        for (var b : roofline.bandwidths()) {
            out.append(out.charAt(out.length() - 1) == '[' ? "" : ",").append(String.format(Locale.ROOT,
                "{\"bytes\":%d,\"rate\":%.6g}", b.bytes(), b.rate()));
        }
        return out.append(String.format(Locale.ROOT, "],\"float32\":%.6g,\"float64\":%.6g,\"threads\":%d}",
            roofline.floats(), roofline.doubles(), roofline.threads())).toString();
    }
}
