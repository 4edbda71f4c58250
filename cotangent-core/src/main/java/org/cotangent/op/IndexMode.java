package org.cotangent.op;

/// What becomes of an index that is out of range.
public enum IndexMode {
    /// It is a [org.cotangent.core.NumericsException] that names index, axis and size.
    ERROR,
    /// It is moved to the nearest place at which the window fits.
    CLIP,
    /// Reading: the whole window is 0.
    FILL,
    /// Writing: the whole window is left out.
    DROP;

    /// The mode for writing where reading had this one, and the other way round.
    public IndexMode transposed() {
        return this == FILL ? DROP : this == DROP ? FILL : this;
    }
}
