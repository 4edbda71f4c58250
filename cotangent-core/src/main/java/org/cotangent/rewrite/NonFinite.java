package org.cotangent.rewrite;

/// What a rule does where operands or intermediate results are infinite or NaN.
public enum NonFinite {
    /// Both sides are infinite or NaN at the same arguments.
    SAME("the same"),
    /// The right side differs only where the left one overflows, underflows, or makes NaN of a limit that exists.
    REPAIRS("repairs"),
    /// The right side differs elsewhere too: applied where facts exclude such arguments, or when allowed.
    DIFFERS("differs");

    private final String text;

    NonFinite(String text) {
        this.text = text;
    }

    /// The word in the catalogue.
    public String text() {
        return text;
    }
}
