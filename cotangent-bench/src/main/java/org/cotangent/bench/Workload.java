package org.cotangent.bench;

import java.util.function.Function;

/// A workload of the comparison with other libraries in one of its sizes or forms.
///
/// @param name    such as W1
/// @param variant its size, batch or form
/// @param peer    what the other libraries' programs call it, such as W1-100000
/// @param what    what it computes
/// @param work    puts its inputs in place
public record Workload(String name, String variant, String peer, String what, Function<Mode, Work> work) {
    /// What it is asked for by: `W1-100000`, `W9-fori`.
    public String id() {
        int equals = variant.indexOf('=');
        return variant.isEmpty() ? name : name + "-" + variant.substring(equals + 1);
    }

    /// Whether `asked` names it: its id, or its name, which names all of its variants.
    boolean isNamed(String asked) {
        return asked.equalsIgnoreCase(id()) || asked.equalsIgnoreCase(name);
    }
}
