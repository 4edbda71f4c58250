package org.cotangent.core;

/// Something that this operation or transformation does not do.
public class UnsupportedException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public UnsupportedException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }

    public UnsupportedException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(asked, got, where, remedy, cause);
    }
}
