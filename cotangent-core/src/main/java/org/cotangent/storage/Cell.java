package org.cotangent.storage;

/// How the bytes of one element are laid down; several dtypes may share a cell (half-precision floats use [#I16]).
public enum Cell {
    F32(4), F64(8), I32(4), I64(8), I16(2), I8(1);

    private final int bytes;

    Cell(int bytes) {
        this.bytes = bytes;
    }

    /// Whether [Storage#allocate] puts so many of them in an array on the heap.
    public boolean livesOnHeap(long count) {
        return count <= Home.HEAP_LIMIT / bytes;
    }

    /// Bytes of one element.
    public int bytes() {
        return bytes;
    }
}
