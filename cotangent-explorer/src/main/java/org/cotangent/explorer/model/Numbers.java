package org.cotangent.explorer.model;

/// Numbers as people write them.
public final class Numbers {
    private Numbers() {
    }

    /// At most six digits.
    public static String text(double v) {
        return Term.text(v);
    }
}
