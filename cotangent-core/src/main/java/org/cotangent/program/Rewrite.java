package org.cotangent.program;

import org.cotangent.core.SourceLine;

/// A rule that was applied before a program ran: its name, the reason, and the place in the text (null where unknown).
public record Rewrite(String rule, String why, SourceLine line) {
}
