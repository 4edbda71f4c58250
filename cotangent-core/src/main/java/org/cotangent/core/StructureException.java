package org.cotangent.core;

/// A structure of tensors (record, list, map) that cannot be taken apart or put together, or two that differ.
public class StructureException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public StructureException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }

    public StructureException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(asked, got, where, remedy, cause);
    }
}
