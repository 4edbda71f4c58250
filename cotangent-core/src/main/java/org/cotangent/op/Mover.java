package org.cotangent.op;

import org.cotangent.storage.Storage;

/// Copies a block of cells from one storage to another of the same cell.
@FunctionalInterface
public interface Mover {
    void move(Storage from, Storage to, Block block);
}
