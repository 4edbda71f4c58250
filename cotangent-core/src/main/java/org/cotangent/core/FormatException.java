package org.cotangent.core;

/// A file or text whose format is not what it claims.
public class FormatException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public FormatException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }

    public FormatException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(asked, got, where, remedy, cause);
    }
}
