package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Dispatch;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Tensor;
import org.cotangent.graph.DeadCode;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Input;
import org.cotangent.op.Control;
import org.cotangent.op.Hoist;
import org.cotangent.op.Op;
import org.cotangent.trace.Stage;

/// Writes a graph down again, with rules applied wherever they match; an interpreter like the others.
public final class Rewriter extends Stage {
    /// A rule that was applied, and the user's line whose operation it replaced (null where unknown).
    public record Applied(String rule, String why, SourceLine line) {
    }

    /// The rewritten graph and what was done to it.
    public record Rewritten(Graph graph, List<Applied> applied) {
    }

    private static final int DEPTH = 16;

    private final Map<Op, List<Rule>> byHead = new HashMap<>();
    private final Map<Class<?>, List<Rule>> byClass = new HashMap<>();
    private final List<Applied> applied = new ArrayList<>();
    private final List<Rule> rules;
    private int depth;
    private boolean placing;

    private Rewriter(List<Rule> rules) {
        this.rules = rules;
        for (var r : rules) {
            if (r.head() instanceof Enum<?>) {
                byHead.computeIfAbsent(r.head(), k -> new ArrayList<>()).add(r);
            } else {
                byClass.computeIfAbsent(r.head().getClass(), k -> new ArrayList<>()).add(r);
            }
        }
    }

    /// The graph with the rules applied from its inputs to its results, and dead equations removed.
    public static Rewritten rewrite(Graph g, List<Rule> rules) {
        return rewrite(g, rules, g.inputs().stream().map(i -> i.var().name()).toList());
    }

    /// As above, with other names for the inputs (null: none).
    public static Rewritten rewrite(Graph g, List<Rule> rules, List<String> names) {
        var rewriter = new Rewriter(rules);
        var staged = rewriter.write(g.name(), in -> Dispatch.with(rewriter, () -> g.apply(in)), g.inputTypes(), names,
                g.inputs().stream().map(Input::role).toList());
        return new Rewritten(DeadCode.remove(staged.graph()), List.copyOf(rewriter.applied));
    }

    @Override
    public List<Tensor> bind(Op op, List<Tensor> operands) {
        return op instanceof Control c && !placing ? reachInside(c, operands) : ruled(op, operands);
    }

    /// Choices and loops: the rules go through the nested graphs, and out comes what does not change in a loop.
    private List<Tensor> reachInside(Control op, List<Tensor> operands) {
        var graphs = new ArrayList<Graph>();
        for (var g : op.graphs()) {
            var inner = rewrite(g, rules);
            graphs.add(inner.graph());
            applied.addAll(inner.applied());
        }
        placing = true;
        try {
            return Hoist.bind(op.with(graphs), operands);
        } finally {
            placing = false;
        }
    }

    private List<Tensor> ruled(Op op, List<Tensor> operands) {
        if (depth < DEPTH) {
            var rules = byHead.getOrDefault(op, byClass.getOrDefault(op.getClass(), List.of()));
            for (var rule : rules) {
                var better = apply(rule, op, operands);
                if (better != null) {
                    return List.of(better);
                }
            }
        }
        return super.bind(op, operands);
    }

    private Tensor apply(Rule rule, Op op, List<Tensor> operands) {
        depth++;
        try {
            var better = rule.rewrite(op, operands);
            if (better == null) {
                return null;
            }
            var type = op.typeOf(operands.stream().map(Tensor::type).toList()).getFirst();
            if (!better.type().equals(type)) {
                throw new IllegalStateException("rule " + rule + " turned " + type + " into " + better.type());
            }
            applied.add(new Applied(rule.name(), rule.why(), lines() == null || lines().isEmpty() ? null
                    : lines().getFirst()));
            return better;
        } finally {
            depth--;
        }
    }
}
