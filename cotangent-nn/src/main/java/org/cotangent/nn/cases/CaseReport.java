package org.cotangent.nn.cases;

import java.util.List;

/// What came of one file of outside cases for networks.
///
/// @param file      the file's name without its folders
/// @param kind      what the file holds, such as `optimiser traces`
/// @param passed    number of cases that hold
/// @param skipped   one line for each case that was not tried: which, and why
/// @param worst     the largest relative error among the numbers that hold
/// @param worstCase the case with that error, or an empty text
/// @param failures  one line for each case that does not hold: which, and what was wanted and what came
public record CaseReport(String file, String kind, int passed, List<String> skipped, double worst, String worstCase,
        List<String> failures) {
}
