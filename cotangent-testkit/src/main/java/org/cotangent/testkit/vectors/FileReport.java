package org.cotangent.testkit.vectors;

import java.util.List;
import java.util.SortedMap;

/// What came of one case file.
///
/// @param file       the file's name without its folders
/// @param kind       what the file holds, such as `operator gradients`
/// @param passed     number of cases that hold
/// @param failed     number of cases that do not
/// @param skipped    number of cases that were not tried
/// @param worst      the largest error among the cases that hold, in `unit`
/// @param unit       `ulp` or `relative`
/// @param worstCase  the case with that error, or an empty text
/// @param failures   one line for each case that does not hold: which, and what was wanted and what came
/// @param reasons    number of failed cases for each known reason; those without one are not among them
/// @param skips      number of cases that were skipped for each reason
/// @param decisions  number of cases that hold by a written convention of ours, where the file's source decides
/// otherwise
public record FileReport(String file, String kind, int passed, int failed, int skipped, double worst, String unit,
        String worstCase,
        List<String> failures, SortedMap<String, Integer> reasons, SortedMap<String, Integer> skips,
        SortedMap<String, Integer> decisions) {

    /// Number of failed cases whose reason is not known.
    public int unexplained() {
        return failed - reasons.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// One line: the counts and the worst error.
    @Override
    public String toString() {
        return "%-46s %5d passed %4d failed %5d skipped  worst %.2g %s%s".formatted(file, passed, failed, skipped,
                worst, unit,
                worstCase.isEmpty() ? "" : " (" + worstCase + ")");
    }
}
