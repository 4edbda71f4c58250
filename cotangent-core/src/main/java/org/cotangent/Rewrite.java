package org.cotangent;

import org.cotangent.core.SourceLine;
import org.cotangent.rewrite.Group;
import org.cotangent.rewrite.Rewriter;

/// A rewrite that was applied to a program.
///
/// @param rule   the rule's name, which the catalogue in docs/rewrites.md explains
/// @param why    why the new form is better
/// @param line   the user's line (null where unknown)
/// @param group  canonical, stabilize, simplify or specialize
/// @param before what was there, as an expression, cut short where it is deep
/// @param after  what stands there now
public record Rewrite(String rule, String why, SourceLine line, String group, String before, String after) {
    /// What a pass wrote down, in the words of the public interface.
    static Rewrite of(Rewriter.Applied a) {
        return new Rewrite(a.rule(), a.why(), a.line(), a.group().name().toLowerCase(java.util.Locale.ROOT),
                a.before(), a.after());
    }

    /// Whether it may change a value.
    static boolean changes(Rewriter.Applied a) {
        return a.group() == Group.STABILIZE || a.group() == Group.SPECIALIZE;
    }
}
