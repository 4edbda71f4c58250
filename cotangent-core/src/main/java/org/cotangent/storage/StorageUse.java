package org.cotangent.storage;

/// A look at the memory of large values, all in bytes except the count of forced collections.
///
/// @param live what reachable values hold (those that died since the last collection included)
/// @param footprint what is held from the machine, unused blocks included
/// @param budget the most that may be held
/// @param collections how often the pool asked for a collection
public record StorageUse(long live, long footprint, long budget, long collections) {
}
