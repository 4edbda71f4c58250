package org.cotangent.core;

/// A number outside what the operation is defined for: an index out of range, an integer divided by zero.
public class NumericsException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public NumericsException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }

    public NumericsException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(asked, got, where, remedy, cause);
    }
}
