package org.cotangent.core;

/// Shapes that do not fit each other or the operation.
public class ShapeException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public ShapeException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }

    public ShapeException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(asked, got, where, remedy, cause);
    }
}
