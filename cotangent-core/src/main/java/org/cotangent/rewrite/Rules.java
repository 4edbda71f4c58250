package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// The rules, in groups; within a group the first that matches is taken.
public final class Rules {
    /// One form for what is equal bit by bit.
    public static final List<Rule> CANONICAL = CanonicalRules.ALL;

    /// Rewrites that keep naive formulas from overflowing or losing digits.
    public static final List<Rule> STABILIZE = StableRules.ALL;

    /// What does nothing is left out.
    public static final List<Rule> SIMPLIFY = SimpleRules.SIMPLIFY;

    /// Cheaper operations for special arguments.
    public static final List<Rule> SPECIALIZE = SimpleRules.SPECIALIZE;

    private static final Map<Rule, Group> GROUPS = groups();

    private Rules() {
    }

    /// The rules of a group.
    public static List<Rule> of(Group group) {
        return switch (group) {
            case CANONICAL -> CANONICAL;
            case STABILIZE -> STABILIZE;
            case SIMPLIFY -> SIMPLIFY;
            case SPECIALIZE -> SPECIALIZE;
        };
    }

    /// The rules of several groups, in the order of the groups.
    static List<Rule> of(Group... groups) {
        var all = new ArrayList<Rule>();
        for (var g : groups) {
            all.addAll(of(g));
        }
        return List.copyOf(all);
    }

    private static Map<Rule, Group> groups() {
        var groups = new IdentityHashMap<Rule, Group>();
        for (var g : Group.values()) {
            of(g).forEach(r -> groups.put(r, g));
        }
        return groups;
    }

    /// The group of a rule; STABILIZE for a rule of somebody else.
    static Group groupOf(Rule rule) {
        return GROUPS.getOrDefault(rule, Group.STABILIZE);
    }
}
