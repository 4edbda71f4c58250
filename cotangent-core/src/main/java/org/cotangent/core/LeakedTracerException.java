package org.cotangent.core;

/// A traced value that is used outside the function that it was traced in, or on another thread.
public class LeakedTracerException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public LeakedTracerException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }

    public LeakedTracerException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(asked, got, where, remedy, cause);
    }
}
