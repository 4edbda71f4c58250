package org.cotangent;

import org.cotangent.core.SourceLine;

/// A rewrite that was applied to a program: the rule's name, why it is better, and the user's line (null where
/// unknown).
public record Rewrite(String rule, String why, SourceLine line) {
}
