package org.cotangent.core;

/// A gradient with respect to something that the result does not depend on.
public class DisconnectedException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public DisconnectedException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }

    public DisconnectedException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(asked, got, where, remedy, cause);
    }
}
