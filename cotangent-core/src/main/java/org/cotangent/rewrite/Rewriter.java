package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Atom;
import org.cotangent.graph.DeadCode;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.HeldGraphs;
import org.cotangent.graph.Input;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.op.Control;
import org.cotangent.op.Hoist;
import org.cotangent.op.Op;
import org.cotangent.trace.Stage;

/// Writes a graph down again, with rules applied wherever they match; an interpreter like the others.
///
/// One walk from the inputs to the results, in linear time: an operation is looked at when its operands have been
/// rewritten. Graphs inside operations are rewritten first, each object once.
public final class Rewriter extends Stage implements Site.View {
    /// A rule that was applied, and the user's line whose operation it replaced (null where unknown).
    ///
    /// @param rule   the rule's name
    /// @param why    why the new form is better
    /// @param line   the user's line
    /// @param group  the group that it belongs to
    /// @param before what was there, as an expression
    /// @param after  what stands there now
    public record Applied(String rule, String why, SourceLine line, Group group, String before, String after) {
    }

    /// The rewritten graph and what was done to it.
    public record Rewritten(Graph graph, List<Applied> applied) {
    }

    /// What is allowed.
    ///
    /// @param nonFinite whether rules may be applied that change what becomes of infinities and NaN
    /// @param most      how many rewrites are made before the rest is left as it is
    public record Options(boolean nonFinite, int most) {
        /// Everything but what changes infinities and NaN.
        public static final Options USUAL = new Options(false, Integer.MAX_VALUE);
    }

    private static final int DEPTH = 16;

    private final RuleIndex rules;
    private final Options options;
    private final List<Applied> applied;
    private final Map<Var, Fact> facts = new IdentityHashMap<>();
    private final Map<Var, Integer> uses = new IdentityHashMap<>();
    private final Set<Rule> active = Collections.newSetFromMap(new IdentityHashMap<>());
    private int depth;
    private boolean placing;

    private Rewriter(RuleIndex rules, Options options, List<Applied> applied) {
        this.rules = rules;
        this.options = options;
        this.applied = applied;
    }

    /// The graph with the rules applied from its inputs to its results, and dead equations removed.
    public static Rewritten rewrite(Graph g, List<Rule> rules) {
        return rewrite(g, RuleIndex.of(rules), Options.USUAL);
    }

    /// As above, with rules that were indexed before.
    static Rewritten rewrite(Graph g, RuleIndex rules, Options options) {
        var applied = new ArrayList<Applied>();
        var done = new IdentityHashMap<Graph, Graph>();
        for (var each : HeldGraphs.innerFirst(g)) {
            done.put(each, new Rewriter(rules, options, applied).rewritten(each, done));
        }
        return new Rewritten(done.get(g), List.copyOf(applied));
    }

    private Graph rewritten(Graph g, Map<Graph, Graph> inner) {
        int before = applied.size();
        var names = Arrays.asList(g.inputs().stream().map(i -> i.var().name()).toArray(String[]::new));
        var staged = write(g.name(), in -> Dispatch.with(this, () -> run(g, in, inner)), g.inputTypes(), names,
                g.inputs().stream().map(Input::role).toList());
        var out = DeadCode.remove(staged.graph());
        return applied.size() == before && out.equals(g) ? g : out;
    }

    private List<Tensor> run(Graph g, List<Tensor> in, Map<Graph, Graph> inner) {
        var counts = UseCounts.of(g);
        var values = new HashMap<Var, Tensor>(2 * g.equations().size() + 2 * in.size());
        for (int i = 0; i < in.size(); i++) {
            define(g.inputs().get(i).var(), in.get(i), counts, values);
        }
        for (var e : g.equations()) {
            setLines(e.lines());
            var results = bind(e, e.operands().stream().map(a -> value(a, values)).toList(), inner);
            for (int i = 0; i < results.size(); i++) {
                define(e.results().get(i), results.get(i), counts, values);
            }
        }
        return g.results().stream().map(a -> value(a, values)).toList();
    }

    private List<Tensor> bind(Equation e, List<Tensor> operands, Map<Graph, Graph> inner) {
        try {
            return Dispatch.bind(HeldGraphs.map(e.op(), inner::get), operands);
        } catch (CotangentException error) {
            throw e.line() == null ? error : error.at(e.line());
        }
    }

    private void define(Var old, Tensor value, Map<Var, Integer> counts, Map<Var, Tensor> values) {
        values.put(old, value);
        if (value instanceof Symbol s) {
            uses.merge(s.var(), counts.getOrDefault(old, 0), Integer::sum);
        }
    }

    private static Tensor value(Atom a, Map<Var, Tensor> values) {
        return a instanceof Literal l ? l.value() : values.get((Var) a);
    }

    @Override
    protected boolean keeps(Concrete c) {
        return true;
    }

    @Override
    public Fact fact(Tensor t) {
        return t instanceof Symbol s ? facts.computeIfAbsent(s.var(), v -> Fact.of(v.type())) : Fact.of(t);
    }

    @Override
    public int uses(Tensor t) {
        return t instanceof Symbol s ? uses.getOrDefault(s.var(), 1) : 1;
    }

    @Override
    public List<Tensor> bind(Op op, List<Tensor> operands) {
        if (depth < DEPTH && applied.size() < options.most()) {
            var better = improved(op, operands);
            if (better != null) {
                return List.of(better);
            }
        }
        if (op instanceof Control c && !placing) {
            return hoisted(c, operands);
        }
        var folded = rules.folds() ? Folding.of(op, operands) : null;
        if (folded != null) {
            return folded;
        }
        var results = super.bind(op, operands);
        for (int i = 0; i < results.size(); i++) {
            var var = ((Symbol) results.get(i)).var();
            if (!facts.containsKey(var)) {
                facts.put(var, Facts.of(op, operands, i, var.type(), this::fact));
            }
        }
        return results;
    }

    /// A choice or a loop, after what is the same in every iteration.
    private List<Tensor> hoisted(Control op, List<Tensor> operands) {
        placing = true;
        try {
            return Hoist.bind(op, operands);
        } finally {
            placing = false;
        }
    }

    private Tensor improved(Op op, List<Tensor> operands) {
        var finders = rules.finders(op);
        if (finders.isEmpty()) {
            return null;
        }
        var site = new Site(op, operands, this);
        for (var finder : finders) {
            var found = finder.find(site);
            var rule = found == null ? null : rules.named(found.rule());
            if (rule != null && isAllowed(rule)) {
                return apply(rule, found, site);
            }
        }
        return null;
    }

    /// A rule does not apply to its own right side.
    private boolean isAllowed(Rule rule) {
        return !active.contains(rule) && (rule.nonFinite() != NonFinite.DIFFERS || options.nonFinite());
    }

    private Tensor apply(Rule rule, Finder.Found found, Site site) {
        int at = applied.size();
        applied.add(null);
        depth++;
        active.add(rule);
        try {
            var better = found.better().get();
            if (!better.type().equals(site.type())) {
                throw new IllegalStateException("rule " + rule + " turned " + site.type() + " into " + better.type()
                        + " at " + Expressions.of(site.op(), site.operands()));
            }
            applied.set(at, new Applied(rule.name(), rule.why(), lines() == null || lines().isEmpty() ? null
                    : lines().getFirst(), rules.group(rule), Expressions.of(site.op(), site.operands()),
                    Expressions.of(better)));
            return better;
        } finally {
            active.remove(rule);
            depth--;
        }
    }
}
