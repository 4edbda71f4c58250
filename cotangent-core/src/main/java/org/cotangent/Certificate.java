package org.cotangent;

import java.util.LinkedHashSet;
import java.util.List;
import org.cotangent.rewrite.Certifier;
import org.cotangent.rewrite.Group;
import org.cotangent.rewrite.Rewriter;
import org.cotangent.rewrite.Rules;

/// What a stability rule gains, measured in float64 against true values to hundreds of digits, at sampled and
/// adversarial points. Errors are in units in the last place.
///
/// @param rule        the rule's name
/// @param before      the largest error of the form that it replaces, infinite where that overflows or is NaN
/// @param meanBefore  the mean error before, infinite ones left out
/// @param after       the largest error of the form that it puts there
/// @param meanAfter   the mean error after
/// @param points      how many numbers were compared
/// @param nonFinite   the points with infinities or NaN where the forms differ, in words
public record Certificate(String rule, double before, double meanBefore, double after, double meanAfter, int points,
        List<String> nonFinite) {
    private static final int SAMPLED = 20;

    /// One for each entry of the catalogue with a name that was applied.
    static List<Certificate> of(List<Rewriter.Applied> applied) {
        var names = new LinkedHashSet<String>();
        applied.stream().filter(a -> a.group() == Group.STABILIZE).forEach(a -> names.add(a.rule()));
        return of(names);
    }

    /// Of the rule of that name, one for each of its forms; none where no stability rule has it. Takes seconds.
    public static List<Certificate> of(String rule) {
        return of(java.util.Set.of(rule));
    }

    private static List<Certificate> of(java.util.Set<String> names) {
        return names.stream().flatMap(n -> Rules.STABILIZE.stream().filter(r -> r.name().equals(n)))
                .map(r -> Certifier.certify(r, SAMPLED)).map(c -> new Certificate(c.rule(), c.worstBefore(),
                        c.meanBefore(), c.worstAfter(), c.meanAfter(), c.points(), c.nonFinite())).toList();
    }
}
