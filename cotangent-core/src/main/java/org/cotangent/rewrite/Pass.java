package org.cotangent.rewrite;

import org.cotangent.graph.Graph;

/// One walk over a program with the rules of some groups.
///
/// @param name what it is called
/// @param why  what it is for, and when it has nothing to do
record Pass(String name, String why, RuleIndex rules) {
    /// What a pass did.
    record Step(Pass pass, Graph before, Rewriter.Rewritten done) {
    }

    Step run(Graph g, Rewriter.Options options) {
        return new Step(this, g, Rewriter.rewrite(g, rules, options));
    }
}
