package org.cotangent;

/// A step of a compiled program and how long it took.
///
/// @param step       what it does, as the schedule prints it
/// @param seconds    its shortest time of several runs
/// @param bytes      bytes that it reads and writes
/// @param operations arithmetic operations that it makes
public record StepTime(String step, double seconds, long bytes, double operations) {
}
