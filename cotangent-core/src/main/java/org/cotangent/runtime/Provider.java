package org.cotangent.runtime;

/// What `doctor` says of one implementation: usable, with its version and place, or why not.
public record Provider(String name, boolean available, String version, String where, String why) {
    /// One that can be used.
    static Provider usable(String name, String version, String where) {
        return new Provider(name, true, version, where, "");
    }

    /// One that cannot be used, with the reason and, where there is one, the remedy.
    static Provider missing(String name, String why) {
        return new Provider(name, false, "", "", why);
    }

    @Override
    public String toString() {
        return available ? "%s %s (%s)".formatted(name, version, where) : "%s: not used: %s".formatted(name, why);
    }
}
