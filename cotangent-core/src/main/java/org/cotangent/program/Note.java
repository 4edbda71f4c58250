package org.cotangent.program;

import org.cotangent.core.SourceLine;

/// Something about a program that a person should know, and the place in the text.
public record Note(SourceLine line, String text) {
}
