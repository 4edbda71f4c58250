package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.op.Op;

/// Rules by the operation at their head; within an operation the first rule that matches is taken.
final class RuleIndex {
    private final Map<Op, List<Finder>> byRow = new HashMap<>();
    private final Map<Class<?>, List<Finder>> byClass = new HashMap<>();
    private final Map<String, Rule> names = new LinkedHashMap<>();
    private final Map<Rule, Group> groups = new IdentityHashMap<>();

    private final boolean folds;

    private RuleIndex(boolean folds) {
        this.folds = folds;
    }

    /// The rules; `folds` says whether operations on small constants are worked out too.
    static RuleIndex of(List<Rule> rules, boolean folds) {
        var index = new RuleIndex(folds);
        rules.forEach(index::add);
        return index;
    }

    boolean folds() {
        return folds;
    }

    static RuleIndex of(List<Rule> rules) {
        return of(rules, false);
    }

    private void add(Rule rule) {
        names.putIfAbsent(rule.name(), rule);
        groups.put(rule, Rules.groupOf(rule));
        for (var head : rule.finder().heads()) {
            var finders = head instanceof Enum<?> ? byRow.computeIfAbsent(head, k -> new ArrayList<>())
                    : byClass.computeIfAbsent(head.getClass(), k -> new ArrayList<>());
            if (!finders.contains(rule.finder())) {
                finders.add(rule.finder());
            }
        }
    }

    List<Finder> finders(Op op) {
        var found = op instanceof Enum<?> ? byRow.get(op) : byClass.get(op.getClass());
        return found == null ? List.of() : found;
    }

    Rule named(String name) {
        return names.get(name);
    }

    Group group(Rule rule) {
        return groups.get(rule);
    }
}
