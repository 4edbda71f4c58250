package org.cotangent.storage;

/// A touch of memory that its owner gave back before.
public final class StorageReleasedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    StorageReleasedException(Cell cell, long count) {
        super("this storage of " + count + " " + cell + " cells was released (donated or given back by its owner); "
                + "keep a copy of a value that is needed after it was donated");
    }
}
