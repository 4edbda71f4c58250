package org.cotangent.runtime;

/// Work on the indices from `from` to `to` (exclusive), independent of all other indices.
@FunctionalInterface
public interface RangeTask {
    void run(long from, long to);
}
