package org.cotangent.graph;

import java.util.Locale;

/// What an input of a graph is for: data, something that training changes, or state that comes back changed.
public enum Role {
    INPUT, PARAM, STATE;

    /// As printed.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
