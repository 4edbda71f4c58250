package org.cotangent.core;

/// A program text that cannot be read, with line and column.
public class ProgramException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public ProgramException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }

    public ProgramException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(asked, got, where, remedy, cause);
    }
}
