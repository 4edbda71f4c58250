package org.cotangent.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/// Gives every value of a graph a name that is used once: its hint, or `%0`, `%1`, ... in forward order.
public final class Names {
    private final Map<Var, String> names;
    private final Set<String> taken;
    private final Map<String, Integer> suffixes = new HashMap<>();
    private int next;

    private Names(int size) {
        names = new IdentityHashMap<>(size);
        taken = HashSet.newHashSet(size);
    }

    /// The names of all inputs and results of equations.
    public static Names of(Graph g) {
        var names = new Names(g.inputs().size() + g.equations().size());
        g.inputs().forEach(i -> names.add(i.var()));
        g.equations().forEach(e -> e.results().forEach(names::add));
        return names;
    }

    private void add(Var v) {
        if (!names.containsKey(v)) {
            names.put(v, v.name() == null ? numbered() : unique(v.name()));
        }
    }

    private String numbered() {
        var name = "%" + next++;
        while (!taken.add(name)) {
            name = "%" + next++;
        }
        return name;
    }

    private String unique(String name) {
        if (taken.add(name)) {
            return name;
        }
        int i = suffixes.getOrDefault(name, 2);
        while (!taken.add(name + "_" + i)) {
            i++;
        }
        suffixes.put(name, i + 1);
        return name + "_" + i;
    }

    /// The value's name, or the literal's text.
    public String get(Atom a) {
        return a instanceof Literal l ? l.value().toString() : names.get((Var) a);
    }

    /// The value's name as it stands in program text: quoted unless it is a plain word or path.
    String text(Var v) {
        var name = names.getOrDefault(v, "%undefined");
        return v.name() == null || Words.isBareName(name) ? name : Words.quote(name);
    }
}
