package org.cotangent.rewrite;

/// When a rule has its turn, in this order.
public enum Group {
    /// Brings equal things into one form, without a change of any bit.
    CANONICAL("one form for equal things; no value changes"),
    /// Keeps naive formulas from overflowing or losing digits.
    STABILIZE("formulas that overflow or cancel are written in a form that does not"),
    /// Leaves out what does nothing, without a change of any bit.
    SIMPLIFY("work that does nothing is left out; no value changes"),
    /// Cheaper operations for special arguments; a last bit may change.
    SPECIALIZE("cheaper operations for special arguments; a last bit may change");

    private final String purpose;

    Group(String purpose) {
        this.purpose = purpose;
    }

    /// What the rules of the group are for.
    public String purpose() {
        return purpose;
    }
}
