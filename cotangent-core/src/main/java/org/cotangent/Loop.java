package org.cotangent;

import org.cotangent.core.ShapeException;

/// How a loop runs: its name in printed programs and messages, what it keeps for the way back, its direction, and its
/// length where nothing else says it.
///
/// @param length number of iterations of a scan without rows to read; -1: as many as there are rows
public record Loop(String name, Keep keep, boolean reverse, long length) {
    /// A loop with a name; it keeps what suits its kind, runs forward, and is as long as the rows it reads.
    public static Loop named(String name) {
        return new Loop(name, null, false, -1);
    }

    /// From the last row to the first; the rows that come out lie in the order of those that go in.
    public Loop reversed() {
        return new Loop(name, keep, !reverse, length);
    }

    /// With another choice of what is kept for the way back.
    public Loop keeping(Keep keep) {
        return new Loop(name, keep, reverse, length);
    }

    /// With so many iterations.
    public Loop times(long length) {
        if (length < 0) {
            throw new ShapeException("run loop " + name, length + " iterations", "give a number that is not negative");
        }
        return new Loop(name, keep, reverse, length);
    }
}
