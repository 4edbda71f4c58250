package org.cotangent.graph;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/// Gives every value of a graph a name that is used once: its hint, or `%0`, `%1`, ... in forward order.
public final class Names {
    private final Map<Var, String> names = new IdentityHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private int next;

    private Names() {
    }

    public static Names of(Graph g) {
        var names = new Names();
        g.inputs().forEach(i -> names.add(i.var()));
        g.equations().forEach(e -> e.results().forEach(names::add));
        return names;
    }

    private void add(Var v) {
        var name = v.name() == null ? "%" + next++ : v.name();
        var unique = name;
        for (int i = 2; !taken.add(unique); i++) {
            unique = name + "_" + i;
        }
        names.put(v, unique);
    }

    /// The value's name, or the literal's text.
    public String get(Atom a) {
        return a instanceof Literal l ? l.value().toString() : names.get((Var) a);
    }
}
