package org.cotangent.bench;

/// How long a workload is measured.
///
/// @param warm    seconds of steps before anything counts; steps go on until all is compiled
/// @param sample  seconds of a sample
/// @param samples quiet samples that are wanted
/// @param budget  seconds after which those that are there must do
public record Settings(double warm, double sample, int samples, double budget) {
    /// What the system properties `warm`, `sample`, `samples` and `budget` say, which the other libraries' programs
    /// have too.
    public static Settings ofProperties() {
        return new Settings(number("warm", 3), number("sample", 0.2), (int) number("samples", 9), number("budget", 10));
    }

    private static double number(String property, double otherwise) {
        var text = System.getProperty(property);
        try {
            return text == null ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-D" + property + "=" + text + " is no number", e);
        }
    }
}
