package org.cotangent.storage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Filling of segments with a repeated cell.
final class Bulk {
    private static final long CHUNK = 32 << 10;

    private Bulk() {
    }

    static void fill(MemorySegment s, Cell cell, long bits) {
        if (cell == Cell.I8 || bits == 0) {
            s.fill((byte) bits);
            return;
        }
        long first = Math.min(CHUNK, s.byteSize());
        for (long i = 0; i < first; i += cell.bytes()) {
            put(s, cell, i, bits);
        }
        for (long i = first; i < s.byteSize(); i += CHUNK) {
            MemorySegment.copy(s, 0, s, i, Math.min(CHUNK, s.byteSize() - i));
        }
    }

    private static void put(MemorySegment s, Cell cell, long at, long bits) {
        switch (cell.bytes()) {
            case 8 -> s.set(ValueLayout.JAVA_LONG_UNALIGNED, at, bits);
            case 4 -> s.set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) bits);
            case 2 -> s.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) bits);
            default -> s.set(ValueLayout.JAVA_BYTE, at, (byte) bits);
        }
    }
}
