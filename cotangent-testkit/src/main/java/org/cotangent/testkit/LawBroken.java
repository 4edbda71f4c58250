package org.cotangent.testkit;

/// A law that an operation does not satisfy: which law, on which sample, what was expected and what came.
public final class LawBroken extends AssertionError {
    private static final long serialVersionUID = 1L;

    public LawBroken(String law, Object sample, String detail) {
        super(law + " does not hold for " + sample + ": " + detail);
    }
}
