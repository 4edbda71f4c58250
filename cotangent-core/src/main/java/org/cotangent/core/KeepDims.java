package org.cotangent.core;

/// Whether a reduction keeps the axes it reduces, with size 1, so that its result broadcasts against its operand.
public enum KeepDims {
    NO, YES
}
