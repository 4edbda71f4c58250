package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.graph.Graph;

/// The passes of a compiled program, in order. Equal equations are shared and dead ones removed in every pass.
public final class Passes {
    /// Before anything is differentiated, and once more after: what naive formulas need.
    static final Pass STABILIZE = new Pass("stabilize", "formulas that overflow or cancel; nothing to do where no rule"
            + " finds one", RuleIndex.of(Rules.of(Group.CANONICAL, Group.STABILIZE)));

    /// After that: what does nothing is left out, small constants are worked out.
    static final Pass SIMPLIFY = new Pass("simplify", "work that does nothing, constants that are known", RuleIndex.of(
            Rules.of(Group.CANONICAL, Group.SIMPLIFY, Group.SPECIALIZE), true));

    static final List<Pass> ALL = List.of(STABILIZE, SIMPLIFY);

    /// At last: what iterations need not wait for is taken out of loops.
    private static final String LOOPS = "loops";

    private Passes() {
    }

    /// What a pass did: its name, what it is for, the program before it, the program after it, and each rewrite.
    public record Done(String name, String why, Graph before, Graph after, List<Rewriter.Applied> applied) {
    }

    /// The allowed rewrites: all but those that change what becomes of infinities and NaN, unless the system property
    /// `cotangent.rewrite.nonfinite` is `allow`.
    static Rewriter.Options usual(int most) {
        return new Rewriter.Options("allow".equals(System.getProperty("cotangent.rewrite.nonfinite")), most);
    }

    /// All passes over a program, each with what it did.
    public static List<Done> run(Graph g) {
        return run(g, Integer.MAX_VALUE);
    }

    /// As above, until `most` rewrites have been made: stepping `most` from 0 replays them one at a time.
    public static List<Done> run(Graph g, int most) {
        var out = new ArrayList<Done>();
        var at = g;
        int left = most;
        for (var pass : ALL) {
            var step = pass.run(at, usual(left));
            out.add(new Done(pass.name(), pass.why(), at, step.done().graph(), step.done().applied()));
            at = step.done().graph();
            left -= step.done().applied().size();
        }
        var rolled = Reroll.graph(at, left, Rows.USUAL);
        if (rolled.graph() != at) {
            out.add(new Done("reroll", Reroll.WHY, at, rolled.graph(), rolled.applied()));
            at = rolled.graph();
            left -= rolled.applied().size();
        }
        var apart = LoopParts.run(at, left);
        if (!apart.applied().isEmpty()) {
            out.add(new Done(LOOPS, "products of rows before a loop, sums over all iterations behind it; no loop where"
                    + " iterations only count and add", at, apart.graph(), apart.applied()));
            var tidy = SIMPLIFY.run(apart.graph(), usual(left - apart.applied().size())).done();
            if (!tidy.applied().isEmpty()) {
                out.add(new Done("tidy", "what loops leave behind that does nothing", apart.graph(), tidy.graph(),
                        tidy.applied()));
            }
        }
        return List.copyOf(out);
    }
}
