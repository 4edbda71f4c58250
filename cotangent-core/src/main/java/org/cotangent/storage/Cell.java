package org.cotangent.storage;

import java.lang.foreign.MemorySegment;

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

    /// How many of these cells a segment holds.
    ///
    /// @throws IllegalArgumentException when its bytes are no whole number of them
    long wholeIn(MemorySegment segment) {
        if (segment.byteSize() % bytes() != 0) {
            throw new IllegalArgumentException(segment.byteSize() + " bytes are no whole number of " + this
                    + " cells of " + bytes() + " bytes");
        }
        return segment.byteSize() / bytes();
    }
}
