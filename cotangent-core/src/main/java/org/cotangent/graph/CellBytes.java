package org.cotangent.graph;

import org.cotangent.storage.Storage;

/// The bytes of cells as files have them: the low byte first.
final class CellBytes {
    private CellBytes() {
    }

    /// Writes `n` cells from `from` on to the start of `bytes`.
    static void put(Storage s, long from, int n, byte[] bytes) {
        int width = s.cell().bytes();
        for (int i = 0; i < n; i++) {
            long bits = Numerals.bits(s, from + i);
            for (int b = 0; b < width; b++) {
                bytes[i * width + b] = (byte) (bits >>> 8 * b);
            }
        }
    }

    /// Sets `n` cells from `from` on to what lies at the start of `bytes`.
    static void take(Storage s, long from, int n, byte[] bytes) {
        int width = s.cell().bytes();
        for (int i = 0; i < n; i++) {
            long bits = 0;
            for (int b = 0; b < width; b++) {
                bits |= (bytes[i * width + b] & 0xffL) << 8 * b;
            }
            Numerals.setBits(s, from + i, bits);
        }
    }
}
