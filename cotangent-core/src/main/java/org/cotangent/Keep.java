package org.cotangent;

import org.cotangent.core.ShapeException;

/// What a loop keeps for the way back, when it is differentiated in reverse mode: memory against time.
///
/// @param every the carry is kept at every so many iterations and the iterations between are computed again; 0: what
///              the derivative needs of every iteration is kept and nothing is computed again
/// @param bytes how much memory carries may take, from which the loop chooses by itself; 0: no such choice
public record Keep(long every, long bytes) {
    /// Everything that the derivative needs; the fastest, with memory in proportion to the length.
    public static final Keep ALL = new Keep(0, 0);
    /// The carry at every iteration; the body is computed a second time on the way back.
    public static final Keep CARRIES = new Keep(1, 0);

    public Keep {
        if (every < 0 || bytes < 0) {
            throw new ShapeException("keep values for the way back", "every " + every + ", bytes " + bytes,
                    "give numbers that are not negative");
        }
    }

    /// The carry at every `k`-th iteration: memory for n / k carries and for k iterations.
    public static Keep every(long k) {
        return new Keep(k, 0);
    }

    /// As much as fits into so many bytes; the loop says in its log what it chose.
    public static Keep bytes(long bytes) {
        return new Keep(0, bytes);
    }
}
