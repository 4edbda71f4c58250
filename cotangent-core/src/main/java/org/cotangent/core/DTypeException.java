package org.cotangent.core;

/// A dtype that the operation does not take.
public class DTypeException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public DTypeException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }

    public DTypeException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(asked, got, where, remedy, cause);
    }
}
