package org.cotangent.core;

/// Not enough memory for a tensor.
public class OutOfStorageException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public OutOfStorageException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }

    public OutOfStorageException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(asked, got, where, remedy, cause);
    }
}
