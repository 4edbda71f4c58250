package org.cotangent.bench;

import java.util.Arrays;
import java.util.Locale;

/// What was measured of a workload. Times are seconds.
///
/// @param workload which
/// @param mode     compiled or eager
/// @param times    of one step, a number for each sample that counts, in ascending order
/// @param samples  all samples that were taken
/// @param inner    steps of a sample
/// @param noisy    whether too few samples were quiet, so that all of them count
/// @param own      processors that this process used during the samples
/// @param other    processors that others used meanwhile
/// @param steal    processors that the host took meanwhile
/// @param threads  threads of the process's pool
/// @param check    numbers to compare with other libraries
/// @param first    from inputs in place to the first result
/// @param started  from the beginning of the process to the first result
/// @param steady   from the beginning of the first call until steps take the time that they keep
/// @param calls    calls until then
/// @param memory   resident bytes at the end; -1 where nobody knows
/// @param peak     the most resident bytes of the process; -1 where nobody knows
public record Measurement(Workload workload, Mode mode, double[] times, int samples, long inner, boolean noisy,
        double own, double other, double steal, int threads, double[] check, double first, double started,
        double steady, long calls, long memory, long peak) {

    /// The time of a step at a share of the samples: 0 the shortest, 0.5 the median.
    public double quantile(double share) {
        double x = share * (times.length - 1);
        int i = (int) x;
        return i + 1 < times.length ? times[i] + (x - i) * (times[i + 1] - times[i]) : times[i];
    }

    /// The line of JSON of `cotangent bench --json`, with `more` members before its end.
    public String json(String more) {
        return String.format(Locale.ROOT, "{\"workload\":\"%s\",\"variant\":\"%s\",\"mode\":\"%s\",\"seconds\":%.6g,"
                + "\"min\":%.6g,\"max\":%.6g,\"runs\":%d,\"threads\":%d,\"check\":%s,\"firstSeconds\":%.6g,"
                + "\"steadySeconds\":%.6g,\"steadyCalls\":%d,\"peakRss\":%d,\"noisy\":%b%s}",
            workload.name(), workload.variant(), mode.name().toLowerCase(Locale.ROOT), quantile(0.5), quantile(0),
            quantile(1), times.length * inner, threads, numbers(check), first, steady, calls, peak, noisy, more);
    }

    /// The line of JSON that the programs of other libraries print.
    public String peerLine(String version) {
        return String.format(Locale.ROOT, "{\"peer\":\"cotangent%s\",\"version\":\"%s\",\"threads\":%d,"
                + "\"workload\":\"%s\",\"variant\":\"%s\",\"median_s\":%.6g,\"min_s\":%.6g,\"p25_s\":%.6g,"
                + "\"p75_s\":%.6g,\"samples\":%d,\"all\":%d,\"inner\":%d,\"noisy\":%b,\"own\":%.2f,\"other\":%.2f,"
                + "\"steal\":%.2f,\"first_s\":%.3f,\"steady_s\":%.3f,\"rss_mb\":%d,\"rss_peak_mb\":%d,\"check\":%s}",
            mode == Mode.EAGER ? "-eager" : "", version, threads, workload.peer(), workload.variant(), quantile(0.5),
            quantile(0), quantile(0.25), quantile(0.75), times.length, samples, inner, noisy, own, other, steal,
            started, steady, memory >> 20, peak >> 20, numbers(check));
    }

    /// Numbers in brackets; what JSON lacks in quotes.
    static String numbers(double[] values) {
        return Arrays.toString(Arrays.stream(values)
            .mapToObj(v -> Double.isFinite(v) ? Double.toString(v) : "\"" + v + "\"").toArray());
    }
}
