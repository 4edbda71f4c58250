package org.cotangent.explain;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.Rewrite;
import org.cotangent.core.SourceLine;
import org.cotangent.program.Runs;

/// The stability rewrites that apply to a program, and whether they make it finite.
///
/// @param rewrites the rewrites
/// @param all      whether output and gradients are finite with them
record Cures(List<Rewrite> rewrites, boolean all) {
    static Cures of(Seen seen) {
        var runs = Runs.compiled(seen.graph(), seen.inputs(), seen.constants());
        if (runs.rewrites().isEmpty()) {
            return new Cures(List.of(), false);
        }
        boolean finite = Numbers.isFinite(runs.value());
        if (finite && seen.backward()) {
            var floats = IntStream.range(0, seen.inputs().size())
                    .filter(i -> seen.inputs().get(i).dtype().isFloat()).boxed().toList();
            finite = runs.reverse(floats).stream().allMatch(Numbers::isFinite);
        }
        return new Cures(runs.rewrites(), finite);
    }

    /// What to do about something that shows on these lines.
    ///
    /// @param change the change to the program that would do
    String of(Set<SourceLine> lines, String change) {
        var here = names(rewrites.stream().filter(r -> lines.contains(r.line())).toList());
        if (all) {
            var names = here.isEmpty() ? names(rewrites) : here;
            return "run it under jit, or stabilize(f): " + String.join(", ", names)
                    + (names.size() == 1 ? " makes" : " make") + " it finite";
        }
        return here.isEmpty() ? change : change + "; under jit, or stabilize(f), " + String.join(", ", here)
                + (here.size() == 1 ? " applies" : " apply") + " here, and something else stays that is not finite";
    }

    private static List<String> names(List<Rewrite> some) {
        return some.stream().map(Rewrite::rule).distinct().map(r -> "the rewrite `" + r + "`")
                .collect(Collectors.toList());
    }
}
