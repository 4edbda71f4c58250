package org.cotangent.storage;

/// Eight sizes an octave, from 4 KiB on: a block is at most an eighth larger than what was asked for.
final class SizeClasses {
    private static final int SHIFT = 9;
    private static final int STEPS = 8;

    /// Number of classes whose blocks still fit one buffer of the JDK (below 2 GiB).
    static final int COUNT = index(Pool.LARGEST_BLOCK) + 1;

    private SizeClasses() {
    }

    /// The class of the smallest block that holds `bytes`.
    static int index(long bytes) {
        if (bytes <= (long) STEPS << SHIFT) {
            return 0;
        }
        int octave = 63 - Long.numberOfLeadingZeros(bytes - 1) - 3;
        return (octave - SHIFT) * STEPS + (int) (((bytes - 1) >> octave) - STEPS) + 1;
    }

    /// Bytes of a block of this class.
    static long bytes(int index) {
        return (long) (STEPS + index % STEPS) << SHIFT + index / STEPS;
    }
}
